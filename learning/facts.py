"""What the completion rule asks, what one person has done, and what follows: plain values, whole numbers only."""

from dataclasses import dataclass, field

from cohorts.facts import Amounts, Presence

FINAL_ATTEMPTS = 3


@dataclass(frozen=True)
class Requirements:
    """The completion rule of one cohort, with what it is applied to.

    ``unit`` is "sessions" or "minutes". ``attendance_sessions``, when given, replaces the percent. ``base`` is "held",
    "since" (held since the person was enrolled) or "planned"; ``excused`` is "absent" (counts in the base) or
    "excluded" (taken out of it). So many ``lates_per_absence`` are one absence; None: arriving late is being there.
    Minutes go with a percent and without that. A requirement of 0 asks nothing.
    """

    attendance_percent: int = 80
    attendance_sessions: int | None = None
    base: str = "held"
    excused: str = "absent"
    unit: str = "sessions"
    lates_per_absence: int | None = None
    lessons_percent: int = 80
    pass_score: int = 60
    has_final: bool = False
    lessons_total: int = 0


@dataclass(frozen=True)
class Record:
    """What one enrolled person has done so far. ``best_final``: best score out of 100, None before any attempt."""

    presence: Presence = field(default_factory=Presence)
    lessons_done: int = 0
    best_final: int | None = None
    final_attempts: int = 0
    withdrawn: bool = False


@dataclass(frozen=True)
class Reason:
    """Why the course is not completed yet: a code and its numbers. The words are the template's.

    Attendance is in sessions, or in minutes where ``minutes`` says so. ``enrolled_late`` is ``attendance_unreachable``
    that what was held before the enrolment is the cause of; ``earlier`` says how much that is.

    | code | need | have | left |
    |---|---|---|---|
    | withdrawn | | | |
    | nothing_held | sessions to attend | 0 | sessions to come |
    | attendance | sessions more | attended | sessions to come |
    | attendance_unreachable | sessions more | attended | sessions to come |
    | enrolled_late | sessions more | attended | sessions to come |
    | lessons | lessons more | done | |
    | final_missing | score to reach | | attempts left |
    | final_failed | score to reach | best score | attempts left |
    """

    code: str
    need: int = 0
    have: int = 0
    left: int = 0
    earlier: int = 0
    minutes: bool = False


@dataclass(frozen=True)
class Count:
    """Attendance as the rule counts it, in its unit. ``present`` of ``held`` to date, divided by ``base``; in the end
    by ``final_base``. ``left`` can still be attended; ``earlier`` was over before the person was enrolled.
    """

    present: int
    held: int
    planned: int
    base: int
    final_base: int
    left: int
    earlier: int


@dataclass(frozen=True)
class Verdict:
    """What the rule says of one person today, and the numbers to show beside it.

    ``attendance_met`` is attendance to date, over ``base``. ``needed`` is how much (sessions, or minutes) secures it by
    the end. ``count`` is in the rule's unit; ``attended``, ``held`` and ``planned`` are sessions. ``earned`` means
    nothing is missing; ``reachable`` that it can still be earned.
    """

    attendance_met: bool
    reachable: bool
    missing: tuple[Reason, ...]
    count: Count
    needed: int
    record: Record
    requirements: Requirements

    @property
    def earned(self) -> bool:
        return not self.missing

    @property
    def base(self) -> int:
        return self.count.base

    @property
    def final_base(self) -> int:
        return self.count.final_base

    @property
    def attended(self) -> int:
        return self.record.presence.attended

    @property
    def held(self) -> int:
        return self.record.presence.held

    @property
    def planned(self) -> int:
        return self.record.presence.planned

    @property
    def percent(self) -> int | None:
        """Attendance to date in whole percent, rounded down; None while there is nothing to divide by."""
        return self.count.present * 100 // self.base if self.base else None

    @property
    def max_percent(self) -> int | None:
        """The highest attendance still possible, in whole percent, rounded down."""
        most = self.count.present + self.count.left
        return most * 100 // self.final_base if self.final_base else None

    @property
    def minutes(self) -> bool:
        return self.requirements.unit == "minutes"

    @property
    def absences_by_lateness(self) -> int:
        return 0 if self.minutes else self.attended - self.count.present

    @property
    def attendance_open(self) -> bool:
        """What is needed is not there yet and can still be reached."""
        return self.count.present < self.needed <= self.count.present + self.count.left

    @property
    def lessons_needed(self) -> int:
        return ceil_percent(self.requirements.lessons_percent, self.requirements.lessons_total)

    @property
    def lessons_met(self) -> bool:
        return self.record.lessons_done >= self.lessons_needed

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(reason.code for reason in self.missing)


def amounts(presence: Presence, unit: str) -> Amounts:
    """The presence in the unit of the rule."""
    return presence.length if unit == "minutes" else presence


def ceil_percent(percent: int, base: int) -> int:
    """The least whole number that is at least ``percent`` of ``base``."""
    return -(-percent * base // 100)
