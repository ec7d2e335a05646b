"""What is known of one person's presence, and what was promised: plain values, no database."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Presence:
    """One enrolment's attendance at the required, uncancelled sessions of its cohort. Counts are sessions.

    ``held`` are the sessions whose register was handed in; of those the person was present or late at ``attended``,
    excused at ``excused``, absent at ``absent`` and has no mark at the rest. ``planned`` counts every session that
    still stands, held or to come. ``minutes`` is the length of the sessions attended.
    """

    held: int = 0
    planned: int = 0
    attended: int = 0
    excused: int = 0
    absent: int = 0
    minutes: int = 0

    @property
    def to_come(self) -> int:
        return self.planned - self.held


@dataclass(frozen=True)
class PromisedLesson:
    id: int
    title: str
    url: str


@dataclass(frozen=True)
class PromisedModule:
    title: str
    hours: int
    lessons: tuple[PromisedLesson, ...]


@dataclass(frozen=True)
class Promise:
    """What the cohort was told when it opened. Later edits to the course change none of it."""

    course: str
    kind: str
    hours: int
    modality: str
    sessions: int
    modules: tuple[PromisedModule, ...] = ()
    has_final: bool = False

    @property
    def lessons(self) -> tuple[PromisedLesson, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)
