"""The one rule: who has completed a course, and what is missing. Screens, certificates and reports all ask here."""

from cohorts.facts import Presence
from learning.facts import FINAL_ATTEMPTS, Reason, Record, Requirements, Verdict, ceil_percent

__all__ = ["FINAL_ATTEMPTS", "Reason", "Record", "Requirements", "Verdict", "assess"]


def assess(record: Record, requirements: Requirements) -> Verdict:
    """What ``requirements`` say of ``record``. Whole numbers decide: exactly 80 % passes.

    While sessions are still to come, attendance to date may be met and the course not yet earned: it is earned once
    no later absence can undo it. A session that will not take place is cancelled, and leaves the count.
    """
    presence = record.presence
    base = base_of(presence, requirements)
    final_base = presence.planned - excluded(presence, requirements)
    needed = sessions_needed(presence, requirements, final_base)
    missing = (*_withdrawn(record), *_attendance(presence, needed), *_lessons(record, requirements))
    missing = (*missing, *_final(record, requirements))
    return Verdict(
        attendance_met=attendance_met(presence, requirements),
        reachable=not any(_is_final_word(reason) for reason in missing),
        missing=missing,
        base=base,
        final_base=final_base,
        needed=needed,
        record=record,
        requirements=requirements,
    )


def excluded(presence: Presence, requirements: Requirements) -> int:
    return presence.excused if requirements.excused == "excluded" else 0


def base_of(presence: Presence, requirements: Requirements) -> int:
    """The sessions that attendance is divided by today."""
    sessions = presence.planned if requirements.base == "planned" else presence.held
    return sessions - excluded(presence, requirements)


def asks_attendance(presence: Presence, requirements: Requirements) -> bool:
    if requirements.attendance_sessions is not None:
        return requirements.attendance_sessions > 0
    return requirements.attendance_percent > 0 and presence.planned > 0


def attendance_met(presence: Presence, requirements: Requirements) -> bool:
    """Attendance to date. With no session held yet nothing is met, unless nothing is asked."""
    if not asks_attendance(presence, requirements):
        return True
    if requirements.attendance_sessions is not None:
        return presence.attended >= requirements.attendance_sessions
    base = base_of(presence, requirements)
    return base > 0 and presence.held > 0 and presence.attended * 100 >= requirements.attendance_percent * base


def sessions_needed(presence: Presence, requirements: Requirements, final_base: int) -> int:
    """How many sessions in all secure the attendance, once every session that still stands was held."""
    if not asks_attendance(presence, requirements):
        return 0
    if requirements.attendance_sessions is not None:
        return requirements.attendance_sessions
    return max(1, ceil_percent(requirements.attendance_percent, final_base))


def _withdrawn(record: Record) -> tuple[Reason, ...]:
    return (Reason("withdrawn"),) if record.withdrawn else ()


def _attendance(presence: Presence, needed: int) -> tuple[Reason, ...]:
    more = needed - presence.attended
    if more <= 0:
        return ()
    if more > presence.to_come:
        code = "attendance_unreachable"
    elif presence.held:
        code = "attendance"
    else:
        code = "nothing_held"
    return (Reason(code, need=more, have=presence.attended, left=presence.to_come),)


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
    return exhausted or reason.code in {"withdrawn", "attendance_unreachable"}
