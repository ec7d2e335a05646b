from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cohorts.actions.enrolling import enrol, withdraw
from cohorts.actions.inviting import invite_people
from cohorts.models import Enrolment
from notices.models import Mail
from people.actions import Refused
from people.register import register_organisation
from places.models import Territory
from tests.factories import CANCELLED, make_cohort, make_enrolment, make_person, make_user

pytestmark = pytest.mark.django_db


def acts():
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))


def test_enrolling_twice_is_enrolling_once():
    cohort, person, clerk = make_cohort(), make_person(), make_user()

    first = enrol(person, cohort=cohort, source="assisted", by=clerk)
    again = enrol(person, cohort=cohort, source="import", by=None)

    assert (again.pk, again.source, again.enrolled_by) == (first.pk, "assisted", clerk)
    assert acts() == ["cohorts.enrol"]


def test_the_day_is_taken_down_and_does_not_follow_the_person():
    town = Territory.objects.create(
        country="MX", level="municipality", code="21140", name="Cholula", name_key="cholula"
    )
    person = make_person(area="rural", territory=town)
    house = register_organisation(name="Casa de Cultura", by=None)

    passage = enrol(person, cohort=make_cohort(), organisation=house, post=" Directora ", source="import", by=None)
    person.area, person.territory = "urban", None
    person.save()

    passage.refresh_from_db()
    assert (passage.organisation, passage.territory, passage.post, passage.area) == (house, town, "Directora", "rural")


def test_what_is_said_on_the_day_comes_before_what_was_known():
    passage = enrol(make_person(area="rural"), cohort=make_cohort(), area="urban", source="import", by=None)

    assert passage.area == "urban"


def test_a_full_cohort_takes_nobody_more_and_a_seat_given_back_is_free():
    cohort = make_cohort(capacity=1)
    first = enrol(make_person(), cohort=cohort, source="assisted", by=None)
    with pytest.raises(Refused, match="cupo de 1"):
        enrol(make_person(), cohort=cohort, source="assisted", by=None)

    withdraw(first, reason="no_time", by=None)
    second = enrol(make_person(), cohort=cohort, source="assisted", by=None)

    assert list(Enrolment.objects.active()) == [second]


def test_whoever_is_in_is_found_again_even_when_the_cohort_is_full():
    cohort, person = make_cohort(capacity=1), make_person()
    first = enrol(person, cohort=cohort, source="assisted", by=None)

    assert enrol(person, cohort=cohort, source="assisted", by=None) == first


@pytest.mark.parametrize("over", [{"status": "closed"}, CANCELLED])
def test_nobody_comes_into_a_cohort_that_is_over(over):
    with pytest.raises(Refused):
        enrol(make_person(), cohort=make_cohort(**over, opened_at=timezone.now(), opened=False),
              source="assisted", by=None)  # fmt: skip

    assert Enrolment.objects.count() == 0


def test_a_past_enrolment_keeps_its_day_and_a_future_one_is_refused():
    cohort, day = make_cohort(), timezone.now() - timedelta(days=400)

    assert enrol(make_person(), cohort=cohort, source="import", by=None, at=day).enrolled_at == day
    with pytest.raises(Refused):
        enrol(make_person(), cohort=cohort, source="import", by=None, at=timezone.now() + timedelta(hours=1))


def test_withdrawing_twice_keeps_the_first_reason():
    passage = make_enrolment()

    first = withdraw(passage, reason="health", by=None)
    left_at = first.withdrawn_at
    again = withdraw(passage, reason="other", by=None)

    assert (again.withdrawn_reason, again.withdrawn_at, acts()) == ("health", left_at, ["cohorts.withdraw"])


def test_a_withdrawal_says_why():
    passage = make_enrolment()
    with pytest.raises(Refused):
        withdraw(passage, reason="", by=None)

    passage.refresh_from_db()
    assert passage.withdrawn_at is None


def test_whoever_left_may_come_back_and_the_first_passage_stays():
    cohort, person = make_cohort(), make_person()
    first = withdraw(enrol(person, cohort=cohort, source="assisted", by=None), reason="no_time", by=None)

    second = enrol(person, cohort=cohort, source="assisted", by=None)

    assert (first.pk != second.pk, Enrolment.objects.count(), Enrolment.objects.active().count()) == (True, 2, 1)


def test_everyone_with_a_mailbox_and_no_account_is_invited_once(settings):
    settings.EMAIL_BACKEND = "notices.backends.OutboxBackend"
    cohort = make_cohort()
    for fields in ({"email": "a@example.org"}, {}, {"email": "c@example.org", "user": make_user()}):
        make_enrolment(cohort=cohort, person=make_person(**fields))
    people = cohort.enrolments.select_related("person")

    invite_people(cohort, people, by=None)
    invite_people(cohort, people, by=None)

    assert list(Mail.objects.values_list("to", flat=True)) == ["a@example.org"]
