"""Verdicts of whole groups, in the same number of queries however many people and groups there are."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from django.db.models import Q

from cohorts.attendance import rolls_in
from cohorts.facts import Presence
from cohorts.models import Cohort, Enrolment
from courses.models import CoursePage, LessonPage, ModulePage
from kit.rows import rows
from learning.rules import Record, Requirements, Verdict, assess

# Only promised lessons can be completed, so what is there is what counts. The meetings counted last are those that
# cohorts.attendance.Roll knows and that were over when she was enrolled: on its list, the first ones.
DONE = """SELECT e.id, e.cohort_id, e.withdrawn_at IS NOT NULL,
 (SELECT COUNT(*) FROM learning_lessoncompletion c WHERE c.enrolment_id = e.id),
 (SELECT MAX(a.score) FROM learning_quizattempt a WHERE a.enrolment_id = e.id AND a.final),
 (SELECT COUNT(*) FROM learning_quizattempt a WHERE a.enrolment_id = e.id AND a.final),
 (SELECT COUNT(*) FROM cohorts_register r JOIN cohorts_session s ON s.id = r.session_id WHERE r.cohort_id = e.cohort_id
  AND s.ends_at < e.enrolled_at AND s.required AND s.cancelled_at IS NULL
  AND NOT (r.status = 'waived' AND r.first_submitted_at IS NULL))
 FROM cohorts_enrolment e WHERE """


def requirements_of(cohort: Cohort) -> Requirements:
    """The completion rule of the cohort, over what it was promised. No query once it has opened, else three."""
    return requirements_in([cohort])[cohort.pk]


def requirements_in(cohorts: Iterable[Cohort]) -> dict[int, Requirements]:
    """``requirements_of`` for many, by cohort id: three queries at most, whatever the number of cohorts."""
    cohorts = list(cohorts)
    courses = _courses_now({cohort.course_id for cohort in cohorts if not cohort.promise})
    return {cohort.pk: _requirements(cohort, courses) for cohort in cohorts}


def records_of(cohort: Cohort) -> dict[int, Record]:
    """What each enrolled person has done, by enrolment id, those who left included. Three queries."""
    return {pk: record for pk, _cohort, record in _passages([cohort])}


def verdicts_of(cohort: Cohort) -> dict[int, Verdict]:
    """The verdict of every enrolment of the cohort, by enrolment id, those who left included."""
    return verdicts_in([cohort])


def verdicts_in(cohorts: Iterable[Cohort], enrolments: Iterable[int] | None = None) -> dict[int, Verdict]:
    """``verdicts_of`` for many cohorts, by enrolment id: six queries at most.

    With ``enrolments`` (ids, of these cohorts) nothing is read of the others.
    """
    cohorts = list(cohorts)
    requirements = requirements_in(cohorts)

    @cache  # in a group many stand exactly alike
    def judged(cohort: int, record: Record) -> Verdict:
        return assess(record, requirements[cohort])

    return {pk: judged(cohort, record) for pk, cohort, record in _passages(cohorts, enrolments)}


def verdict_of(enrolment: Enrolment) -> Verdict:
    """The verdict of one person alone, without reading the rest of the group."""
    return verdicts_in([enrolment.cohort], [enrolment.pk])[enrolment.pk]


def _passages(cohorts: list[Cohort], enrolments: Iterable[int] | None = None) -> Iterator[tuple[int, int, Record]]:
    """(enrolment id, cohort id, record) of each: three queries."""
    closed = {cohort.pk for cohort in cohorts if _closed_over_held(cohort)}
    chosen = None if enrolments is None else list(enrolments)
    rolls = rolls_in(cohorts, chosen)
    presences = {cohort: roll.presences() for cohort, roll in rolls.items()}
    if chosen is None:
        done = rows(f"{DONE} e.cohort_id IN ({{}})", [cohort.pk for cohort in cohorts])
    else:
        done = rows(f"{DONE} e.id IN ({{}})", chosen)
    for pk, cohort, withdrawn, lessons, best, attempts, over in done:
        presence = presences[cohort].get(pk, presences[cohort][0])
        if over:
            presence = rolls[cohort].late_comer(presence, pk, over)
        record = Record(
            presence=_settled(presence) if cohort in closed else presence,
            lessons_done=lessons,
            best_final=best,
            final_attempts=attempts,
            withdrawn=bool(withdrawn),
        )
        yield pk, cohort, record


def _closed_over_held(cohort: Cohort) -> bool:
    return cohort.status == Cohort.Status.CLOSED and cohort.attendance_base != Cohort.Base.PLANNED


def _settled(presence: Presence) -> Presence:
    """Once a group is closed no session is to come: those never held leave a base that counts the held ones."""
    length = presence.length
    length = replace(length, planned=length.held, earlier=length.earlier_held)
    return replace(presence, planned=presence.held, earlier=presence.earlier_held, length=length)


def _requirements(cohort: Cohort, courses: dict[int, tuple[int, bool]]) -> Requirements:
    if cohort.promise:
        lessons = sum(len(module["lessons"]) for module in cohort.promise["modules"])
        has_final = cohort.promise["has_final"]
    else:
        lessons, has_final = courses[cohort.course_id]
    return Requirements(
        attendance_percent=cohort.attendance_percent,
        attendance_sessions=cohort.attendance_sessions,
        base=cohort.attendance_base,
        excused=cohort.excused,
        unit=cohort.attendance_unit,
        lates_per_absence=cohort.lates_per_absence,
        lessons_percent=cohort.lessons_percent,
        pass_score=cohort.pass_score,
        has_final=has_final,
        lessons_total=lessons,
    )


def _courses_now(courses: set[int]) -> dict[int, tuple[int, bool]]:
    """(lessons, has a final) of each course as published now, for cohorts that have not opened."""
    if not courses:
        return {}
    paths = dict(CoursePage.objects.filter(pk__in=courses).values_list("pk", "path"))
    below = Q()
    for path in paths.values():
        below |= Q(path__startswith=path)
    modules = set(ModulePage.objects.live().filter(below).values_list("path", flat=True))
    lessons = [
        lesson for lesson in LessonPage.objects.live().filter(below) if lesson.path[: -LessonPage.steplen] in modules
    ]
    return {
        course: (
            sum(lesson.path.startswith(path) for lesson in lessons),
            any(lesson.has_final for lesson in lessons if lesson.path.startswith(path)),
        )
        for course, path in paths.items()
    }
