"""Which certificates one verdict gives, by what its cohort gives. Words are the template's."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from learning.facts import Verdict

ATTENDANCE, COMPLETION = "attendance", "completion"
# Reasons of a verdict that stand in the way of participation; all of them stand in the way of completion.
ABOUT_ATTENDANCE = frozenset({"withdrawn", "nothing_held", "attendance", "attendance_unreachable", "enrolled_late"})


@dataclass(frozen=True)
class Terms:
    """What a cohort gives. ``both``: participation also to whoever completes; ``over``: its days have passed."""

    completion: bool = True
    attendance: bool = False
    facilitation: bool = False
    organisation: bool = False
    both: bool = False
    over: bool = False


def took_part(verdict: Verdict) -> bool:
    """The attendance part of the rule is met for good. Where the rule asks for none, something was done."""
    if any(reason.code in ABOUT_ATTENDANCE for reason in verdict.missing):
        return False
    done = verdict.record
    return bool(verdict.needed or verdict.count.present or done.lessons_done or done.final_attempts)


def meets(kind: str, verdict: Verdict, waived: Collection[str]) -> bool:
    """Whether the record, or who vouched for it, carries a certificate of that kind: what was given stays earned."""
    if verdict.record.withdrawn:
        return False
    if kind in waived:
        return True
    return verdict.earned if kind == COMPLETION else took_part(verdict)


def towards(verdict: Verdict, terms: Terms) -> Verdict | None:
    """What is missing for the first that the cohort gives to those enrolled; None where it gives them nothing.

    Where that is participation, lessons and the final do not stand in the way.
    """
    if terms.completion:
        return verdict
    missing = tuple(reason for reason in verdict.missing if reason.code in ABOUT_ATTENDANCE)
    return replace(verdict, missing=missing) if terms.attendance else None


def due(verdict: Verdict, waived: Collection[str], terms: Terms, completed: bool = False) -> tuple[str, ...]:
    """The kinds to give today, completion first. ``completed``: a valid certificate of completion is held.

    Participation stands in for completion: it is given where completion is not, or once it is out of reach or the
    cohort over; beside it only where the cohort says so.
    """
    completes = completed or meets(COMPLETION, verdict, waived)
    kinds = (COMPLETION,) if terms.completion and meets(COMPLETION, verdict, waived) else ()
    if not terms.attendance or not meets(ATTENDANCE, verdict, waived):
        return kinds
    alone = not terms.completion or terms.both
    instead = not completes and (terms.over or not verdict.reachable or ATTENDANCE in waived)
    return (*kinds, ATTENDANCE) if alone or instead else kinds


def record_of(verdict: Verdict) -> str:
    """What a record says in one line: the same line, the same record. At most 200 characters."""
    done, count = verdict.record, verdict.count
    codes = ",".join(reason.code for reason in verdict.missing)
    figures = f"{count.present}/{verdict.needed}/{count.final_base} {done.lessons_done} {done.best_final}"
    return f"{figures} {codes}"[:200]
