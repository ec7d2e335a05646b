"""Who missed the last two meetings that took place: people, and organisations from which nobody came."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cohorts.attendance import IN_THE_ROOM, standing_marks
from cohorts.calling.rules import missed_twice
from cohorts.models import AttendanceMark, Cohort, Enrolment, Register

ABSENT = AttendanceMark.Status.ABSENT


@dataclass(frozen=True)
class After:
    """What stood after one meeting: ids of enrolments and of organisations absent there and at the one before.

    None after a cohort's first meeting: there was none before it.
    """

    register: Register
    people: frozenset[int] | None = None
    organisations: frozenset[int] | None = None


@dataclass(frozen=True)
class _Meeting:
    """Of one meeting: who was marked absent, and the organisations that came or had somebody marked at all."""

    absent: frozenset[int]
    came: frozenset[int]
    named: frozenset[int]


def after_each(cohorts: Iterable[Cohort], *, last_only: bool = False) -> dict[int, list[After]]:
    """By cohort, what stood after each meeting that counts and took place (its list handed in), in time.

    Not recorded is not absent, and neither is an excuse: only who was marked absent at both is meant. Of an
    organisation nobody was in the room at either, and somebody was marked at both. ``last_only`` reads no more than
    the last two of each cohort. Three queries.
    """
    ids = [cohort.pk for cohort in cohorts]
    held = Register.objects.held().filter(cohort__in=ids, session__required=True).select_related("session")
    in_time: dict[int, list[Register]] = defaultdict(list)
    for register in held.order_by("session__starts_at", "pk"):
        in_time[register.cohort_id].append(register)
    read = {cohort: registers[-2:] if last_only else registers for cohort, registers in in_time.items()}
    marks: dict[int, dict[int, str]] = defaultdict(dict)
    for (register, enrolment), status in standing_marks(r.pk for rows in read.values() for r in rows).items():
        marks[register][enrolment] = status
    body_of: dict[int, int | None] = dict(Enrolment.objects.filter(cohort__in=ids).values_list("pk", "organisation"))
    return {cohort: _in_order(read.get(cohort, []), marks, body_of) for cohort in ids}


def _in_order(registers: list[Register], marks: dict, body_of: dict[int, int | None]) -> list[After]:
    rows: list[After] = []
    before: _Meeting | None = None
    for register in registers:
        now = _meeting(marks.get(register.pk, {}), body_of)
        if before is None:
            rows.append(After(register))
        else:
            bodies = missed_twice(before.named & now.named, before.came, now.came)
            rows.append(After(register, before.absent & now.absent, frozenset(bodies)))
        before = now
    return rows


def _meeting(statuses: dict[int, str], body_of: dict[int, int | None]) -> _Meeting:
    came = {body_of.get(enrolment) for enrolment, status in statuses.items() if status in IN_THE_ROOM}
    return _Meeting(
        absent=frozenset(enrolment for enrolment, status in statuses.items() if status == ABSENT),
        came=_known(came),
        named=_known(body_of.get(enrolment) for enrolment in statuses),
    )


def _known(bodies: Iterable[int | None]) -> frozenset[int]:
    return frozenset(body for body in bodies if body is not None)
