"""Somebody reading a lesson: by what right, and what the page shows of her own progress."""

from collections import defaultdict
from dataclasses import dataclass, field

from cohorts.facts import Promise
from cohorts.models import Cohort, Enrolment
from cohorts.promise import promise_now, promise_of
from courses.models import CoursePage, LessonPage
from kit.rows import rows
from learning.models import LastPlace, QuizAttempt
from learning.promised import Place, is_promised, place_in

OPEN = {Cohort.Status.RUNNING, Cohort.Status.CLOSED}

# Of an enrolment, what a lesson's page is decided and written with.
SHOWN = (
    "withdrawn_at",
    "cohort__status",
    "cohort__promise",
    "cohort__pass_score",
    "cohort__course_id",
    "last_place__lesson_id",
    "last_place__at",
)
DONE = "SELECT lesson_id FROM learning_lessoncompletion WHERE enrolment_id IN ({})"
ATTEMPTS = """SELECT id, enrolment_id, lesson_id, quiz_id, final, answers, "right", asked, score
 FROM learning_quizattempt WHERE enrolment_id = %s AND lesson_id = %s ORDER BY submitted_at, id"""


@dataclass
class Reading:
    """A lesson in somebody's hands. ``enrolment`` is None for the team and for editors, who leave no trace."""

    lesson: LessonPage
    promise: Promise
    place: Place | None
    enrolment: Enrolment | None = None
    done: frozenset[int] = frozenset()
    attempts: dict[str, list[QuizAttempt]] = field(default_factory=dict)
    forms: dict = field(default_factory=dict)
    # The quiz she asked to answer once more: until then an answered quiz shows its result alone.
    again: str = ""

    @property
    def is_done(self) -> bool:
        return self.lesson.pk in self.done

    @property
    def module_title(self) -> str:
        return next((m.title for m in self.promise.modules for lesson in m.lessons if lesson.id == self.lesson.pk), "")

    @property
    def pass_score(self) -> int:
        return self.enrolment.cohort.pass_score if self.enrolment else 0


@dataclass(frozen=True)
class Refusal:
    """Why a lesson stays shut: ``withdrawn``, ``not_open`` (her group has not started) or ``stranger``."""

    code: str


def enrolments_of(user, *more: str) -> list[Enrolment]:
    """All the passages of this account's person, newest first, with their groups and what ``more`` names. One query."""
    return list(_passages(user, "cohort", "last_place", *more))


def _passages(user, *related: str):
    return Enrolment.objects.of(user).select_related(*related).order_by("-enrolled_at", "-pk")


def enrolment_for(user, lesson_id: int) -> Enrolment | None:
    """The newest active enrolment of this account whose group was promised the lesson."""
    return _with(enrolments_of(user), lesson_id)


def reading_of(user, lesson: LessonPage) -> Reading | Refusal:
    """What this signed-in account may see of the lesson. Four queries for somebody enrolled."""
    mine = list(_passages(user, "cohort", "last_place").only(*SHOWN))
    enrolment = _with(mine, lesson.pk)
    if enrolment:
        return _own(enrolment, lesson)
    course = course_path(lesson)
    looks_after_it = Cohort.objects.staffed_by(user).filter(course__path=course).exists()
    if looks_after_it or lesson.permissions_for_user(user).can_edit():
        promise = promise_now(CoursePage.objects.get(path=course), sessions=0)
        return Reading(lesson, promise, place_in(promise, lesson.pk))
    return _refusal(mine, lesson)


def course_path(lesson: LessonPage) -> str:
    """Where the course of this lesson hangs in the tree: two steps up."""
    return lesson.path[: -2 * LessonPage.steplen]


def last_place_of(enrolment: Enrolment) -> LastPlace | None:
    """Where she left; read it from an enrolment fetched with ``last_place``."""
    return getattr(enrolment, "last_place", None)


def _with(enrolments: list[Enrolment], lesson_id: int) -> Enrolment | None:
    return next(
        (
            enrolment
            for enrolment in enrolments
            if not enrolment.withdrawn_at
            and enrolment.cohort.status in OPEN
            and is_promised(enrolment.cohort, lesson_id)
        ),
        None,
    )


def _own(enrolment: Enrolment, lesson: LessonPage) -> Reading:
    promise = promise_of(enrolment.cohort)
    attempts = defaultdict(list)
    for attempt in QuizAttempt.objects.raw(ATTEMPTS, [enrolment.pk, lesson.pk]):
        attempts[str(attempt.quiz_id)].append(attempt)
    done = frozenset(pk for (pk,) in rows(DONE, [enrolment.pk]))
    return Reading(lesson, promise, place_in(promise, lesson.pk), enrolment, done, dict(attempts))


def _refusal(mine: list[Enrolment], lesson: LessonPage) -> Refusal:
    if any(enrolment.withdrawn_at and is_promised(enrolment.cohort, lesson.pk) for enrolment in mine):
        return Refusal("withdrawn")
    waiting = [enrolment.cohort.course_id for enrolment in mine if enrolment.cohort.status == Cohort.Status.PLANNED]
    if waiting and CoursePage.objects.filter(pk__in=waiting, path=course_path(lesson)).exists():
        return Refusal("not_open")
    return Refusal("stranger")
