"""Mi avance: everything a person is enrolled in, on one screen, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass

from cohorts.facts import Promise, PromisedLesson
from cohorts.models import Cohort, Enrolment, Register, Session
from cohorts.promise import promise_of
from kit.clock import now
from kit.rows import rows
from learning.reading import enrolments_of, last_place_of
from learning.rules import Verdict
from learning.verdicts import verdicts_in

# Of a session to come, what is told.
WHEN = ("title", "starts_at", "ends_at", "time_zone", "moved_from", "cancelled_at")
WHERE = ("uuid", "modality", "venue", "reference", "latitude", "longitude", "url")
SHOWN = ("cohort_id", *(f"session__{name}" for name in (*WHEN, *WHERE)))
DONE = "SELECT enrolment_id, lesson_id FROM learning_lessoncompletion WHERE enrolment_id IN ({})"


@dataclass(frozen=True)
class Passage:
    """One enrolment as its person sees it. Without ``promise`` and ``verdict`` while the group has not opened."""

    enrolment: Enrolment
    next_session: Session | None = None
    promise: Promise | None = None
    verdict: Verdict | None = None
    done: frozenset[int] = frozenset()

    @property
    def cohort(self) -> Cohort:
        return self.enrolment.cohort

    @property
    def has_begun(self) -> bool:
        return bool(self.done) or last_place_of(self.enrolment) is not None

    @property
    def resume(self) -> PromisedLesson | None:
        """The lesson she left at; when that one is done, the next one that is not. None when all are done."""
        lessons = self.promise.lessons if self.promise else ()
        place = last_place_of(self.enrolment)
        left_at = next((i for i, lesson in enumerate(lessons) if place and lesson.id == place.lesson_id), 0)
        in_turn = (*lessons[left_at:], *lessons[:left_at])
        return next((lesson for lesson in in_turn if lesson.id not in self.done), None)


def passages_of(user) -> list[Passage]:
    """The passages of this account's person: those under way first, those left behind last."""
    enrolments = enrolments_of(user, "cohort__programme", "person")
    if enrolments:
        user.person = enrolments[0].person  # the rest of the page asks for her too
    opened = [enrolment for enrolment in enrolments if enrolment.cohort.promise and not enrolment.withdrawn_at]
    verdicts = verdicts_in([enrolment.cohort for enrolment in opened], [enrolment.pk for enrolment in opened])
    sessions = _next_sessions(enrolment.cohort_id for enrolment in enrolments if _goes_on(enrolment))
    done = _done(enrolment.pk for enrolment in opened)
    passages = [
        Passage(
            enrolment,
            next_session=sessions.get(enrolment.cohort_id) if _goes_on(enrolment) else None,
            promise=promise_of(enrolment.cohort) if enrolment in opened else None,
            verdict=verdicts.get(enrolment.pk),
            done=frozenset(done[enrolment.pk]),
        )
        for enrolment in enrolments
    ]
    return sorted(passages, key=lambda passage: bool(passage.enrolment.withdrawn_at))


def _goes_on(enrolment: Enrolment) -> bool:
    return not enrolment.withdrawn_at and not enrolment.cohort.over


def _next_sessions(cohorts) -> dict[int, Session]:
    """The session under way or to come first, of each cohort. One query."""
    coming = Register.objects.filter(cohort__in=list(cohorts), session__cancelled_at=None, session__ends_at__gte=now())
    coming = coming.select_related("session").only(*SHOWN)
    first: dict[int, Session] = {}
    for register in coming.order_by("session__starts_at", "pk"):
        first.setdefault(register.cohort_id, register.session)
    return first


def _done(enrolments) -> dict[int, set[int]]:
    done = defaultdict(set)
    for enrolment, lesson in rows(DONE, enrolments):
        done[enrolment].add(lesson)
    return done
