"""Two hundred people behind one address check themselves in, and the uplink is cut for a minute while they do."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.checkin import open_door
from cohorts.checkin.screen_code import shown_at
from cohorts.models import AttendanceMark, CheckIn
from notices.models import Mail
from people.models import Person, User
from tests.factories import make_cohort, make_enrolment, make_person, make_register, make_trainer

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PEOPLE, AT_ONCE = 200, 8
ADDRESS = "203.0.113.9"
CODE = re.compile(r"^(\d{3}-\d{3}-\d{3})$", re.M)


class Telephone:
    """Of every ten, five are signed in, four have an account, one has none yet."""

    def __init__(self, number, register, door):
        self.register, self.door = register, door
        self.client, self.answers, self.times = Client(REMOTE_ADDR=ADDRESS), [], []
        self.email = f"p{number}@example.org"
        kind = number % 10
        user = User.objects.create_user(self.email) if kind else None
        if user:
            EmailAddress.objects.create(user=user, email=self.email, primary=True, verified=True)
        self.seat = make_enrolment(register.cohort, make_person(email=self.email, user=user))
        self.inside = kind > 4
        if self.inside:
            self.client.force_login(user)

    def ask(self, method, path, data=None):
        began = time.perf_counter()
        answer = getattr(self.client, method)(path, data)
        self.times.append(time.perf_counter() - began)
        self.answers.append(answer.status_code)
        return answer

    @property
    def here(self):
        return reverse("cohorts:arrival", args=[self.register.uuid])

    def reads(self):
        """The screen, and whatever it takes until "I am here" is on her own."""
        code = shown_at(self.door.uuid, timezone.now())
        self.ask("get", self.ask("get", reverse("cohorts:arrive_with", args=[code]))["Location"])
        if not self.inside:
            door = self.ask("post", self.here, {"email": self.email})["Location"]
            sent = CODE.search(Mail.objects.filter(to=self.email).latest("pk").text)[1]
            self.ask("get", self.ask("post", door, {"code": sent})["Location"])
            self.inside = True

    def presses(self):
        self.ask("post", self.here)

    def arrives(self):
        self.reads()
        self.presses()


def together(acts):
    """All of them, eight at the same moment; each thread leaves its connection behind."""

    def done(act):
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as hall:
        list(hall.map(done, acts))


def test_two_hundred_behind_one_address_all_arrive_though_the_uplink_is_cut(settings, time_machine, capsys):
    settings.EMAIL_BACKEND = "notices.backends.OutboxBackend"
    now = timezone.now()
    time_machine.move_to(now)
    register = make_register(make_cohort(), starts_at=now)
    door = open_door(register, by=make_trainer(register.cohort))
    phones = [Telephone(number, register, door) for number in range(PEOPLE)]
    first, cut = phones[:100], phones[100:]
    never_sent, answer_lost, not_yet = cut[:40], cut[40:70], cut[70:]

    together([phone.arrives for phone in first])
    together([phone.reads for phone in never_sent + answer_lost])
    # The cut: what some press goes nowhere, others are heard and do not know it, the rest cannot even read the screen.
    together([phone.presses for phone in answer_lost])
    before = timezone.now()
    time_machine.shift(timedelta(seconds=60))
    together([phone.presses for phone in never_sent + answer_lost] + [phone.arrives for phone in not_yet])

    times = sorted(moment for phone in phones for moment in phone.times)
    with capsys.disabled():
        p95 = times[len(times) * 95 // 100] * 1000
        print(f"\n{len(times)} requests, {AT_ONCE} at once in one process: p95 {p95:.0f} ms")
    assert {status for phone in phones for status in phone.answers} == {200, 302}
    marks = AttendanceMark.objects.values_list("enrolment", "status", "method")
    assert sorted(marks) == sorted((phone.seat.pk, "present", "self_qr") for phone in phones)
    late = AttendanceMark.objects.filter(enrolment__in=[phone.seat.pk for phone in never_sent])
    assert (late.filter(decided_at__lte=before).count(), CheckIn.objects.count()) == (40, 1)
    assert (
        Person.objects.filter(enrolments__cohort=register.cohort, user__email__in=[p.email for p in phones]).count()
        == PEOPLE
    )
    assert [user.pk for user in User.objects.filter(email__startswith="p") if user.has_usable_password()] == []


def test_one_who_presses_on_two_telephones_at_once_has_one_mark():
    register = make_register(make_cohort(), starts_at=timezone.now())
    phone = Telephone(9, register, open_door(register, by=make_trainer(register.cohort)))
    phone.reads()

    together([phone.presses] * AT_ONCE)

    assert (AttendanceMark.objects.count(), set(phone.answers)) == (1, {200, 302})
