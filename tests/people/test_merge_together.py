"""Two coordinators who unite the same two registers at the same moment, each on a connection of its own."""

import threading

import pytest
from django.db import connection

from people.merging.actions import merge
from people.models import Merge
from tests.factories import make_cohort, make_enrolment

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_who_unite_the_same_two_at_once_unite_them_once():
    cohort = make_cohort()
    one, other = make_enrolment(cohort).person, make_enrolment(cohort).person
    gate, answers = threading.Barrier(2), []

    def unite(keep, drop):
        gate.wait()
        try:
            answers.append(merge(keep, drop, by=None).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=unite, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert answers == [Merge.objects.get().pk] * 2
    assert cohort.enrolments.count() == 1
