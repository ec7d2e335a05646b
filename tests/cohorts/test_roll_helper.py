from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.planning import assign_trainer, end_trainer
from cohorts.models import AttendanceMark, Register
from tests.factories import make_cohort, make_enrolment, make_organisation, make_person, make_register, make_user

pytestmark = pytest.mark.django_db
HELPS = "roll_helper"


@pytest.fixture
def scene():
    cohort, helper = make_cohort(), make_person(user=make_user())
    person = make_person(email="secreta@example.org", phone="+525512345678")
    enrolment = make_enrolment(cohort, person, organisation=make_organisation("Junta Secreta"))
    charge = assign_trainer(cohort, helper, role=HELPS, by=None)
    client = Client()
    client.force_login(helper.user)
    return cohort, enrolment, charge, client


def now(**delta):
    return timezone.now() + timedelta(**delta)


def sent(register, enrolment, do="save"):
    page = {"version": 0, "seen": 0, "form": "00000000-0000-4000-8000-000000000001", f"m-{enrolment.pk}": "present"}
    return page | {"do": do}


def test_a_helper_opens_and_marks_the_roll_of_her_cohort_and_sees_names_alone(scene):
    cohort, enrolment, _charge, client = scene
    register = make_register(cohort, starts_at=now(hours=-1))
    address = reverse("cohorts:roll", args=[register.uuid])

    page = client.get(address).content.decode()
    marked = client.post(address, sent(register, enrolment))

    assert enrolment.person.surname1 in page
    assert [word for word in ("secreta@example.org", "5512345678", "Junta Secreta") if word in page] == []
    assert (marked.status_code, AttendanceMark.objects.get().status) == (302, "present")


@pytest.mark.parametrize("do", ["submit", "as_is", "rest_absent"])
def test_a_helper_does_not_hand_the_list_in(scene, do):
    cohort, enrolment, _charge, client = scene
    register = make_register(cohort, starts_at=now(hours=-1))

    answer = client.post(reverse("cohorts:roll", args=[register.uuid]), sent(register, enrolment, do))

    assert (answer.status_code, AttendanceMark.objects.count()) == (404, 0)
    assert Register.objects.get().status == "not_taken"


@pytest.mark.parametrize(
    ("starts", "expected"), [({"hours": 23}, 200), ({"hours": 25}, 404), ({"hours": -27}, 200), ({"hours": -29}, 404)]
)
def test_a_helper_comes_in_from_a_day_before_to_a_day_after(scene, starts, expected):
    cohort, _enrolment, _charge, client = scene
    register = make_register(cohort, starts_at=now(**starts), hours=4)

    assert client.get(reverse("cohorts:roll", args=[register.uuid])).status_code == expected
    assert (str(register.uuid) in client.get(reverse("cohorts:today")).content.decode()) == (expected == 200)


def test_a_helper_opens_nothing_else_and_nothing_once_the_charge_ended(scene):
    cohort, enrolment, charge, client = scene
    register = make_register(cohort, starts_at=now(hours=-1))
    closed = [reverse(f"cohorts:{name}", args=[cohort.uuid]) for name in ("detail", "people", "matrix", "sessions")]
    closed += [reverse("cohorts:sheets_pdf", args=[cohort.uuid]), reverse("cohorts:report_new", args=[register.uuid])]
    closed += [reverse("cohorts:withdraw", args=[enrolment.uuid])]

    assert {client.get(address).status_code for address in closed} == {404}
    end_trainer(charge, by=None)
    assert client.get(reverse("cohorts:roll", args=[register.uuid])).status_code == 404


def test_a_helper_who_comes_to_teach_has_one_charge_and_both_in_the_history(scene):
    cohort, _enrolment, charge, _client = scene

    assign_trainer(cohort, charge.person, by=None)

    history = [(each.role, each.ended_at is None) for each in cohort.facilitations.order_by("pk")]
    assert history == [(HELPS, False), ("trainer", True)]
