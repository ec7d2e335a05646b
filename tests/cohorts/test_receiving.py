"""A badge shown at the door: typed, read, shown twice, of somebody else; and the badges themselves."""

import io
from datetime import timedelta
from uuid import uuid4

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cohorts.actions.planning import assign_trainer
from cohorts.actions.roll import Mark, mark_roll
from cohorts.checkin.badge_code import badge_text, digits_of
from cohorts.checkin.badges import content_of, draw
from cohorts.models import AttendanceMark, Cohort, FormerEnrolment, Register
from cohorts.sheets.codes import row_code
from kit.text import words_of
from tests.factories import (
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_person,
    make_register,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    return make_register(make_cohort(), starts_at=timezone.now() - timedelta(minutes=10))


@pytest.fixture
def client(register):
    """Whoever only helps with the roll: the least that may stand at the door."""
    helper = make_person(user=make_user())
    assign_trainer(register.cohort, helper, role="roll_helper", by=None)
    client = Client()
    client.force_login(helper.user)
    return client


def typed(client, register, code, form=None):
    answer = client.post(reverse("cohorts:receive", args=[register.uuid]), {"code": code, "form": form or uuid4()})
    return answer.status_code, answer.content.decode()


def marks():
    return list(AttendanceMark.objects.values_list("enrolment", "status", "method"))


def digits(seat):
    return digits_of(seat.pk, seat.cohort.uuid)


@pytest.mark.parametrize(
    ("shown", "method"),
    [
        (digits, "self_code"),
        (lambda seat: f" {digits(seat)[:3]} {digits(seat)[3:]}", "self_code"),
        (lambda seat: row_code(seat.pk).lower(), "self_code"),
        (lambda seat: badge_text(seat.pk, seat.cohort.uuid), "badge"),
    ],
)
def test_a_code_shown_at_the_door_lets_its_person_in_once(client, register, shown, method):
    seat = make_enrolment(register.cohort, make_person("Rosa", "Ñancupil"))

    first, again = typed(client, register, shown(seat)), typed(client, register, shown(seat))

    assert (first[0], "Adelante, Rosa Ñancupil." in first[1], "En sala: 1 de 1" in first[1]) == (200, True, True)
    assert (again[0], "Rosa Ñancupil ya estaba en la lista." in again[1]) == (200, True)
    assert marks() == [(seat.pk, "present", method)]


def test_the_same_page_sent_twice_is_one_mark_and_who_was_absent_is_let_in(client, register):
    seat, form = make_enrolment(register.cohort), uuid4()
    mark_roll(register, [Mark(seat.pk, "absent", uuid4())], by=None)

    answers = [typed(client, register, digits(seat), form)[0] for _twice in range(2)]

    assert (answers, [mark[1] for mark in marks()]) == ([200, 200], ["absent", "present"])


def test_what_opens_nothing_says_why_and_stays_in_the_field(client, register):
    seat, gone = (
        make_enrolment(register.cohort),
        make_enrolment(
            register.cohort,
            make_person("Eva", "Soto"),
            withdrawn_at=register.session.starts_at,
            withdrawn_reason="other",
        ),
    )
    foreign = make_enrolment()
    right = badge_text(seat.pk, seat.cohort.uuid)
    wrong = {
        " ": "Este campo es necesario",
        "48291": "Son seis cifras",
        f"{digits(seat)[:5]}{(int(digits(seat)[5]) + 1) % 10}": "Nadie de esta lista tiene ese código",
        f"{right[:-1]}{(int(right[-1]) + 1) % 10}": "Nadie de esta lista tiene ese código",
        badge_text(foreign.pk, foreign.cohort.uuid): "Esa credencial es de otra lista",
        digits(gone): "Eva Soto se dio de baja antes de esta sesión",
    }

    answers = {code: typed(client, register, code) for code in wrong}

    unsaid = [code for code, (status, page) in answers.items() if status != 422 or wrong[code] not in page]
    assert unsaid == []
    assert 'value="48291"' in answers["48291"][1]
    assert foreign.person.surname1 not in answers[badge_text(foreign.pk, foreign.cohort.uuid)][1]
    assert typed(client, register, digits(seat), form="x")[0] == 422
    assert marks() == []


def test_a_list_that_is_handed_in_lets_nobody_in(client, register):
    seat = make_enrolment(register.cohort)
    Register.objects.filter(pk=register.pk).update(status="submitted")

    status, page = typed(client, register, digits(seat))

    assert (status, "ya se envió" in page, marks()) == (422, True, [])


def test_guessing_is_stopped_for_the_account_that_guesses_and_for_no_other(client, register, monkeypatch):
    monkeypatch.setattr("cohorts.checkin.reading.WRONG", 3)
    seat = make_enrolment(register.cohort)
    for _guess in range(3):
        typed(client, register, f"{(int(digits(seat)) + 1) % 10**6:06}")

    stopped = typed(client, register, digits(seat))
    client.force_login(make_coordinator(register.cohort.programme))
    beside = typed(client, register, digits(seat))

    assert (stopped[0], "Se probaron demasiados códigos" in stopped[1]) == (422, True)
    assert (beside[0], len(marks())) == (200, 1)


def test_a_badge_printed_before_two_registers_were_united_still_opens(client, register):
    seat = make_enrolment(register.cohort)
    FormerEnrolment.objects.create(number=seat.pk + 7000, kept=seat)
    old = [digits_of(seat.pk + 7000, seat.cohort.uuid), badge_text(seat.pk + 7000, seat.cohort.uuid)]

    answers = [typed(client, register, each)[0] for each in old]

    assert (answers, marks()) == ([200, 200], [(seat.pk, "present", "self_code")])


def test_at_a_joint_session_each_is_let_in_on_her_own_list():
    one, two = make_cohort(), make_cohort()
    two.programme = one.programme
    two.save()
    register, other = make_session(one, two, starts_at=timezone.now()).registers.order_by("cohort_id")
    client, seat = Client(), make_enrolment(two)
    client.force_login(make_coordinator(one.programme))

    assert typed(client, register, digits(seat))[0] == 200
    assert AttendanceMark.objects.get().register == other


def test_one_shows_ones_own_badge_and_nobody_elses():
    client, user = Client(), make_user()
    seat = make_enrolment(person=make_person("Rosa", "Ñancupil", user=user))
    other = make_enrolment(seat.cohort, make_person("Eva", "Soto"))
    finished = make_enrolment(person=seat.person).cohort
    Cohort.objects.filter(pk=finished.pk).update(status="closed")
    client.force_login(user)

    page = client.get(reverse("cohorts:badge")).content.decode()

    assert (f"{digits(seat)[:3]} {digits(seat)[3:]}" in page, "Rosa Ñancupil" in page) == (True, True)
    assert (page.count("badge-card__digits"), f"{digits(other)[:3]} {digits(other)[3:]}" in page) == (1, False)
    client.force_login(make_user())
    assert "Todavía no tienes credencial" in client.get(reverse("cohorts:badge")).content.decode()


def test_badges_are_drawn_ten_on_a_page_with_every_name_and_code():
    cohort, client = make_cohort(), Client()
    client.force_login(make_coordinator(cohort.programme))
    address = reverse("cohorts:badges_pdf", args=[cohort.uuid])
    nobody = client.get(address)
    long = {"given_names": "María de los Ángeles", "surname1": "Ñancupil", "surname2": "Goycoechea"}
    seats = [make_enrolment(cohort, make_person(**long))] + [make_enrolment(cohort) for _person in range(10)]
    make_enrolment(cohort, withdrawn_at=timezone.now(), withdrawn_reason="other")

    pdf = pypdf.PdfReader(io.BytesIO(client.get(address).content))
    said = " ".join(words_of(" ".join(page.extract_text() for page in pdf.pages)))

    assert (nobody.status_code, "no hay credenciales que imprimir" in nobody.content.decode()) == (409, True)
    assert (len(pdf.pages), " ".join(words_of(seats[0].person.full_name)) in said) == (2, True)
    assert [seat.pk for seat in seats if f"{digits(seat)[:3]} {digits(seat)[3:]}" not in said] == []
    entry = ModelLogEntry.objects.get(action="cohorts.print_badges")
    assert entry.data["badges"] == 11


def test_receiving_and_drawing_ask_as_much_for_one_as_for_46(client, register):
    asked, cohort = [], Cohort.objects.select_related("programme").get(pk=register.cohort_id)
    for more in (1, 2, 43):
        seats = [make_enrolment(register.cohort) for _person in range(more)]
        typed(client, register, digits(seats[0]))
        code, form = digits(seats[-1]), uuid4()
        AttendanceMark.objects.filter(enrolment=seats[-1]).delete()
        with CaptureQueriesContext(connection) as letting_in:
            typed(client, register, code, form)
        with CaptureQueriesContext(connection) as drawing:
            content_of(cohort)
        asked.append((len(letting_in), len(drawing)))

    assert asked == [(20, 1)] * 3
    assert draw(content_of(cohort), at=timezone.now())[:5] == b"%PDF-"
