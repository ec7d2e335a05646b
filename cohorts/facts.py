"""What is known of one person's presence, and what was promised: plain values, no database."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Amounts:
    """One enrolment's attendance at the meetings of its cohort that count, in one unit: meetings, or their minutes.

    ``held`` is what was held (its list was handed in); of that the person was in the room for ``attended``, excused
    from ``excused``, marked absent from ``absent``, and has no mark for the rest. ``planned`` is all that still stands,
    held or to come. ``earlier`` is the part of ``planned`` that was over when she was enrolled and at which she was not
    in the room; ``earlier_held`` and ``earlier_excused`` are its shares in ``held`` and ``excused``.
    """

    held: int = 0
    planned: int = 0
    attended: int = 0
    excused: int = 0
    absent: int = 0
    earlier: int = 0
    earlier_held: int = 0
    earlier_excused: int = 0

    @property
    def to_come(self) -> int:
        return self.planned - self.held


@dataclass(frozen=True)
class Presence(Amounts):
    """:class:`Amounts` in meetings. Of those attended she came late to ``late``; ``length`` is the same in minutes."""

    late: int = 0
    length: Amounts = Amounts()


@dataclass(frozen=True)
class PromisedRule:
    """The completion rule as it stood when the cohort opened: the fields of the cohort of the same names."""

    attendance_unit: str
    attendance_percent: int
    attendance_sessions: int | None
    attendance_base: str
    excused: str
    lates_per_absence: int | None
    lessons_percent: int
    pass_score: int


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
    # None for what opened before the rule was written down with the rest.
    rule: PromisedRule | None = None

    @property
    def lessons(self) -> tuple[PromisedLesson, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)
