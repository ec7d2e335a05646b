import pytest
from django.utils import timezone

from cohorts.actions.planning import assign_trainer
from cohorts.models import Cohort
from tests.factories import (
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_programme,
    make_region,
    make_register,
    make_trainer,
)

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


def test_all_of_its_cohorts_and_not_only_the_first_and_none_that_it_gave_up():
    programme = make_programme()
    north, south = make_region(programme), make_region(programme)
    cohorts = [make_cohort(programme=programme, region=region) for region in (north, south, north)]
    national, regional = make_coordinator(programme), make_coordinator(programme, region=north)
    trainer = make_trainer(cohorts[1])
    assign_trainer(cohorts[2], trainer.person, by=None)
    former = make_trainer(cohorts[0])
    former.person.facilitations.update(ended_at=timezone.now())
    elsewhere = make_cohort()

    def staffed(user):
        return {cohort.pk for cohort in Cohort.objects.staffed_by(user)}

    def coordinated(user):
        return {cohort.pk for cohort in Cohort.objects.coordinated_by(user)}

    every, northern = {cohort.pk for cohort in cohorts}, {cohorts[0].pk, cohorts[2].pk}
    assert (staffed(national), coordinated(national)) == (every, every)
    assert (staffed(regional), coordinated(regional)) == (northern, northern)
    assert (staffed(trainer), coordinated(trainer)) == ({cohorts[1].pk, cohorts[2].pk}, set())
    assert staffed(former) == set()
    assert elsewhere.pk not in staffed(national) | staffed(regional) | staffed(trainer)
    national.person.team_roles.update(revoked_at=timezone.now())
    assert staffed(national) == set()
