"""Jobs: a whole cohort's certificates, and the drawing of single ones. Killed anywhere, they go on where they were."""

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.actions import RegistersPending, issue_many
from certificates.files import draw_each, pdf_of
from certificates.models import Certificate
from certificates.packs import jobs  # noqa: F401 - registers what it does
from certificates.webhooks import tasks  # noqa: F401 - the same
from cohorts.models import Cohort
from jobs.actions import hold
from jobs.registry import CannotBeDone, handler
from learning.verdicts import verdicts_of

BATCH = 10


@handler("certificates.issue_cohort")
def issue_cohort(job):
    """Ten people a transaction, their sheets after it. What an earlier attempt left undrawn is drawn first."""
    cohort = Cohort.objects.select_related("programme", "region").get(pk=job.payload["cohort"])
    waiting = _waiting(cohort)
    ready = Certificate.objects.valid().filter(enrolment__cohort=cohort)
    undrawn = list(ready.filter(pdf_sha256="").order_by("pk"))
    total = ready.count() + len(waiting)
    done = total - len(waiting) - len(undrawn)
    for some in _batches(undrawn):
        draw_each(some)
        done += len(some)
        yield done, total
    for some in _batches(waiting):
        with transaction.atomic():
            hold(job)
            issued = _issue(cohort, some, by=job.created_by)
        draw_each(issued)
        total -= len(some) - len(issued)
        done += len(issued)
        yield done, total
    job.message = _("Documentos vigentes aquí: %(count)d.") % {"count": done}
    yield done, total


@handler("certificates.draw")
def draw(job):
    """The sheet of one certificate issued by itself."""
    certificate = Certificate.objects.get(pk=job.payload["certificate"])
    if not certificate.holder_gone:
        pdf_of(certificate)
    yield 1, 1


def _waiting(cohort: Cohort) -> list[int]:
    """Enrolments that have earned a certificate and were never given one, in the order of a list read aloud."""
    given = set(Certificate.objects.filter(enrolment__cohort=cohort).values_list("enrolment", flat=True))
    verdicts = verdicts_of(cohort)
    known = cohort.enrolments.filter(person__erased_at=None)
    in_order = sorted(known.select_related("person"), key=lambda each: each.person.listed_as)
    return [each.pk for each in in_order if each.pk not in given and verdicts[each.pk].earned]


def _issue(cohort: Cohort, enrolments: list[int], *, by) -> list[Certificate]:
    try:
        return issue_many(cohort, enrolments, by=by)
    except RegistersPending as pending:
        raise CannotBeDone(str(pending)) from pending


def _batches(items: list) -> list[list]:
    return [items[at : at + BATCH] for at in range(0, len(items), BATCH)]
