"""Somebody enrolled by herself, with more than her name."""

import pytest
from django.urls import reverse

from tests.factories import make_cohort, make_coordinator

pytestmark = pytest.mark.django_db


def test_one_person_may_say_the_day_of_birth_and_prefer_not_to_say_the_sex(client):
    cohort = make_cohort()
    client.force_login(make_coordinator(cohort.programme))
    said = {"given_names": "Ana", "surname1": "Pérez", "birth_date": "1990-02-03", "sex": "prefer_not"}

    client.post(reverse("cohorts:enrol_one", args=[cohort.uuid]), said)

    person = cohort.enrolments.get().person
    assert (str(person.birth_date), person.sex) == ("1990-02-03", "prefer_not")
