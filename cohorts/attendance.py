"""The standing marks, and each person's presence, in a fixed number of queries however many people there are."""

from collections import defaultdict
from collections.abc import Iterable

from cohorts.facts import Presence
from cohorts.models import AttendanceMark, Cohort, Register
from kit.rows import rows

Status = AttendanceMark.Status
IN_THE_ROOM = {Status.PRESENT, Status.LATE}
MARKS = "SELECT register_id, enrolment_id, status FROM cohorts_attendancemark WHERE register_id IN ({})"
IN_ORDER = " ORDER BY decided_at, id"
# Of a register and its session, what presence is counted with.
COUNTED = ("cohort_id", "first_submitted_at", "session__starts_at", "session__ends_at")


def standing_marks(registers: Iterable[int], enrolments: Iterable[int] | None = None) -> dict[tuple[int, int], str]:
    """``{(register id, enrolment id): status}``: the last human decision for each. One query.

    Only those of ``enrolments`` (ids), when given.

    Decision 5 of the house: the register is append-only and the last word by ``decided_at`` stands, whatever the
    order of arrival.
    """
    if enrolments is None:
        marks = rows(MARKS + IN_ORDER, registers)
    else:
        marks = rows(f"{MARKS} AND enrolment_id IN ({{}}){IN_ORDER}", registers, enrolments)
    return {(register, enrolment): status for register, enrolment, status in marks}


def presence_of(cohort: Cohort) -> dict[int, Presence]:
    """Presence of every enrolment of the cohort that was ever marked; ask ``.get(id, nobody)`` for the others.

    Two queries. The key 0 holds the presence of somebody without a single mark: the base alone.
    """
    return presence_in([cohort])[cohort.pk]


def presence_in(cohorts: Iterable[Cohort], enrolments: Iterable[int] | None = None) -> dict[int, dict[int, Presence]]:
    """``presence_of`` for many cohorts at once, still two queries; of ``enrolments`` (ids) alone when given."""
    required = Register.objects.filter(cohort__in=cohorts, session__required=True, session__cancelled_at=None)
    registers: dict[int, list[Register]] = defaultdict(list)
    for register in required.select_related("session").only(*COUNTED):
        registers[register.cohort_id].append(register)
    held = {r.pk for rows in registers.values() for r in rows if r.first_submitted_at}
    statuses: dict[int, dict[int, str]] = defaultdict(dict)
    for (register_id, enrolment_id), status in standing_marks(held, enrolments).items():
        statuses[register_id][enrolment_id] = status
    return {cohort.pk: _presences(registers[cohort.pk], statuses) for cohort in cohorts}


def _presences(registers: list[Register], statuses: dict[int, dict[int, str]]) -> dict[int, Presence]:
    base = {"planned": len(registers), "held": sum(1 for register in registers if register.first_submitted_at)}
    counts: dict[int, dict[str, int]] = defaultdict(lambda: {"attended": 0, "excused": 0, "absent": 0, "minutes": 0})
    for register in registers:
        for enrolment, status in statuses.get(register.pk, {}).items():
            count = counts[enrolment]
            if status in IN_THE_ROOM:
                count["attended"] += 1
                count["minutes"] += register.session.minutes
            else:
                count[status] += 1
    return {0: Presence(**base)} | {enrolment: Presence(**base, **count) for enrolment, count in counts.items()}
