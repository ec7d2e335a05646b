"""Asking for later work, and doing it: killed anywhere, repeated any number of times, finished once."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Case, F, PositiveSmallIntegerField, Value, When
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from jobs.bell import ring_after_commit
from jobs.models import LEASE, Job
from jobs.registry import CannotBeDone, LostLease, handler_for

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 6
State = Job.State


@transaction.atomic
def enqueue(kind: str, *, key: str, payload: dict, by=None) -> Job:
    """Write down work to be done after this transaction commits. The same ``key`` again returns the same job.

    ``key`` names the work itself (``"certificates.issue_cohort:12:3"``), at most 200 characters. ``payload`` holds ids
    and plain values, no personal data. A finished job is returned as it is: see ``restart``.
    """
    facts = {"kind": kind, "payload": payload, "created_by_id": by.pk if by else None}
    job, created = Job.objects.get_or_create(key=key, defaults=facts)
    if created:
        job.refresh_from_db()
    if not job.finished:
        ring_after_commit("jobs.tasks.ring", job.pk)
    return job


@transaction.atomic
def restart(job: Job, *, by) -> Job:
    """Do a finished or failed job once more, from its beginning. A job still waiting or running is left as it is."""
    again = Job.objects.filter(pk=job.pk, state__in=[State.DONE, State.FAILED]).update(
        state=State.QUEUED, attempts=0, run_after=Now(), done=0, message="", error="", finished_at=None
    )
    job.refresh_from_db()
    if again:
        log(instance=job, action="jobs.restart", user=by)
        ring_after_commit("jobs.tasks.ring", job.pk)
    return job


@transaction.atomic
def pause(job: Job, *, by) -> Job:
    """Stop after the step under way, until :func:`resume`. What is done stays; what has ended is left as it is.

    Whoever does it loses the lease at once: nothing more of it is written.
    """
    paused = Job.objects.filter(pk=job.pk, state__in=[State.QUEUED, State.RUNNING]).update(
        state=State.PAUSED, leased_until=None
    )
    job.refresh_from_db()
    if paused:
        log(instance=job, action="jobs.pause", user=by)
    return job


@transaction.atomic
def resume(job: Job, *, by) -> Job:
    """Go on where a paused job was. Any other is left as it is."""
    resumed = Job.objects.filter(pk=job.pk, state=State.PAUSED).update(state=State.QUEUED, attempts=0, run_after=Now())
    job.refresh_from_db()
    if resumed:
        log(instance=job, action="jobs.resume", user=by)
        ring_after_commit("jobs.tasks.ring", job.pk)
    return job


def run(job_id: int) -> None:
    """Do the job if nobody else is doing it. Safe to call at any time, any number of times, from anywhere.

    An error puts the job off (20 s, 40 s … 320 s); the sixth in a row without getting further ends it, with a message.
    """
    job = _claim(job_id)
    if job is None:
        return
    try:
        for done, total in handler_for(job.kind)(job):
            _keep(job, done=done, total=total)
        _let_go(job, state=State.DONE, finished_at=Now(), error="")
    except LostLease:
        logger.warning("Job %s is held by somebody else now; stopped.", job.uuid)
    except CannotBeDone as refusal:
        _let_go(job, state=State.FAILED, finished_at=Now(), message=str(refusal))
    except Exception as error:
        logger.exception("Job %s failed (attempt %s)", job.uuid, job.attempts)
        _put_off(job, error)


def run_due(limit: int = 100) -> int:
    """Do, one after another, what is waiting or was left behind. Returns how many jobs were looked at."""
    waiting = list(Job.objects.due().order_by("run_after").values_list("pk", flat=True)[:limit])
    for job_id in waiting:
        run(job_id)
    return len(waiting)


def hold(job: Job) -> None:
    """Inside a handler's transaction: go on only while the lease is ours, and nobody can take it until the commit.

    Raises ``LostLease``, which undoes the transaction and stops the handler.
    """
    if not _ours(job).update(leased_until=Now() + LEASE):
        raise LostLease


@transaction.atomic
def _claim(job_id: int) -> Job | None:
    """One conditional UPDATE decides who has it; the row stays locked until its new number has been read."""
    claimed = Job.objects.due().filter(pk=job_id)
    taken = claimed.update(
        state=State.RUNNING, lease=F("lease") + 1, attempts=F("attempts") + 1, leased_until=Now() + LEASE
    )
    return Job.objects.get(pk=job_id) if taken else None


def _ours(job: Job):
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, lease=job.lease)


def _keep(job: Job, *, done: int, total: int) -> None:
    """Store the progress and renew the lease in one write.

    Getting further than ever before starts the count of attempts anew: twenty kills of a long job that advances each
    time do not end it, six in the same place do.
    """
    attempts = Case(When(done__lt=done, then=Value(1)), default=F("attempts"), output_field=PositiveSmallIntegerField())
    if not _ours(job).update(
        attempts=attempts, done=done, total=total, message=job.message, leased_until=Now() + LEASE
    ):
        raise LostLease


def _let_go(job: Job, **changes) -> None:
    changes.setdefault("message", job.message)
    if not _ours(job).update(leased_until=None, **changes):
        logger.warning("Job %s is held by somebody else now; its end was not written.", job.uuid)


def _put_off(job: Job, error: Exception) -> None:
    attempts = Job.objects.values_list("attempts", flat=True).get(pk=job.pk)
    technical = f"{type(error).__name__}: {error}"[:500]
    if attempts < MAX_ATTEMPTS:
        pause = timedelta(seconds=10 * 2**attempts)
        _let_go(job, state=State.QUEUED, run_after=Now() + pause, error=technical)
        return
    sentence = _("Lo intentamos varias veces y no se pudo terminar. Lo que ya estaba hecho se conserva.")
    _let_go(job, state=State.FAILED, finished_at=Now(), message=sentence, error=technical)
