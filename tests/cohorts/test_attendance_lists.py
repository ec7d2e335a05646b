"""Attendance of many sessions out of one file: read, shown against what stands, marked once."""

import io
from datetime import date, timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.attendance_lists import commit_marks, draft_marks, review_marks
from cohorts.actions.roll import Mark, approve_register, mark_roll, submit_register
from cohorts.attendance_lists.facts import Meeting
from cohorts.attendance_lists.meetings import meant
from cohorts.attendance_lists.vocabulary import status_said
from cohorts.models import AttendanceDraft, AttendanceMark, Register
from kit.spreadsheet import read_pasted
from tests.factories import MORNING, make_enrolment, make_person, make_register, make_trainer

pytestmark = pytest.mark.django_db
HERE = "cohorts:attendance_draft"


@pytest.fixture
def three(ana, eva):
    """Three sessions, a week apart from 6 March 2026."""
    return [
        make_register(ana.cohort, starts_at=MORNING + timedelta(days=7 * number), title=f"Taller {name}")
        for number, name in enumerate(("de voces", "de archivo", "de cierre"))
    ]


@pytest.fixture
def staff(client, three):
    user = make_trainer(three[0].cohort)
    client.force_login(user)
    return user


def drafted(cohort, text):
    return draft_marks(cohort, read_pasted(text), source="lista.csv", by=None)


def standing(cohort):
    marks = AttendanceMark.objects.filter(register__cohort=cohort).order_by("decided_at", "pk")
    return {(mark.register_id, mark.enrolment_id): (mark.status, mark.method) for mark in marks}


def send(client, cohort, text="", **data):
    return client.post(reverse("cohorts:attendance_new", args=[cohort.uuid]), {"text": text, **data})


def meeting(number, day, title):
    return Meeting(number, number, day, title, 240, MORNING, MORNING)


def test_a_session_is_known_by_its_day_its_number_or_its_title():
    days = [(1, date(2026, 3, 6), "Voces"), (2, date(2026, 3, 13), "Memoria"), (3, date(2026, 3, 13), "Archivo"),
            (4, date(2026, 3, 20), "Cierre")]  # fmt: skip
    numbers = {
        "06/03/2026": [1], "2026-03-06": [1], "6/3/26": [1], "6 de marzo": [1], "06/03": [1], "Mar 6": [], "3": [3],
        "Sesión 3": [3], "S3": [3], "Nº 3": [3], "Voces": [1], "4. Cierre (2026-03-20)": [4], "13/03/2026": [2, 3],
        "13/03/2026 Archivo": [3], "13/03/2026 · 2": [2], "01/01/2026": [], "Módulo 1.2": [], "31/02/2026": [], "": [],
        "Teléfono": [], "9": [],
    }  # fmt: skip

    found = {said: [one.number for one in meant(said, [meeting(*each) for each in days])] for said in numbers}

    assert found == numbers


def test_marks_are_read_in_both_languages_and_never_guessed():
    words = {"P": "present", "x": "present", "Sí": "present", "1": "present", "R": "late", "Llegó tarde": "late",
             "J": "excused", "Excused": "excused", "A": "absent", "No": "absent", "0": "absent", "FALTA": "absent",
             "": "", "-": "", "Sin registrar": "", "?": None, "7": None, "=1+1": None}  # fmt: skip

    assert {word: status_said(word) for word in words} == words


def test_a_matrix_marks_whom_it_names_and_the_same_file_again_changes_nothing(three, ana, eva):
    text = "Nombre completo\tCorreo\t06/03/2026\t2\tTaller de cierre\nZapata Eva\t\tP\tr\tJ\nana arbol\t\tx\t\t0\n"
    draft = drafted(ana.cohort, text)

    commit_marks(draft, taken=(), by=None)
    commit_marks(draft, taken=(), by=None)
    again = commit_marks(drafted(ana.cohort, text), taken=(), by=None)

    one, two, last = (register.pk for register in three)
    assert standing(ana.cohort) == {
        (one, eva.pk): ("present", "import"), (two, eva.pk): ("late", "import"), (last, eva.pk): ("excused", "import"),
        (one, ana.pk): ("present", "import"), (last, ana.pk): ("absent", "import"),
    }  # fmt: skip
    assert AttendanceMark.objects.count() == 5
    assert (draft.outcome["counts"]["new"], again.outcome["counts"]["new"]) == (5, 0)
    assert again.outcome["counts"]["same"] == 5
    assert draft.content == {"source": "lista.csv"}


def test_a_long_list_says_one_mark_a_line(three, ana, eva):
    text = (
        "Persona;Fecha;Sesión;Asistencia\nAna Árbol;06/03/2026;;Sí\nEva Zapata;;2;No\nEva Zapata;13/03/2026;Taller de"
        " archivo;No\nAna Árbol;01/01/2026;;Sí\nAna Árbol;13/03/2026;;quizá\n"
    )

    review = review_marks(drafted(ana.cohort, text))

    assert [line.verdict for line in review.lines] == ["new", "new", "same", "wrong", "wrong"]
    assert review.counts == {"new": 2, "same": 1}
    assert review.lines[3].line.problems == ("«01/01/2026» no corresponde a ninguna de las fechas.",)
    assert review.lines[4].line.problems == ("No entendemos la marca «quizá».",)


def test_whose_line_it_is_comes_from_the_mailbox_then_the_name_and_nobody_is_guessed(ana, eva, three):
    for email in ("luz@example.org", "otra@example.org"):
        make_enrolment(ana.cohort, make_person("Luz", "Mar", email=email))
    text = (
        "Nombre\tCorreo\t1\nLuz Mar\tLUZ@example.org\tP\nLuz Mar\t\tP\nOscar Díaz\totra@example.org\tP\n"
        "Nadie Ninguno\t\tP\nArbol, Ana María\t\tP\n\totra@example.org\tA\n"
    )

    review = review_marks(drafted(ana.cohort, text))

    found = [(line.match.why, line.match.seat.name if line.match.seat else "") for line in review.lines]
    assert found == [("email", "Luz Mar"), ("several", ""), ("other_name", ""), ("nobody", ""), ("part", "Ana Árbol"),
                     ("email", "Luz Mar")]  # fmt: skip


def test_what_a_person_decided_is_shown_and_changes_only_where_it_was_asked(client, staff, three, ana, eva):
    mark_roll(three[0], [Mark(ana.pk, "late", uuid4()), Mark(eva.pk, "absent", uuid4())], by=staff)
    send(client, ana.cohort, "Nombre completo\t1\t2\nAna Árbol\tP\tP\nEva Zapata\tP\tP\n")
    address = reverse(HERE, args=[AttendanceDraft.objects.get().uuid])

    page = client.get(address).content.decode()
    assert "el archivo dice Presente; está Llegó tarde (Pase de lista" in page
    key = f"{three[0].pk}-{eva.pk}-absent"
    assert client.post(address, {"taken": [f"{three[0].pk}-{eva.pk}-excused"]}).status_code == 422
    client.post(address, {"taken": [key]})

    assert standing(ana.cohort) == {
        (three[0].pk, ana.pk): ("late", "roll_call"), (three[0].pk, eva.pk): ("present", "import"),
        (three[1].pk, ana.pk): ("present", "import"), (three[1].pk, eva.pk): ("present", "import"),
    }  # fmt: skip
    counts = AttendanceDraft.objects.get().outcome["counts"]
    assert (counts["new"], counts["changed"], counts["kept"]) == (2, 1, 1)
    assert "Diferencias que quedaron como estaban" in client.get(address).content.decode()


def test_a_difference_that_became_another_meanwhile_stays_as_it_is(three, ana, eva):
    mark_roll(three[0], [Mark(ana.pk, "absent", uuid4())], by=None)
    draft = drafted(ana.cohort, "Nombre completo\t1\nAna Árbol\tP\n")
    (seen,) = review_marks(draft).differences
    mark_roll(three[0], [Mark(ana.pk, "excused", uuid4())], by=None)

    commit_marks(draft, taken=[seen.key], by=None)

    assert standing(ana.cohort) == {(three[0].pk, ana.pk): ("excused", "roll_call")}
    assert draft.outcome["counts"]["kept"] == 1


def test_lists_that_are_handed_in_approved_or_to_come_take_nothing_and_say_so(client, staff, three, ana, eva):
    coming = make_register(ana.cohort, starts_at=timezone.now() + timedelta(days=3), title="Taller futuro")
    for register in three[:2]:
        mark_roll(register, [Mark(ana.pk, "present", uuid4()), Mark(eva.pk, "present", uuid4())], by=None)
        submit_register(register, version=0, by=None)
    approve_register(three[0], version=1, by=None)
    send(client, ana.cohort, "Nombre completo\t1\t2\t3\t4\nAna Árbol\tA\tA\tP\tP\nEva Zapata\tP\tP\tP\t\n")
    address = reverse(HERE, args=[AttendanceDraft.objects.get().uuid])

    page = client.get(address).content.decode()
    client.post(address)

    assert "Fecha 1 (06/03/2026): su lista ya está aprobada y no recibe marcas. Quien coordina puede reabrirla." in page
    assert "Fecha 2 (13/03/2026): su lista ya se envió y no recibe marcas." in page
    assert "todavía no empieza. Su lista no recibe marcas de un archivo." in page
    assert coming.marks.count() == 0
    assert AttendanceMark.objects.filter(method="import").values_list("register", flat=True).distinct().get() == (
        three[2].pk
    )
    assert AttendanceDraft.objects.get().outcome["counts"] == {
        "new": 2, "changed": 0, "kept": 0, "same": 2, "shut": 3, "unmatched": 0, "wrong": 0,
    }  # fmt: skip


def test_a_file_that_contradicts_itself_marks_neither_and_who_had_left_is_not_marked(three, ana, eva):
    eva.withdrawn_at, eva.withdrawn_reason = MORNING + timedelta(days=10), "other"
    eva.save()
    text = "Nombre completo\t1\t3\nAna Árbol\tP\tP\nAna Árbol\tA\tP\nEva Zapata\tP\tP\n"

    draft = commit_marks(drafted(ana.cohort, text), taken=(), by=None)

    assert standing(ana.cohort) == {
        (three[2].pk, ana.pk): ("present", "import"),
        (three[0].pk, eva.pk): ("present", "import"),
    }
    assert [line["why"] for line in draft.outcome["left"]] == [
        "Fecha 1: el archivo dice dos cosas de la misma persona. No entra ninguna.",
        "Fecha 1: el archivo dice dos cosas de la misma persona. No entra ninguna.",
        "Fecha 3: ya se había dado de baja.",
    ]


def test_the_matrix_that_was_downloaded_is_read_back(client, staff, three, ana, eva):
    mark_roll(three[0], [Mark(ana.pk, "present", uuid4())], by=None)
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("cohorts:matrix", args=[ana.cohort.uuid]), {"formato": "xlsx"}).content)
    )
    book.active["E2"], book.active["D3"] = "Llegó tarde", "Ausente"
    changed = io.BytesIO()
    book.save(changed)
    changed.seek(0)
    changed.name = "matriz.xlsx"

    send(client, ana.cohort, file=changed)
    client.post(reverse(HERE, args=[AttendanceDraft.objects.get().uuid]))

    assert standing(ana.cohort) == {
        (three[0].pk, ana.pk): ("present", "roll_call"),
        (three[1].pk, ana.pk): ("late", "import"),
        (three[0].pk, eva.pk): ("absent", "import"),
    }


def test_a_file_that_cannot_be_read_is_refused_in_words(client, staff, three):
    sentences = {
        "Nombre completo\tTeléfono\nAna\t5\n": "Ninguna columna corresponde a una de las fechas.",
        "Tema\t1\nAna\tP\n": "Falta la columna que dice de quién es cada línea",
        "Nombre completo\t1\t06/03/2026\nAna\tP\tP\n": "Estas columnas dicen lo mismo: 1 (06/03/2026).",
        "Nombre completo\t1\nAna\0\tP\n": "tiene caracteres que no son texto",
        "Nombre completo\t1\n" + "Ana\tP\n" * 2_001: "filas y el máximo es",
        "Nombre completo\t1\n": "La lista solo tiene una línea.",
        "": "Pega tu lista o elige un archivo.",
    }

    for text, sentence in sentences.items():
        answer = send(client, three[0].cohort, text)
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True), text[:40]
    assert AttendanceDraft.objects.count() == 0


def test_a_broken_workbook_and_a_formula_are_text_at_most(client, staff, three, ana):
    broken = io.BytesIO(b"PK\x03\x04nothing")
    broken.name = "lista.xlsx"
    answer = send(client, ana.cohort, file=broken)
    send(client, ana.cohort, 'Nombre completo\t1\t2\n=CMD("a")\tP\t\nAna Árbol\t=1\tP\n')
    draft = AttendanceDraft.objects.get()

    review = review_marks(draft)
    page = client.get(reverse(HERE, args=[draft.uuid])).content.decode()

    assert (answer.status_code, "está dañado" in answer.content.decode()) == (422, True)
    assert [line.verdict for line in review.lines] == ["unmatched", "wrong"]
    assert review.lines[1].line.problems == ("Fecha 1: no entendemos «=1».",)
    assert "=CMD(&quot;a&quot;)" in page


def test_as_many_queries_for_46_people_as_for_one(client, staff, three):
    cohort, counted = three[0].cohort, []
    for people in (1, 45):
        seats = [make_enrolment(cohort) for _one in range(people)]
        lines = "".join(f"{seat.person.full_name}\tP\tA\n" for seat in seats)
        draft = drafted(cohort, f"Nombre completo\t1\t2\n{lines}")
        AttendanceDraft.objects.filter(pk=draft.pk).update(created_by=staff)
        client.get(reverse(HERE, args=[draft.uuid]))
        with CaptureQueriesContext(connection) as shown:
            client.get(reverse(HERE, args=[draft.uuid]))
        with CaptureQueriesContext(connection) as written:
            client.post(reverse(HERE, args=[draft.uuid]))
        counted.append((len(shown), len(written)))

    assert counted[0] == counted[1]
    assert AttendanceMark.objects.count() == 2 * 46
    assert Register.objects.filter(status="draft").count() == 2


def test_what_one_trainer_brings_another_does_not_read(client, staff, three):
    draft = drafted(three[0].cohort, "Nombre completo\t1\nAna Árbol\tP\n")
    AttendanceDraft.objects.filter(pk=draft.pk).update(created_by=staff)
    client.force_login(make_trainer(three[0].cohort))

    assert client.get(reverse(HERE, args=[draft.uuid])).status_code == 404
