"""Jobs: a whole cohort's certificates, and the drawing of single ones. Killed anywhere, they go on where they were."""

from celery import shared_task
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.actions import claim_words, issue_claims
from certificates.board import board_of
from certificates.eligibility import Claim
from certificates.files import draw_each
from certificates.models import Certificate
from certificates.packs import jobs  # noqa: F401 - registers what it does
from certificates.signing.keys import CannotSign
from certificates.webhooks import tasks  # noqa: F401 - the same
from cohorts.models import Cohort
from jobs.actions import enqueue, hold
from jobs.models import Job
from jobs.registry import CannotBeDone, handler
from kit.clock import now
from people.actions import Refused

BATCH = 10
GIVING = (Cohort.Status.RUNNING, Cohort.Status.CLOSED)


@handler("certificates.issue_cohort")
def issue_cohort(job):
    """Ten papers a transaction, their sheets after it. What an earlier attempt left undrawn is drawn first.

    With ``claims`` in its payload only those are issued; else whoever is ready on the board.
    """
    cohort = Cohort.objects.select_related("programme", "region").get(pk=job.payload["cohort"])
    waiting = _waiting(cohort, job.payload.get("claims"))
    ready = Certificate.objects.valid().filter(cohort=cohort)
    undrawn = list(ready.filter(pdf_sha256="").order_by("pk"))
    total = ready.count() + len(waiting)
    done = total - len(waiting) - len(undrawn)
    for some in _batches(undrawn):
        _draw(some)
        done += len(some)
        yield done, total
    for some in _batches(waiting):
        with transaction.atomic():
            hold(job)
            issued = _issue(cohort, some, by=job.created_by)
        _draw(issued)
        total -= len(some) - len(issued)
        done += len(issued)
        yield done, total
    job.message = _("Documentos vigentes aquí: %(count)d.") % {"count": done}
    yield done, total


@shared_task
def nightly() -> None:
    """Ask for the certificates of cohorts that want them every night. Rung every hour, it is done once a day.

    A cohort whose registers are not settled waits for another night.
    """
    today = now().date().isoformat()
    wanted = Cohort.objects.filter(certificate_offer__nightly=True, status__in=GIVING).select_related("programme")
    for cohort in wanted:
        key = f"certificates.issue_night:{cohort.pk}:{today}"
        if not Job.objects.filter(key=key).exists() and board_of(cohort).may_issue:
            enqueue("certificates.issue_cohort", key=key, payload={"cohort": cohort.pk})


@handler("certificates.draw")
def draw(job):
    """The sheet of one certificate issued by itself."""
    certificate = Certificate.objects.get(pk=job.payload["certificate"])
    if not certificate.holder_gone:
        _draw([certificate])
    yield 1, 1


def _waiting(cohort: Cohort, chosen: list[str] | None) -> list[Claim]:
    """What was earned and never given, in the order of the board."""
    ready = [row.claim for row in board_of(cohort).ready]
    return ready if chosen is None else [claim for claim in ready if claim_words(claim) in chosen]


def _issue(cohort: Cohort, claims: list[Claim], *, by) -> list[Certificate]:
    try:
        return issue_claims(cohort, claims, by=by)
    except Refused as refusal:
        raise CannotBeDone(str(refusal)) from refusal


def _draw(some: list[Certificate]) -> None:
    """Without a key the sheets wait, and whoever asked reads why."""
    try:
        draw_each(some)
    except CannotSign as refusal:
        raise CannotBeDone(str(refusal)) from refusal


def _batches(items: list) -> list[list]:
    return [items[at : at + BATCH] for at in range(0, len(items), BATCH)]
