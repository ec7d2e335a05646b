"""The standing marks, and each person's presence, in a fixed number of queries however many people there are."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, groupby
from operator import attrgetter, itemgetter

from cohorts.facts import Amounts, Presence
from cohorts.models import AttendanceMark, Cohort, Register
from kit.rows import rows

Status = AttendanceMark.Status
IN_THE_ROOM = {Status.PRESENT, Status.LATE}
MARKS = "SELECT register_id, enrolment_id, status FROM cohorts_attendancemark WHERE register_id IN ({})"
STAYED = "SELECT register_id, enrolment_id, minutes FROM cohorts_attendancemark WHERE register_id IN ({})"
# As the index has them: only within one list does the order decide anything.
IN_ORDER = " ORDER BY register_id, decided_at, id"
# Of a register and its session, what presence is counted with.
COUNTED = ("cohort_id", "first_submitted_at", "session__starts_at", "session__ends_at")


def standing_marks(registers: Iterable[int], enrolments: Iterable[int] | None = None) -> dict[tuple[int, int], str]:
    """``{(register id, enrolment id): status}``: the last human decision for each. One query.

    Only those of ``enrolments`` (ids), when given.

    Decision 5 of the house: the register is append-only and the last word by ``decided_at`` stands, whatever the
    order of arrival.
    """
    return {(register, enrolment): status for register, enrolment, status in _marks(registers, enrolments)}


def _marks(registers: Iterable[int], enrolments: Iterable[int] | None) -> list[tuple[int, int, str]]:
    """List by list, as they were decided: of two for the same person in the same list, the last stands."""
    if enrolments is None:
        return rows(MARKS + IN_ORDER, registers)
    return rows(f"{MARKS} AND enrolment_id IN ({{}}){IN_ORDER}", registers, enrolments)


def statuses_on(registers: Iterable[int], enrolments: Iterable[int] | None = None) -> dict[int, dict[int, str]]:
    """``standing_marks`` list by list: ``{register id: {enrolment id: status}}``. One query."""
    by_list = groupby(_marks(registers, enrolments), key=itemgetter(0))
    return {register: {enrolment: status for _pk, enrolment, status in marks} for register, marks in by_list}


def presence_of(
    cohort: Cohort, known: dict[int, dict[int, str]] | None = None, enrolments: Iterable[int] | None = None
) -> dict[int, Presence]:
    """Presence of every enrolment of the cohort that was ever marked; ask ``.get(id, nobody)`` for the others.

    Two queries, three where minutes count; one less for who knows already what ``statuses_on`` all its lists. The key
    0 holds the presence of somebody without a single mark: the base alone. Only of ``enrolments`` (ids), when given.
    """
    return rolls_in([cohort], enrolments, known)[cohort.pk].presences()


def rolls_in(
    cohorts: Iterable[Cohort],
    enrolments: Iterable[int] | None = None,
    known: dict[int, dict[int, str]] | None = None,
) -> dict[int, "Roll"]:
    """By cohort, its meetings that count with what stands on their lists. Two queries, three where minutes count.

    ``known`` spares one of them: what ``statuses_on`` at least these lists says.
    """
    cohorts = list(cohorts)
    registers: dict[int, list[Register]] = defaultdict(list)
    counting = Register.objects.counting().filter(cohort__in=cohorts).select_related("session")
    for register in counting.only(*COUNTED):
        registers[register.cohort_id].append(register)
    held = {r.pk for rows in registers.values() for r in rows if r.first_submitted_at}
    standing = statuses_on(held, enrolments) if known is None else known
    statuses = {pk: standing[pk] for pk in held if pk in standing}
    in_minutes = {cohort.pk for cohort in cohorts if cohort.attendance_unit == Cohort.Unit.MINUTES}
    stayed = minutes_stayed(held & {r.pk for pk in in_minutes for r in registers[pk]}) if in_minutes else {}
    return {cohort.pk: Roll(registers[cohort.pk], statuses, stayed) for cohort in cohorts}


def minutes_stayed(registers: Iterable[int]) -> dict[tuple[int, int], int]:
    """``{(register id, enrolment id): minutes}`` where the standing mark says how long. One query.

    A later decision that says nothing of minutes takes back what an earlier one said: she was there throughout.
    """
    said = {(register, enrolment): minutes for register, enrolment, minutes in rows(STAYED + IN_ORDER, registers)}
    return {mark: minutes for mark, minutes in said.items() if minutes is not None}


class Roll:
    """The meetings of one cohort that count, by the moment they end, and what stands on the lists handed in.

    ``stayed`` says of whom it is known how many minutes of a meeting she was there; of nobody more than it lasts.
    """

    def __init__(
        self,
        registers: list[Register],
        statuses: dict[int, dict[int, str]],
        stayed: dict[tuple[int, int], int],
    ):
        self.registers = sorted(registers, key=attrgetter("session.ends_at"))
        self.statuses, self.stayed = statuses, stayed
        self.minutes = {register.pk: register.session.minutes for register in registers}

    def presences(self) -> dict[int, Presence]:
        """By enrolment, for who was ever marked; 0 for somebody without a mark. Nobody is held to have come late to
        the cohort: that is :meth:`late_comer`.
        """
        held = [register for register in self.registers if register.first_submitted_at]
        base = {"held": len(held), "planned": len(self.registers)}
        minutes = {"held": self._length(held), "planned": self._length(self.registers)}
        found = {0: Presence(**base, length=Amounts(**minutes))}
        for enrolment, (count, length) in self._counts(held).items():
            late = count.pop("late")
            found[enrolment] = Presence(**base, **count, late=late, length=Amounts(**minutes, **length))
        return found

    def late_comer(self, presence: Presence, enrolment: int, over: int) -> Presence:
        """``presence`` of somebody enrolled when the first ``over`` of the meetings had ended."""
        missed = [one for one in self.registers[:over] if self._status(one.pk, enrolment) not in IN_THE_ROOM]
        held = [register for register in missed if register.first_submitted_at]
        excused = [register for register in held if self._status(register.pk, enrolment) == Status.EXCUSED]
        parts = {"earlier": missed, "earlier_held": held, "earlier_excused": excused}
        length = replace(presence.length, **{name: self._length(rows) for name, rows in parts.items()})
        return replace(presence, **{name: len(rows) for name, rows in parts.items()}, length=length)

    def _status(self, register: int, enrolment: int) -> str:
        return self.statuses.get(register, {}).get(enrolment, "")

    def _length(self, registers: Iterable[Register]) -> int:
        return sum(self.minutes[register.pk] for register in registers)

    def _counts(self, held: list[Register]) -> dict[int, tuple[dict[str, int], dict[str, int]]]:
        """By enrolment: meetings, and minutes, attended, excused and absent; of the meetings, those come late to."""
        # Sixteen thousand marks of one large group pass through here at each view: those of lists as long are counted
        # together, sums are kept by place, words come at the end.
        alike: dict[int, list[dict[int, str]]] = defaultdict(list)
        for register in held:
            alike[self.minutes[register.pk]].append(self.statuses.get(register.pk, {}))
        sums: dict[int, list[int]] = defaultdict(lambda: [0] * 8)
        for whole, lists in alike.items():
            marks = Counter(chain.from_iterable(each.items() for each in lists))
            for (enrolment, status), times in marks.items():
                row, place = sums[enrolment], PLACES[status]
                row[place] += times
                row[place + 4] += times * whole
        for (pk, enrolment), minutes in self.stayed.items():
            if self._status(pk, enrolment) in IN_THE_ROOM:
                sums[enrolment][PLACES[Status.PRESENT] + 4] += min(minutes - self.minutes[pk], 0)
        return {enrolment: _named(row) for enrolment, row in sums.items()}


PLACES: dict[str, int] = {Status.PRESENT: 0, Status.LATE: 1, Status.EXCUSED: 2, Status.ABSENT: 3}


def _named(row: list[int]) -> tuple[dict[str, int], dict[str, int]]:
    present, late, excused, absent, present_for, late_for, excused_for, absent_for = row
    count = {"attended": present + late, "excused": excused, "absent": absent, "late": late}
    return count, {"attended": present_for + late_for, "excused": excused_for, "absent": absent_for}
