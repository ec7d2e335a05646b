"""Everything a programme's figures are counted from, gathered once: plain values, no database."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property


@dataclass(frozen=True)
class Seat:
    """One enrolment. ``area`` and ``organisation`` as taken down when enrolling; ``sex`` is the person's."""

    enrolment: int
    person: int
    sex: str
    area: str
    cohort: int
    region: int | None
    profile: str
    organisation: int | None
    attendance_met: bool
    # The enrolment this one is by now, after one transfer or several: counted there, with what was attended here.
    became: int | None = None


@dataclass(frozen=True)
class Meeting:
    """One session that took place, once however many cohorts met in it."""

    session: int
    title: str
    held_on: date
    cohorts: frozenset[int]
    guests: int = 0


@dataclass(frozen=True)
class Attendance:
    """One enrolled person who was in the room, on time or late."""

    session: int
    enrolment: int
    minutes: int


@dataclass(frozen=True)
class Earlier:
    """A day on which somebody was in the room elsewhere, before the transfer that made this ``enrolment`` of it."""

    enrolment: int
    came_on: date


@dataclass(frozen=True)
class Issued:
    """One certificate that stands: neither revoked nor replaced."""

    enrolment: int
    person: int
    issued_on: date


@dataclass(frozen=True)
class Body:
    """An organisation somebody is enrolled for."""

    organisation: int
    name: str
    kind: str
    place: str
    declared_members: int | None


@dataclass(frozen=True)
class Ledger:
    """What there is to count, after the filters."""

    seats: tuple[Seat, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    attendances: tuple[Attendance, ...] = ()
    # Of sessions that are not among ``meetings``: a seat that came with its attendance from what was filtered out.
    earlier: tuple[Earlier, ...] = ()
    issued: tuple[Issued, ...] = ()
    bodies: tuple[Body, ...] = ()
    unapproved_registers: int = 0

    @cached_property
    def seat_of(self) -> dict[int, Seat]:
        return {seat.enrolment: seat for seat in self.seats}

    @cached_property
    def came(self) -> frozenset[int]:
        """Enrolments that were in the room at least once, themselves or before a transfer."""
        before = {row.enrolment for row in self.earlier}
        return frozenset(self.counts_as(pk) for pk in before | {row.enrolment for row in self.attendances})

    @cached_property
    def _moved(self) -> dict[int, int]:
        return {seat.enrolment: seat.became for seat in self.seats if seat.became}

    def counts_as(self, enrolment: int) -> int:
        """The enrolment that this one is counted by: what it became, or itself."""
        return self._moved.get(enrolment, enrolment)

    @cached_property
    def counted(self) -> tuple[Seat, ...]:
        """The seats an enrolment is counted by: whoever was transferred counts once, where she is now."""
        return tuple(seat for seat in self.seats if not seat.became)

    def only(self, enrolments: frozenset[int]) -> "Ledger":
        """The same ledger for some of the seats; meetings, guests and organisations stay whole."""
        return Ledger(
            seats=tuple(seat for seat in self.seats if seat.enrolment in enrolments),
            meetings=self.meetings,
            attendances=tuple(row for row in self.attendances if row.enrolment in enrolments),
            earlier=tuple(row for row in self.earlier if row.enrolment in enrolments),
            issued=tuple(row for row in self.issued if row.enrolment in enrolments),
            bodies=self.bodies,
            unapproved_registers=self.unapproved_registers,
        )

    def between(self, first: date, last: date) -> "Ledger":
        """The same ledger for the sessions and certificates of these days; the seats stay whole."""
        meetings = tuple(meeting for meeting in self.meetings if first <= meeting.held_on <= last)
        sessions = {meeting.session for meeting in meetings}
        return Ledger(
            seats=self.seats,
            meetings=meetings,
            attendances=tuple(row for row in self.attendances if row.session in sessions),
            earlier=tuple(row for row in self.earlier if first <= row.came_on <= last),
            issued=tuple(row for row in self.issued if first <= row.issued_on <= last),
            bodies=self.bodies,
            unapproved_registers=self.unapproved_registers,
        )
