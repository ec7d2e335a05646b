"""What a group was promised, seen from one lesson: is it there, where, what comes before and after."""

from dataclasses import dataclass

from cohorts.facts import Promise, PromisedLesson
from cohorts.models import Cohort


@dataclass(frozen=True)
class Place:
    """Where a lesson stands in its course: ``number`` counts from 1 over all modules."""

    number: int
    total: int
    previous: PromisedLesson | None
    next: PromisedLesson | None


def is_promised(cohort: Cohort, lesson_id: int) -> bool:
    """False for every lesson until the group has opened. No query."""
    modules = cohort.promise.get("modules", [])
    return any(lesson["id"] == lesson_id for module in modules for lesson in module["lessons"])


def place_in(promise: Promise, lesson_id: int) -> Place | None:
    lessons = promise.lessons
    number = next((i for i, lesson in enumerate(lessons) if lesson.id == lesson_id), None)
    if number is None:
        return None
    return Place(
        number=number + 1,
        total=len(lessons),
        previous=lessons[number - 1] if number else None,
        next=lessons[number + 1] if number + 1 < len(lessons) else None,
    )
