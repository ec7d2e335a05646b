"""The one rule: who has completed a course, and what is missing. Screens, certificates and reports all ask here."""

from cohorts.facts import Presence
from learning.facts import FINAL_ATTEMPTS, Count, Reason, Record, Requirements, Verdict, amounts, ceil_percent

__all__ = ["FINAL_ATTEMPTS", "Count", "Reason", "Record", "Requirements", "Verdict", "assess", "count_of"]

UNREACHABLE = {"attendance_unreachable", "enrolled_late"}


def assess(record: Record, requirements: Requirements) -> Verdict:
    """What ``requirements`` say of ``record``. Whole numbers decide: exactly 80 % passes.

    While sessions are still to come, attendance to date may be met and the course not yet earned: it is earned once
    no later absence can undo it. A session that will not take place is cancelled, and leaves the count.
    """
    count = count_of(record.presence, requirements)
    needed = needed_of(count, requirements)
    missing = (*_withdrawn(record), *_attendance(count, needed, record.presence, requirements))
    missing = (*missing, *_lessons(record, requirements), *_final(record, requirements))
    return Verdict(
        attendance_met=attendance_met(count, requirements),
        reachable=not any(_is_final_word(reason) for reason in missing),
        missing=missing,
        count=count,
        needed=needed,
        record=record,
        requirements=requirements,
    )


def count_of(presence: Presence, requirements: Requirements) -> Count:
    """Presence as the rule counts it: in its unit, over its base, late arrivals and excuses as it takes them."""
    amount = amounts(presence, requirements.unit)
    since = requirements.base == "since"
    held = amount.held - (amount.earlier_held if since else 0)
    planned = amount.planned - (amount.earlier if since else 0)
    excused = amount.excused - (amount.earlier_excused if since else 0)
    out = excused if requirements.excused == "excluded" else 0
    lost = presence.late // requirements.lates_per_absence if requirements.lates_per_absence else 0
    return Count(
        present=amount.attended - (0 if requirements.unit == "minutes" else lost),
        held=held,
        planned=planned,
        base=(planned if requirements.base == "planned" else held) - out,
        final_base=planned - out,
        # A meeting before her enrolment whose list never came in is nothing she can still go to.
        left=amount.to_come - (amount.earlier - amount.earlier_held),
        earlier=amount.earlier,
    )


def asks_attendance(count: Count, requirements: Requirements) -> bool:
    if requirements.attendance_sessions is not None:
        return requirements.attendance_sessions > 0
    return requirements.attendance_percent > 0 and count.planned + count.earlier > 0


def attendance_met(count: Count, requirements: Requirements) -> bool:
    """Attendance to date. With nothing held yet nothing is met, unless nothing is asked."""
    if not asks_attendance(count, requirements):
        return True
    if requirements.attendance_sessions is not None:
        return count.present >= requirements.attendance_sessions
    base = count.base
    return base > 0 and count.held > 0 and count.present * 100 >= requirements.attendance_percent * base


def needed_of(count: Count, requirements: Requirements) -> int:
    """How much in all secures the attendance, once every session that still stands was held."""
    if not asks_attendance(count, requirements):
        return 0
    if requirements.attendance_sessions is not None:
        return requirements.attendance_sessions
    return max(1, ceil_percent(requirements.attendance_percent, count.final_base))


def _withdrawn(record: Record) -> tuple[Reason, ...]:
    return (Reason("withdrawn"),) if record.withdrawn else ()


def _attendance(count: Count, needed: int, presence: Presence, requirements: Requirements) -> tuple[Reason, ...]:
    more = needed - count.present
    if more <= 0:
        return ()
    if more > count.left + count.earlier:
        code = "attendance_unreachable"
    elif more > count.left:
        code = "enrolled_late"
    elif presence.held:
        code = "attendance"
    else:
        code = "nothing_held"
    earlier, minutes = count.earlier if code == "enrolled_late" else 0, requirements.unit == "minutes"
    return (Reason(code, need=more, have=count.present, left=count.left, earlier=earlier, minutes=minutes),)


def _lessons(record: Record, requirements: Requirements) -> tuple[Reason, ...]:
    more = ceil_percent(requirements.lessons_percent, requirements.lessons_total) - record.lessons_done
    return (Reason("lessons", need=more, have=record.lessons_done),) if more > 0 else ()


def _final(record: Record, requirements: Requirements) -> tuple[Reason, ...]:
    if not requirements.has_final:
        return ()
    left = max(0, FINAL_ATTEMPTS - record.final_attempts)
    if record.best_final is None:
        return (Reason("final_missing", need=requirements.pass_score, left=left),)
    if record.best_final < requirements.pass_score:
        return (Reason("final_failed", need=requirements.pass_score, have=record.best_final, left=left),)
    return ()


def _is_final_word(reason: Reason) -> bool:
    exhausted = reason.code == "final_failed" and not reason.left
    return exhausted or reason.code in {"withdrawn", *UNREACHABLE}
