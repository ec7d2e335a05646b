"""Freezing and reading what a cohort was promised (decision 6 of the house)."""

from dataclasses import asdict, fields

from cohorts.facts import Promise, PromisedLesson, PromisedModule, PromisedRule
from cohorts.models import Cohort
from courses.models import CoursePage, LessonPage, ModulePage


def promise_now(course: CoursePage, sessions: int) -> Promise:
    """The course as published today, for a cohort of so many required sessions. Three queries."""
    modules = list(ModulePage.objects.live().child_of(course).order_by("path"))
    lessons = list(LessonPage.objects.live().descendant_of(course).order_by("path"))
    shelves = tuple(
        PromisedModule(
            title=module.title,
            hours=module.hours,
            lessons=tuple(
                PromisedLesson(id=lesson.pk, title=lesson.title, url=lesson.url)
                for lesson in lessons
                if lesson.path.startswith(module.path)
            ),
        )
        for module in modules
    )
    final = any(block.block_type == "quiz" and block.value["final"] for lesson in lessons for block in lesson.body)
    return Promise(
        course=course.title,
        kind=course.kind,
        hours=course.total_hours,
        modality=course.modality,
        sessions=sessions,
        modules=shelves,
        has_final=final,
    )


def kept(promise: Promise) -> dict:
    """As it is stored on the cohort."""
    return asdict(promise)


def rule_of(cohort: Cohort) -> PromisedRule:
    """The completion rule as it stands on the cohort today."""
    return PromisedRule(**{field.name: getattr(cohort, field.name) for field in fields(PromisedRule)})


def planned_sessions(cohort: Cohort) -> int:
    """How many meetings count for attendance today: required, not cancelled, their list not done without."""
    return cohort.registers.counting().count()


def promise_of(cohort: Cohort) -> Promise:
    """What the cohort was promised; the course as it stands while it has not opened yet. No query once opened."""
    stored = cohort.promise
    if not stored:
        return promise_now(cohort.course, planned_sessions(cohort))
    modules = tuple(
        PromisedModule(
            title=module["title"],
            hours=module["hours"],
            lessons=tuple(PromisedLesson(**lesson) for lesson in module["lessons"]),
        )
        for module in stored["modules"]
    )
    rule = PromisedRule(**stored["rule"]) if stored.get("rule") else None
    return Promise(**{**stored, "modules": modules, "rule": rule})
