"""Thirty seats and two hundred people who all press twice, while others leave, confirm and give up."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection

from cohorts.actions.applying import apply, confirm, give_up, sweep_offers
from cohorts.actions.enrolling import withdraw
from cohorts.models import Application, Cohort, Enrolment
from cohorts.seats import seats_of
from people.actions import Refused
from people.models import Person
from tests.cohorts.test_doors import LATER
from tests.factories import make_cohort, make_person

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SEATS, PEOPLE, CONNECTIONS = 30, 200, 32


def tried(act):
    """The act, when it is not refused."""

    def acted(*args):
        try:
            return act(*args)
        except Refused:
            return None

    return acted


def press(pool, acts):
    """All at once, on as many connections as the pool has."""
    return [future.result() for future in [pool.submit(tried(act), *args) for act, *args in acts]]


@contextmanager
def connections():
    """So many threads, each with its own connection, shut at the end."""
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        yield pool
        together = threading.Barrier(CONNECTIONS)
        press(pool, [(lambda: (together.wait(), connection.close()),)] * CONNECTIONS)


def ask(person, cohort):
    return apply(Person.objects.get(pk=person), cohort=Cohort.objects.get(pk=cohort), by=None)


def answer(application):
    """Those to whom a seat is offered take it, or every fifth leaves it to the next; the others keep waiting."""
    found = Application.objects.get(pk=application)
    return (give_up if application % 5 == 0 else confirm)(found, by=None)


def leave(passage):
    return withdraw(Enrolment.objects.get(pk=passage), reason="no_time", by=None)


def one_run(seed):
    """Seats taken at the end of a run; nobody twice, and never more than there are."""
    chance = random.Random(seed)
    cohort = make_cohort(capacity=SEATS, door="open", ends_on=LATER)
    people = [make_person().pk for _number in range(PEOPLE)]
    with connections() as pool:
        clicks = [(ask, person, cohort.pk) for person in people * 2]
        chance.shuffle(clicks)
        press(pool, clicks)
        assert (cohort.enrolments.active().count(), cohort.applications.live().count()) == (SEATS, PEOPLE - SEATS)
        for _round in range(4):
            going = chance.sample(list(cohort.enrolments.active().values_list("pk", flat=True)), 8)
            offered = list(Application.objects.offered().filter(cohort=cohort).values_list("pk", flat=True))
            late = [(ask, person, cohort.pk) for person in chance.sample(people, 20)]
            acts = [(leave, pk) for pk in going * 2] + [(answer, pk) for pk in offered * 2] + [(sweep_offers,), *late]
            chance.shuffle(acts)
            press(pool, acts)
            assert seats_of(cohort).enrolled + seats_of(cohort).kept == SEATS
        while offered := list(Application.objects.offered().filter(cohort=cohort).values_list("pk", flat=True)):
            press(pool, [(answer, pk) for pk in offered * 2])
    live = cohort.enrolments.active()
    assert live.values("person").distinct().count() == live.count()
    assert not cohort.applications.live().filter(person__in=live.values("person")).exists()
    return live.count()


@pytest.mark.slow
def test_thirty_seats_are_thirty_people_however_they_press():
    assert one_run(seed=0) == SEATS
