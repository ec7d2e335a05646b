"""Two hundred halls: whatever happens to requests and answers on the way, each decision is kept once."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from cohorts.attendance import standing_marks
from cohorts.models import AttendanceMark
from cohorts.phone.facts import corrected, milliseconds
from cohorts.phone.kept import account_key
from tests.factories import make_cohort, make_enrolment, make_register, make_trainer

pytestmark = pytest.mark.django_db
SYNC = reverse("cohorts:roll_sync")
PEOPLE, MINUTE = 3, 60_000
# PostgreSQL is asked a quarter: what differs there is how a known number is met, and that comes in every second run.
RUNS = 200 if connection.vendor == "sqlite" else 50
LATE = 2 * 24 * 60 * MINUTE  # two days before anything arrives

# Who holds which telephone: its clock is five minutes fast or slow, and it has measured by how much or has not.
telephones = some.tuples(some.sampled_from([-5 * MINUTE, 5 * MINUTE]), some.booleans())
taps = some.lists(
    some.tuples(some.integers(0, 1), some.integers(0, PEOPLE - 1), some.sampled_from(AttendanceMark.Status.values)),
    min_size=1,
    max_size=6,
)
# What becomes of a request: never arrives; arrives and its answer is lost; arrives twice; all goes well. And how many
# marks of the queue it carries, whether in their order, and how long (up to twenty seconds) it is on its way.
requests = some.lists(
    some.tuples(
        some.integers(0, 1),
        some.sampled_from(["lost", "unheard", "twice", "fine"]),
        some.integers(1, 8),
        some.booleans(),
        some.integers(0, 20_000),
    ),
    max_size=4,
)


class Telephone:
    """What the script of the roll does, and nothing more: a queue, a clock that is wrong, and the site's word."""

    def __init__(self, client, account, clock, *, measured):
        self.client, self.account, self.clock = client, account, clock
        self.skew = -clock if measured else None
        self.queue = []

    def tap(self, register, enrolment, status, moment):
        said = {"uuid": str(uuid4()), "register": str(register.uuid), "enrolment": enrolment, "status": status}
        self.queue.append(said | {"decided_at": moment + self.clock})

    def send(self, fate="fine", size=100, backwards=False, way=0):
        marks = self.queue[:size][:: -1 if backwards else 1]
        if not marks or fate == "lost":
            return
        clock = milliseconds(timezone.now()) + self.clock - (way if self.skew is not None else 0)
        body = {"account": self.account, "now": clock, "skew": self.skew, "marks": marks}
        for _time in range(2 if fate == "twice" else 1):
            answer = self.client.post(SYNC, body, content_type="application/json").json()
        if fate != "unheard":
            kept = {mark["uuid"] for mark in answer["marks"] if mark["kept"]}
            self.queue = [mark for mark in self.queue if mark["uuid"] not in kept]


@pytest.fixture
def hall():
    """A cohort, and two trainers who are signed in."""
    cohort = make_cohort()
    people = [make_enrolment(cohort).pk for _number in range(PEOPLE)]
    clients = []
    for _number in range(2):
        client, user = Client(), make_trainer(cohort)
        client.force_login(user)
        clients.append((client, account_key(user)))
    return cohort, people, clients


@pytest.mark.slow
@settings(max_examples=RUNS, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(both=some.tuples(telephones, telephones), told=taps, sent=requests, first=some.integers(0, 1))
def test_every_decision_is_kept_once_and_the_last_one_stands(hall, both, told, sent, first):
    cohort, people, clients = hall
    register = make_register(cohort, starts_at=timezone.now() - timedelta(days=2))
    phones = [
        Telephone(client, account, clock, measured=measured)
        for (client, account), (clock, measured) in zip(clients, both, strict=True)
    ]
    began, last = milliseconds(timezone.now()) - LATE, {}
    for number, (holder, person, status) in enumerate(told):
        # A minute lies between two decisions; the clocks are ten minutes apart.
        phones[holder].tap(register, people[person], status, began + number * MINUTE)
        last[register.pk, people[person]] = status
    made = {UUID(mark["uuid"]) for phone in phones for mark in phone.queue}

    for holder, fate, size, backwards, way in sent:
        phones[holder].send(fate, size, backwards, way)
    for phone in (phones[first], phones[1 - first]):
        phone.send()

    kept = AttendanceMark.objects.filter(register=register).values_list("client_uuid", flat=True)
    assert [phone.queue for phone in phones] == [[], []]
    assert (sorted(kept), standing_marks([register.pk])) == (sorted(made), last)


@given(some.integers(0, 10**12), some.integers(0, 10**12), some.integers(-(10**10), 10**10), some.integers(0, 20_000),
       some.integers(0, 20_000))  # fmt: skip
def test_two_decisions_of_one_telephone_keep_their_order_however_slow_each_request(one, later, skew, way, other_way):
    """Milliseconds apart, in two requests: with a measured clock the correction is the same in both."""
    now = timezone.now()
    sent = milliseconds(now) - skew

    first = corrected(one, phone_now=sent - way, skew=skew, now=now)
    second = corrected(one + 1 + later, phone_now=sent - other_way, skew=skew, now=now)

    assert first < second


@given(some.integers(-(10**10), 10**10), some.integers(0, 10**10))
def test_a_clock_that_was_never_measured_is_corrected_by_what_it_says_when_it_sends(wrong, ago):
    now = timezone.now()
    clock = milliseconds(now) + wrong

    moment = corrected(clock - ago, phone_now=clock, skew=None, now=now)

    assert milliseconds(moment) == milliseconds(now) - ago
