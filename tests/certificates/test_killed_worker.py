"""The promise in public: issuing may be killed at any instant, and ends with exactly one certificate per person."""

import hashlib
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.db.models.functions import Now

from certificates.actions import request_issue
from certificates.files import name_of
from certificates.models import Certificate
from jobs.models import Job
from notices.models import Mail
from people.models import Person
from tests.factories import make_settled_cohort

PEOPLE, KILLS = 60, 5
WORKER = Path(__file__).with_name("kill_me.py")


def start_worker(job, folder):
    """A process that knows nothing of this test but the database."""
    Job.objects.filter(pk=job.pk).update(run_after=Now(), leased_until=Now() - timedelta(seconds=1))
    environment = os.environ | {"PYTHONPATH": str(settings.BASE_DIR), "LOG_LEVEL": "ERROR"}
    command = [sys.executable, str(WORKER), str(connection.settings_dict["NAME"]), str(job.pk), str(folder)]
    return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)


def kill_after(worker, certificates):
    """SIGKILL as soon as so many exist, in the middle of whatever it is doing then."""
    until = time.monotonic() + 60
    while Certificate.objects.count() < certificates and worker.poll() is None and time.monotonic() < until:
        time.sleep(0.005)  # asking without a breath would take the processor from the worker
    worker.kill()
    return worker.wait()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_five_kills_leave_everybody_exactly_one_certificate(tmp_path):
    cohort = make_settled_cohort(people=PEOPLE)
    for person in Person.objects.all():
        Person.objects.filter(pk=person.pk).update(email=f"persona{person.pk}@example.org")
    job = request_issue(cohort, by=None)

    ends = [kill_after(start_worker(job, tmp_path), 1 + 10 * number) for number in range(KILLS)]
    last = start_worker(job, tmp_path).wait(timeout=120)

    assert (ends, last) == ([-9] * KILLS, 0)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", PEOPLE, PEOPLE)
    certificates = list(Certificate.objects.order_by("folio"))
    assert len({each.enrolment_id for each in certificates}) == len(certificates) == PEOPLE
    assert [int(each.folio.split("-")[2]) for each in certificates] == list(range(1, PEOPLE + 1))
    assert [each.folio for each in certificates if file_hash(each) != each.pdf_sha256] == []
    assert Mail.objects.count() == PEOPLE


def file_hash(certificate):
    with storages["private"].open(name_of(certificate)) as file:
        return hashlib.sha256(file.read()).hexdigest()
