"""A hall at work: the screen that renews itself, a telephone that loses its signal, the camera at the door."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cohorts.checkin.badge_code import badge_text, digits_of
from cohorts.models import AttendanceMark
from tests.factories import make_cohort, make_enrolment, make_person, make_register, make_trainer, make_user
from tests.journeys.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What a telephone brings along and this machine does not: an eye, and something before it.
CAMERA = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return window.shown ? [{ rawValue: window.shown }] : []; }
};
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, 9, 9);
  return canvas.captureStream(5);
};
"""


def walker(new_context, live_server, user, width):
    context = new_context(viewport={"width": width, "height": 740})
    found = Walker(context.new_page(), live_server.url)
    found.page.set_default_timeout(15_000)
    found.troubles = []
    found.page.on("pageerror", lambda error: found.troubles.append(str(error)))
    found.page.on("console", lambda said: "Content Security" in said.text and found.troubles.append(said.text))
    found.enters(user)
    return found


def test_the_hall_sees_who_arrives_and_a_telephone_without_signal_keeps_its_place(new_context, live_server):
    register = make_register(make_cohort(), starts_at=timezone.now() - timedelta(minutes=5), title="Taller de archivo")
    learner = make_user()
    seat = make_enrolment(register.cohort, make_person("Rosa", "Quispe", user=learner))
    trainer = make_trainer(register.cohort)
    hall = walker(new_context, live_server, trainer, 1280)
    phone = walker(new_context, live_server, learner, 360)

    hall.page.goto(reverse("cohorts:check_in", args=[register.uuid]))
    hall.page.get_by_role("button", name="Abrir la llegada").click()
    code = hall.page.locator(".door-now__text").inner_text()
    phone.page.goto(reverse("cohorts:arrive_with", args=[code]))
    button = phone.page.get_by_role("button", name="Soy Rosa Q. y estoy aquí")
    expect(button).to_be_visible()
    phone.page.context.set_offline(True)
    button.click()
    expect(phone.page.get_by_text("Tu lugar está guardado")).to_be_visible()
    assert AttendanceMark.objects.count() == 0
    phone.page.context.set_offline(False)
    expect(phone.page.get_by_text("Rosa Q.: ya estás en la lista.")).to_be_visible()
    expect(hall.page.locator(".door-now__names")).to_contain_text("Rosa Q.", timeout=15_000)
    hall.page.context.set_offline(True)
    expect(hall.page.get_by_text("el código de esta pantalla ya no sirve")).to_be_visible()
    hall.page.context.set_offline(False)
    expect(hall.page.locator("[data-away]")).to_be_hidden()

    assert list(AttendanceMark.objects.values_list("enrolment", "method")) == [(seat.pk, "self_qr")]
    assert hall.troubles + phone.troubles == []
    for each in (hall, phone):
        each.looks()
    hall.page.set_viewport_size({"width": 360, "height": 740})
    hall.looks()
    for name in ("cohorts:arrive", "cohorts:badge"):
        phone.goes_to(reverse(name))


def test_the_door_lets_in_by_keyboard_and_by_camera_without_leaving_the_page(new_context, live_server):
    register = make_register(make_cohort(), starts_at=timezone.now() - timedelta(minutes=5))
    typed, read = (make_enrolment(register.cohort, make_person(name, "Quispe")) for name in ("Rosa", "Eva"))
    door = walker(new_context, live_server, make_trainer(register.cohort), 360)
    door.page.add_init_script(CAMERA)
    door.goes_to(reverse("cohorts:receive", args=[register.uuid]))
    keys = door.page.keyboard

    keys.type(digits_of(typed.pk, register.cohort.uuid))
    keys.press("Enter")
    expect(door.page.get_by_text("Adelante, Rosa Quispe.")).to_be_visible()
    keys.type("12")
    keys.press("Enter")
    expect(door.page.locator("#receiving").get_by_text("Son seis cifras").first).to_be_visible()
    expect(door.page.get_by_label("Código de la persona")).to_be_focused()
    door.looks()
    door.page.get_by_role("button", name="Leer credenciales con la cámara").click()
    door.page.evaluate("text => window.shown = text", badge_text(read.pk, register.cohort.uuid))
    expect(door.page.get_by_text("Adelante, Eva Quispe.")).to_be_visible()
    expect(door.page.get_by_text("En sala: 2 de 2")).to_be_visible()
    door.page.context.set_offline(True)
    keys.type("123456")
    keys.press("Enter")
    expect(door.page.get_by_text("El código sigue en el campo")).to_be_visible()

    assert sorted(AttendanceMark.objects.values_list("method", flat=True)) == ["badge", "self_code"]
    assert door.troubles == []
