"""The code on the screen: opened, read, used, repeated, refused; with an account and without."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cohorts.actions.checkin import close_door, open_door
from cohorts.actions.roll import Mark, mark_roll
from cohorts.checkin.screen_code import shown_at
from cohorts.models import AttendanceMark, CheckIn, Register
from people.actions import Refused
from people.models import User
from tests.factories import (
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_person,
    make_register,
    make_session,
    make_trainer,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(hour=16, minute=0, second=0, microsecond=0)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def register():
    return make_register(make_cohort(), starts_at=NOW - timedelta(minutes=10), title="Taller de archivo")


@pytest.fixture
def door(register):
    return open_door(register, by=make_trainer(register.cohort))


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def enrolled(register, **fields):
    """An account that has proved its mailbox and whose person is on the list."""
    user = make_user()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return make_enrolment(register.cohort, make_person(user=user, **fields)), user


def scan(client, door):
    return client.get(reverse("cohorts:arrive_with", args=[shown_at(door.uuid, timezone.now())]))


def here(register):
    return reverse("cohorts:arrival", args=[register.uuid])


def code_in_mail():
    return re.search(r"^(\d{3}-\d{3}-\d{3})$", mail.outbox[-1].body, re.M)[1]


def marks():
    return list(AttendanceMark.objects.values_list("enrolment", "status", "method"))


def test_one_tap_after_reading_the_screen_and_pressing_again_adds_nothing(register, door):
    seat, user = enrolled(register, given_names="Rosa", surname1="Quispe")
    client = signed_in(user)

    read = scan(client, door)
    page = client.get(here(register)).content.decode()
    before = AttendanceMark.objects.count()
    pressed = [client.post(here(register)).status_code for _twice in range(2)]

    assert (read["Location"], before, pressed) == (here(register), 0, [302, 200])
    assert "Soy Rosa Q. y estoy aquí" in page
    assert marks() == [(seat.pk, "present", "self_qr")]
    assert AttendanceMark.objects.get().marked_by == user
    assert "Rosa Q.: ya estás en la lista." in client.get(here(register)).content.decode()


def test_who_has_no_account_signs_up_by_mail_and_comes_back_though_the_code_has_changed(register, door, clock):
    seat = make_enrolment(register.cohort, make_person("Rosa", "Quispe", email="rosa@example.org"))
    client = Client()
    scan(client, door)

    sent = client.post(here(register), {"email": "Rosa@example.org"})
    clock.shift(timedelta(minutes=9))
    back = client.post(sent["Location"], {"code": code_in_mail()})
    page = client.get(back["Location"]).content.decode()
    client.post(here(register))

    assert back["Location"] == here(register)
    assert "Soy Rosa Q. y estoy aquí" in page
    mark = AttendanceMark.objects.get()
    assert (mark.enrolment, mark.method, mark.decided_at) == (seat, "self_qr", NOW)
    assert User.objects.get(email="rosa@example.org").person == seat.person


def test_two_who_left_one_mailbox_say_which_of_them_is_here(register, door):
    one, two = (make_enrolment(register.cohort, make_person(name, "Quispe", email="casa@example.org"))
                for name in ("Rosa", "Eva"))  # fmt: skip
    user = make_user("casa@example.org")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    client = signed_in(user)
    scan(client, door)

    unsaid, nonsense = client.post(here(register)), client.post(here(register), {"who": "nobody"})
    client.post(here(register), {"who": two.person.uuid})

    assert (unsaid.status_code, nonsense.status_code) == (422, 422)
    assert marks() == [(two.pk, "present", "self_qr")]
    one.person.refresh_from_db()
    assert one.person.user is None


def test_an_account_that_is_on_no_list_is_told_so_and_may_change_without_reading_again(register, door):
    seat, user = enrolled(register)
    client = signed_in(make_user("otra@example.org"))
    scan(client, door)

    page = client.get(here(register)).content.decode()
    pressed = client.post(here(register))
    client.post(reverse("cohorts:arrival_other", args=[register.uuid]))
    client.post(client.post(here(register), {"email": user.email})["Location"], {"code": code_in_mail()})
    client.post(here(register))

    assert "La cuenta o•••@example.org no está en esta lista." in page
    assert "Acércate a quien facilita" in page
    assert (pressed.status_code, marks()) == (422, [(seat.pk, "present", "self_qr")])


def test_an_old_code_a_wrong_one_and_one_too_many_are_each_answered_in_a_sentence(register, door, clock):
    client = Client()
    old = shown_at(door.uuid, timezone.now())
    clock.shift(timedelta(seconds=60))

    late = client.get(reverse("cohorts:arrive_with", args=[old]))
    typed = client.post(reverse("cohorts:arrive"), {"code": "abc"})
    broken = client.get(reverse("cohorts:arrive_with", args=["abc"])).content.decode()
    for _guess in range(10):
        client.post(reverse("cohorts:arrive"), {"code": "ABCDEF"})
    stopped = client.post(reverse("cohorts:arrive"), {"code": "ABCDEF"})
    beside = scan(Client(), door)

    assert (late.status_code, "Ese código ya cambió" in late.content.decode()) == (422, True)
    assert ("no está completo" in broken, "ya cambió" in broken) == (True, False)
    assert (typed.status_code, stopped.status_code) == (422, 429)
    assert "Se probaron demasiados códigos" in stopped.content.decode()
    assert beside.status_code == 302
    clock.shift(timedelta(minutes=11))
    assert scan(client, door).status_code == 302


def test_an_address_passed_on_opens_nothing_in_another_browser(register, door):
    _seat, user = enrolled(register)
    scan(signed_in(enrolled(register)[1]), door)
    client = signed_in(user)

    answers = [client.get(here(register)), client.post(here(register))]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert all("los pases no se prestan" in answer.content.decode() for answer in answers)
    assert marks() == []


def test_a_ticket_lasts_a_quarter_of_an_hour_and_is_of_one_session(register, door, clock):
    _seat, user = enrolled(register)
    other = make_register(register.cohort, starts_at=NOW - timedelta(minutes=5))
    client = signed_in(user)
    scan(client, door)

    elsewhere = client.post(here(other))
    clock.shift(timedelta(minutes=15))
    expired = client.post(here(register))

    assert (elsewhere.status_code, "es de otra sesión" in elsewhere.content.decode()) == (403, True)
    assert (expired.status_code, "Tu pase venció" in expired.content.decode()) == (403, True)
    assert marks() == []


def test_a_closed_door_lets_finish_who_read_it_in_time_and_a_void_one_nobody(register, door):
    (first, user), (_second, late) = enrolled(register), enrolled(register)
    on_time, too_late = signed_in(user), signed_in(late)
    scan(on_time, door)
    scan(too_late, door)

    close_door(register, by=None)
    refused = scan(Client(), door)
    on_time.post(here(register))
    close_door(register, void=True, by=None)
    void = too_late.post(here(register))

    assert refused.status_code == 422
    assert (void.status_code, "anuló ese código" in void.content.decode()) == (403, True)
    assert marks() == [(first.pk, "present", "self_qr")]


def test_the_door_opens_once_for_its_time_and_closes_once(register, clock):
    by = make_trainer(register.cohort)
    doors = [open_door(register, by=by).pk for _twice in range(2)]
    for _twice in range(2):
        close_door(register, by=by)
    again = open_door(register, by=by)

    clock.move_to(register.session.ends_at)
    over = scan(Client(), again)
    refusals = []
    for moment in (register.session.starts_at - timedelta(minutes=121), register.session.ends_at):
        clock.move_to(moment)
        with pytest.raises(Refused) as refused:
            open_door(register, by=by)
        refusals.append(str(refused.value)[:20])

    assert (doors[0] == doors[1], again.pk == doors[0], CheckIn.objects.count()) == (True, False, 2)
    assert (over.status_code, refusals) == (422, ["Todavía es temprano:", "La sesión ya terminó"])
    acts = ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(acts) == ["cohorts.open_door", "cohorts.close_door", "cohorts.open_door"]


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_a_list_that_is_handed_in_opens_no_door_and_takes_no_ticket(register, door, state):
    client = signed_in(enrolled(register)[1])
    scan(client, door)
    Register.objects.filter(pk=register.pk).update(status=state)

    pressed = client.post(here(register))

    assert (pressed.status_code, "ya se envió" in pressed.content.decode(), marks()) == (403, True, [])
    assert scan(Client(), door).status_code == 422
    with pytest.raises(Refused):
        open_door(register, by=make_user())


def test_what_the_trainer_struck_afterwards_stands_however_often_it_is_pressed(register, door, clock):
    seat, user = enrolled(register)
    client = signed_in(user)
    scan(client, door)
    client.post(here(register))
    clock.shift(timedelta(minutes=1))
    mark_roll(register, [Mark(seat.pk, "absent", door.uuid)], by=None)

    pressed = client.post(here(register))
    scan(client, door)
    again = client.post(here(register))

    assert (pressed.status_code, again.status_code) == (403, 403)
    assert "anotó después otra cosa" in again.content.decode()
    assert [mark[1] for mark in marks()] == ["present", "absent"]


def test_a_meeting_that_is_moved_or_cancelled_shuts_its_door(register, door):
    session, client = register.session, Client()
    open_now = scan(client, door).status_code
    session.starts_at, session.ends_at = NOW + timedelta(days=7), NOW + timedelta(days=7, hours=4)
    session.save()
    moved = scan(client, door).status_code
    session.starts_at, session.cancelled_at = NOW, NOW
    session.save()

    assert (open_now, moved, scan(client, door).status_code) == (302, 422, 422)


def test_a_joint_session_takes_whoever_stands_on_one_of_its_lists():
    one, two = make_cohort(), make_cohort()
    session = make_session(one, two, starts_at=NOW)
    register, other = session.registers.order_by("cohort_id")
    seat, user = enrolled(other)
    client = signed_in(user)
    scan(client, open_door(register, by=make_trainer(one)))
    client.post(here(register))

    mark = AttendanceMark.objects.get()
    assert (mark.register, mark.enrolment) == (other, seat)


def test_the_screen_shows_the_code_and_who_is_in_by_given_name_and_initial(register):
    trainer = make_trainer(register.cohort)
    client, address = signed_in(trainer), reverse("cohorts:check_in", args=[register.uuid])
    shut = client.get(address).content.decode()
    opened = client.post(address, {"do": "open"})
    door = CheckIn.objects.get()
    seat, user = enrolled(register, given_names="Rosa", surname1="Ñancupil")
    make_enrolment(register.cohort)
    learner = signed_in(user)
    scan(learner, door)
    learner.post(here(register))

    page = client.get(address).content.decode()
    part = client.get(reverse("cohorts:check_in_now", args=[register.uuid])).content.decode()
    code = shown_at(door.uuid, NOW)

    assert "La llegada con código está cerrada." in shut
    assert (opened.status_code, door.opened_by) == (302, trainer)
    assert all(f"{code[:3]}-{code[3:]}" in each for each in (page, part))
    assert ("Rosa Ñ." in part, "Ñancupil" in page, "En sala: 1 de 2" in part) == (True, False, True)
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page
    assert (client.post(address, {"do": "nonsense"}).status_code, client.post(address).status_code) == (422, 422)
    client.post(address, {"do": "void"})
    assert CheckIn.objects.get().voided_at == NOW


def test_screen_and_arrival_ask_as_much_whether_one_is_in_or_46(register, door):
    watching, asked = signed_in(make_coordinator(register.cohort.programme)), []
    screen = reverse("cohorts:check_in_now", args=[register.uuid])
    watching.get(screen)
    for more in (1, 2, 43):
        seats = [make_enrolment(register.cohort) for _person in range(more - 1)]
        AttendanceMark.objects.bulk_create(
            AttendanceMark(register=register, enrolment=seat, status="present", decided_at=NOW) for seat in seats
        )
        client = signed_in(enrolled(register)[1])
        scan(client, door)
        with CaptureQueriesContext(connection) as pressing:
            client.post(here(register))
        with CaptureQueriesContext(connection) as looking:
            watching.get(screen)
        asked.append((len(pressing), len(looking)))

    assert AttendanceMark.objects.count() == 46
    assert asked == [(20, 7)] * 3
