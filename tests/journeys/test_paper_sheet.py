"""A signed sheet of forty rows typed off with the keyboard alone, every keystroke counted; then its photograph."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from cohorts.actions.paper import remember_sheets
from cohorts.attendance import standing_marks
from cohorts.models import AttendanceMark
from cohorts.sheets.content import Wish, content_of
from tests.factories import make_cohort, make_enrolment, make_person, make_register, make_trainer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Somebody who looks from the paper to the screen presses a key a second, at ease.
KEYS_IN_THREE_MINUTES = 180


@pytest.fixture
def viewport():
    return {"width": 1280, "height": 800}


@pytest.fixture
def register():
    register = make_register(make_cohort(name="Tijuana, otoño"), title="Presupuesto")
    for number in range(40):
        make_enrolment(register.cohort, make_person("Ana", f"Persona{number:02}"))
    remember_sheets([register], content_of([register], Wish(blank=2)), by=None)
    return register


class Keyboard:
    def __init__(self, page):
        self.page, self.strokes = page, 0

    def types(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += 1


def test_forty_rows_are_typed_in_fewer_keys_than_three_minutes_hold(walker, register):
    walker.enters(make_trainer(register.cohort))
    walker.goes_to(reverse("cohorts:transcribe", args=[register.uuid]))
    keyboard = Keyboard(walker.page)

    keyboard.types(*"pppppptppjfppp")  # rows 1 to 14
    walker.page.reload()  # the draft of the tab comes back, and the cursor to the first row without a mark
    assert "14 de 40 renglones" in walker.text
    keyboard.types(*"ppppp", "Backspace", "Backspace", "f")  # the nineteenth was wrong: back to it, taken away, F
    keyboard.types("4", "0", "Enter", "a")  # the last row by its number; the empty rows follow it
    keyboard.types("ArrowUp", "2", "0", "Enter", *"pppppppppppppppppppp")
    assert "40 de 40 renglones" in walker.text
    keyboard.types("ArrowDown", *"Luz", "Enter", *"Rey", "Enter", *"Telar", "Control+Enter")
    walker.page.wait_for_url("**/hoja-firmada/")

    names = dict(register.cohort.enrolments.values_list("pk", "person__surname1"))
    marks = {names[pk]: status for (_register, pk), status in standing_marks([register.pk]).items()}
    others = {name: status for name, status in marks.items() if status != "present"}
    assert len(marks) == 41
    assert others == {"Persona06": "late", "Persona09": "excused", "Persona10": "absent", "Persona18": "absent",
                      "Persona39": "absent"}  # fmt: skip
    assert set(AttendanceMark.objects.values_list("method", flat=True)) == {"paper"}
    assert keyboard.strokes == 65 < KEYS_IN_THREE_MINUTES / 2
    photographs(walker)


def photographs(walker):
    walker.looks()
    assert "Falta la hoja." in walker.text
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "white").save(out, "JPEG")
    box = walker.page.locator("#id_photos")
    box.set_input_files({"name": "nada.jpg", "mimeType": "image/jpeg", "buffer": b"no soy una foto\0"})
    walker.presses("Adjuntar")
    assert "«nada.jpg»: Este archivo no es de un tipo admitido" in walker.text
    box.set_input_files({"name": "hoja.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()})
    walker.presses("Adjuntar")
    assert "SHA-256" in walker.text and "Falta la hoja." not in walker.text
    shown = walker.page.locator(".pages img").evaluate("image => image.decode().then(() => image.naturalWidth)")
    assert shown == 800
