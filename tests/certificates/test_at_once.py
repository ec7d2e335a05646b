"""Two coordinators who issue in the same moment, with a third correcting a name: everybody once, no gap."""

import threading

import pytest
from django.db import connection

from certificates import tasks  # noqa: F401 – the worker's handlers
from certificates.actions import issue, replace, request_issue
from certificates.models import Certificate
from jobs.actions import run
from jobs.models import Job
from notices.models import Mail
from people.models import Person
from tests.certificates.test_issuing import numbers
from tests.factories import make_coordinator, make_settled_cohort

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PEOPLE = 45


def at_once(*acts):
    """Each in a thread and a connection of its own, all from the same moment on; what went wrong, if anything."""
    start, faults = threading.Barrier(len(acts)), []

    def acted(act):
        try:
            start.wait()
            act()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=acted, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def corrected(certificate, name):
    return replace(Certificate.objects.get(pk=certificate.pk), printed_name=name, by=None)


def test_two_coordinators_issue_the_same_cohort_at_once():
    cohort = make_settled_cohort(people=PEOPLE)
    for person in Person.objects.all():
        Person.objects.filter(pk=person.pk).update(email=f"p{person.pk}@example.org")
    early = issue(cohort.enrolments.order_by("pk").first(), by=None)
    jobs = [request_issue(cohort, by=make_coordinator(cohort.programme)) for _number in range(2)]

    faults = at_once(
        lambda: corrected(early, "Ana Ríos"), *(lambda pk=job.pk: run(pk) for job in jobs), lambda: run(jobs[0].pk)
    )

    assert faults == []
    assert list(Job.objects.filter(pk__in=[job.pk for job in jobs]).values_list("state", flat=True)) == ["done"] * 2
    valid = Certificate.objects.valid()
    assert (valid.count(), valid.values("enrolment").distinct().count()) == (PEOPLE, PEOPLE)
    assert numbers() == list(range(1, PEOPLE + 2))
    # One letter each, and a second one for whose name was corrected.
    assert Mail.objects.count() == PEOPLE + 1
    assert not valid.filter(pdf_sha256="").exclude(replaces=early).exists()


def test_two_who_correct_the_same_name_at_once_make_one_successor():
    certificate = issue(make_settled_cohort().enrolments.get(), by=None)

    faults = at_once(*(lambda name=name: corrected(certificate, name) for name in ("Ana Ríos", "Ana Ruiz")))

    assert len(faults) == 1 and "ya no es válido" in str(faults[0])
    assert (Certificate.objects.count(), Certificate.objects.valid().count(), numbers()) == (2, 1, [1, 2])
