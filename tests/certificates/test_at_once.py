"""Two coordinators who issue in the same moment, with a third correcting a name: everybody once, no gap."""

import pytest

from certificates import tasks  # noqa: F401 – the worker's handlers
from certificates.actions import issue, replace, request_issue
from certificates.models import Certificate
from jobs.actions import run
from jobs.models import Job
from notices.models import Mail
from people.models import Person
from tests.certificates.test_issuing import numbers
from tests.factories import make_coordinator, make_settled_cohort
from tests.together import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PEOPLE = 45


def corrected(certificate, name):
    return replace(Certificate.objects.get(pk=certificate.pk), printed_name=name, by=None)


def test_two_coordinators_issue_the_same_cohort_at_once():
    cohort = make_settled_cohort(people=PEOPLE)
    for person in Person.objects.all():
        Person.objects.filter(pk=person.pk).update(email=f"p{person.pk}@example.org")
    early = issue(cohort.enrolments.order_by("pk").first(), by=None)
    jobs = [request_issue(cohort, by=make_coordinator(cohort.programme)) for _number in range(2)]

    outcomes = at_once(
        lambda: corrected(early, "Ana Ríos"), *(lambda pk=job.pk: run(pk) for job in jobs), lambda: run(jobs[0].pk)
    )

    assert [each for each in outcomes if isinstance(each, Exception)] == []
    assert list(Job.objects.filter(pk__in=[job.pk for job in jobs]).values_list("state", flat=True)) == ["done"] * 2
    valid = Certificate.objects.valid()
    assert (valid.count(), valid.values("enrolment").distinct().count()) == (PEOPLE, PEOPLE)
    assert numbers() == list(range(1, PEOPLE + 2))
    # One letter each, and a second one for whose name was corrected.
    assert Mail.objects.count() == PEOPLE + 1
    assert not valid.filter(pdf_sha256="").exclude(replaces=early).exists()


def test_two_who_correct_the_same_name_at_once_make_one_successor():
    certificate = issue(make_settled_cohort().enrolments.get(), by=None)

    outcomes = at_once(*(lambda name=name: corrected(certificate, name) for name in ("Ana Ríos", "Ana Ruiz")))

    (refused,) = [each for each in outcomes if isinstance(each, Exception)]
    assert "ya no es válido" in str(refused)
    assert (Certificate.objects.count(), Certificate.objects.valid().count(), numbers()) == (2, 1, [1, 2])
