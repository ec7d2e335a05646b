import pytest

from cohorts.models import Cohort
from tests.factories import make_coordinator, make_enrolment, make_register, make_trainer

pytestmark = pytest.mark.django_db


def test_a_cohort_is_staffed_by_its_trainer_and_its_coordinator_and_by_nobody_else():
    enrolment = make_enrolment()
    cohort = enrolment.cohort
    make_register(cohort=cohort)
    trainer, coordinator = make_trainer(cohort), make_coordinator(cohort.programme)
    stranger = make_coordinator(make_enrolment().cohort.programme)

    staffed = [list(Cohort.objects.staffed_by(user)) for user in (trainer, coordinator)]

    assert staffed == [[cohort], [cohort]]
    assert cohort not in Cohort.objects.staffed_by(stranger)
