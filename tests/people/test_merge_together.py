"""Two coordinators who unite the same two registers at the same moment, each on a connection of its own."""

import pytest

from people.merging.actions import merge
from people.models import Merge
from tests.factories import make_cohort, make_enrolment
from tests.together import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_who_unite_the_same_two_at_once_unite_them_once():
    cohort = make_cohort()
    one, other = make_enrolment(cohort).person, make_enrolment(cohort).person

    answers = at_once(lambda: merge(one, other, by=None).pk, lambda: merge(other, one, by=None).pk)

    assert answers == [Merge.objects.get().pk] * 2
    assert cohort.enrolments.count() == 1
