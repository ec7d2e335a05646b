"""What the completion rule asks, what one person has done, and what follows: plain values, whole numbers only."""

from dataclasses import dataclass, field

from cohorts.facts import Presence

FINAL_ATTEMPTS = 3


@dataclass(frozen=True)
class Requirements:
    """The completion rule of one cohort, with what it is applied to.

    ``attendance_sessions``, when given, replaces the percent. ``base`` is "held" or "planned"; ``excused`` is "absent"
    (counts in the base) or "excluded" (taken out of it). A requirement of 0 asks nothing.
    """

    attendance_percent: int = 80
    attendance_sessions: int | None = None
    base: str = "held"
    excused: str = "absent"
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

    | code | need | have | left |
    |---|---|---|---|
    | withdrawn | | | |
    | nothing_held | sessions to attend | 0 | sessions to come |
    | attendance | sessions more | attended | sessions to come |
    | attendance_unreachable | sessions more | attended | sessions to come |
    | lessons | lessons more | done | |
    | final_missing | score to reach | | attempts left |
    | final_failed | score to reach | best score | attempts left |
    """

    code: str
    need: int = 0
    have: int = 0
    left: int = 0


@dataclass(frozen=True)
class Verdict:
    """What the rule says of one person today, and the numbers to show beside it.

    ``attendance_met`` is attendance to date, over ``base``. ``needed`` is the number of sessions that secures it by the
    end. ``earned`` means nothing is missing; ``reachable`` that it can still be earned.
    """

    attendance_met: bool
    reachable: bool
    missing: tuple[Reason, ...]
    base: int
    final_base: int
    needed: int
    record: Record
    requirements: Requirements

    @property
    def earned(self) -> bool:
        return not self.missing

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
        return self.attended * 100 // self.base if self.base else None

    @property
    def max_percent(self) -> int | None:
        """The highest attendance still possible, in whole percent, rounded down."""
        presence = self.record.presence
        return (presence.attended + presence.to_come) * 100 // self.final_base if self.final_base else None

    @property
    def lessons_needed(self) -> int:
        return ceil_percent(self.requirements.lessons_percent, self.requirements.lessons_total)

    @property
    def lessons_met(self) -> bool:
        return self.record.lessons_done >= self.lessons_needed

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(reason.code for reason in self.missing)


def ceil_percent(percent: int, base: int) -> int:
    """The least whole number that is at least ``percent`` of ``base``."""
    return -(-percent * base // 100)
