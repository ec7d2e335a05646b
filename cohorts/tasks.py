"""Jobs: a big list judged, and enrolled in one transaction, by a worker that says how far it got.

Reading takes most of the time and changes nothing: it is done before the lock is taken, a stretch at a time, and after
each stretch the job's row says so. What is stored is stored in one transaction of few statements (decision 0016).
"""

from collections.abc import Iterator

from celery import shared_task
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cohorts.actions.applying import sweep_offers
from cohorts.actions.roster import CANCELLED, columns_in, enrol_rows, list_of, read_draft, reviewed
from cohorts.models import Cohort, RosterDraft
from cohorts.roster.facts import RosterRow
from cohorts.roster.reading import sex_of_m
from cohorts.roster.stored import kept
from jobs.actions import enqueue, hold, restart
from jobs.models import Job
from jobs.registry import CannotBeDone, handler
from kit.memory import without_collecting
from kit.numbers import write_number
from people.actions import Refused

JUDGE, COMMIT = "cohorts.judge_roster", "cohorts.commit_roster"


@shared_task
def sweep_seats() -> None:
    """Seats nobody confirmed, and those that came free unseen, go to who waits. Rung every minute; may run twice."""
    sweep_offers()


def ask_judge(draft: RosterDraft, *, language: str, by) -> Job:
    """Have the list judged with the eyes of ``by``; once more when it was done already."""
    return _ask(JUDGE, f"{JUDGE}:{draft.pk}:{by.pk}", draft, language, by)


def ask_commit(draft: RosterDraft, *, language: str, by) -> Job:
    """Have the list enrolled. Asked by two at once, it is the first one's; after a refusal it is tried again."""
    return _ask(COMMIT, f"{COMMIT}:{draft.pk}", draft, language, by)


@transaction.atomic
def _ask(kind: str, key: str, draft: RosterDraft, language: str, by) -> Job:
    payload = {"draft": draft.pk, "language": language}
    job = enqueue(kind, key=key, payload=payload, by=by)
    if job.finished:
        # Asked anew it is whoever asks now that the worker looks through.
        Job.objects.filter(pk=job.pk).update(payload=payload, created_by_id=by.pk)
        job = restart(job, by=by)
    return job


def jobs_of(draft: RosterDraft, user) -> dict[str, Job]:
    """The work asked for this list so far, by its kind: ``user``'s own dry run, anybody's commit. One query."""
    keys = [f"{JUDGE}:{draft.pk}:{user.pk}", f"{COMMIT}:{draft.pk}"]
    return {job.kind: job for job in Job.objects.filter(key__in=keys)}


@handler(JUDGE)
def judge_list(job):
    """The dry run: nothing is stored but the verdicts."""
    with translation.override(job.payload["language"]):
        draft, rows = _draft(job), []
        for rows in _read(job, draft):
            yield len(rows), draft.lines
        if draft is None or draft.committed_at:
            yield 0, 0
            return
        review = reviewed(draft, rows, by=job.created_by)
        found = kept(review.judged, m_is=_m_is(draft), by=job.created_by_id, asked=review.asked)
        with transaction.atomic():
            hold(job)
            RosterDraft.objects.filter(pk=draft.pk, committed_at=None).update(review=found)
        yield draft.lines, draft.lines


@handler(COMMIT)
def commit_list(job):
    """All of it or nothing: killed before the end it leaves no trace, and begun again it enrols once."""
    with translation.override(job.payload["language"]):
        draft, rows = _draft(job), []
        for rows in _read(job, draft):
            yield len(rows), draft.lines
        if draft is None or draft.committed_at:
            yield 0, 0
            return
        job.message = _("Ya leímos todo. Ahora quedan inscritas todas de una sola vez: tarda unos segundos.")
        yield draft.lines, draft.lines
        _enrol(job, draft, rows)
        job.message = ""
        yield draft.lines, draft.lines


def _enrol(job: Job, draft: RosterDraft, rows: list[RosterRow]) -> None:
    try:
        with without_collecting(), transaction.atomic():
            hold(job)
            enrol_rows(draft, rows, by=job.created_by, **said_of(draft))
    except Refused as refusal:
        raise CannotBeDone(str(refusal)) from refusal


def said_of(draft: RosterDraft) -> dict:
    """``decisions`` and ``turned`` as they were said so far, for ``commit_roster``."""
    said = draft.decisions.get("said", {})
    return {
        "decisions": {int(number): word for number, word in said.items()},
        "turned": draft.decisions.get("turned", []),
    }


def _draft(job: Job) -> RosterDraft | None:
    """The list; None when it was cancelled before we began. Who asked must still coordinate there."""
    found = RosterDraft.objects.select_related("cohort__programme", "cohort__region")
    draft = found.filter(pk=job.payload["draft"]).first()
    by = job.created_by
    allowed = by and by.is_active and Cohort.objects.coordinated_by(by)
    if draft and not (allowed and allowed.filter(pk=draft.cohort_id).exists()):
        raise CannotBeDone(_("Quien pidió esto ya no coordina aquí."))
    return draft


def _read(job: Job, draft: RosterDraft | None) -> Iterator[list[RosterRow]]:
    """What was read so far, after each stretch; nothing for a list that is gone or enrolled already."""
    if draft is None or draft.committed_at:
        return
    rows: list[RosterRow] = []
    country = draft.cohort.programme.country
    for some in read_draft(draft):
        if not RosterDraft.objects.filter(pk=draft.pk).exists():
            raise CannotBeDone(str(CANCELLED))
        rows += some
        job.message = _("Leímos %(count)s de %(total)s líneas.") % {
            "count": write_number(len(rows), country),
            "total": write_number(draft.lines, country),
        }
        yield rows


def _m_is(draft: RosterDraft) -> str:
    return sex_of_m(list_of(draft), columns_in(draft))
