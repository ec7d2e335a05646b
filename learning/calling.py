"""What the lessons and the rule know of who should be called, for the lists of ``cohorts.calling``."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Max

from cohorts.calling.rules import SILENT, SILENT_DAYS, UNREACHABLE, Sign
from cohorts.models import Cohort, Enrolment
from kit.clock import now
from learning.models import LastPlace, LessonCompletion, QuizAttempt
from learning.rules import UNREACHABLE as UNREACHABLE_CODES
from learning.rules import Verdict
from learning.verdicts import verdicts_in


def signs_of(cohorts: Iterable[Cohort]) -> Iterator[tuple[int, Sign]]:
    """(enrolment id, sign) of who can no longer reach the attendance, and of who is silent online.

    Silent: seven days without opening, finishing or answering anything while lessons are missing. Who never began is
    silent from the opening or her enrolment on, when she has an account to begin with. Ten queries at most.
    """
    by_id = {cohort.pk: cohort for cohort in cohorts}
    waiting = {}
    for enrolment, verdict in verdicts_in(by_id.values()).items():
        if verdict.record.withdrawn:
            continue
        for reason in verdict.missing:
            if reason.code in UNREACHABLE_CODES:
                yield enrolment, Sign(UNREACHABLE, reason.need)
        if _lessons_wait(verdict):
            waiting[enrolment] = verdict
    yield from _silent(by_id, waiting) if waiting else ()


def _lessons_wait(verdict: Verdict) -> bool:
    return verdict.lessons_needed > 0 and not verdict.lessons_met


def _silent(cohorts: dict[int, Cohort], waiting: dict[int, Verdict]) -> Iterator[tuple[int, Sign]]:
    last, moment = _last_acts(cohorts), now()
    people = Enrolment.objects.active().filter(cohort__in=cohorts)
    for pk, cohort, enrolled_at, account in people.values_list("pk", "cohort", "enrolled_at", "person__user"):
        began = max(filter(None, (enrolled_at, cohorts[cohort].opened_at)))
        since = last.get(pk) or (began if account else None)
        if pk in waiting and since and (days := (moment - since).days) >= SILENT_DAYS:
            yield pk, Sign(SILENT, days)


def _last_acts(cohorts: Iterable[int]) -> dict[int, datetime]:
    acts: dict[int, datetime] = {}
    asked = ((LastPlace, "at"), (LessonCompletion, "completed_at"), (QuizAttempt, "submitted_at"))
    for model, moment in asked:
        rows = model.objects.filter(enrolment__cohort__in=cohorts).order_by().values("enrolment")
        for enrolment, at in rows.annotate(last=Max(moment)).values_list("enrolment", "last"):
            acts[enrolment] = max(at, acts.get(enrolment, at))
    return acts
