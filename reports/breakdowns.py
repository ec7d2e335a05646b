"""The same figures, cut: by region, profile, sex, area, period, session, kind of organisation."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from cohorts.calling.rules import missed_twice
from people.models import Area, Organisation, Sex
from reports.facts import Ledger, Seat
from reports.indicators import attendance_met, attended_once, certificates, certified_persons, unique_persons

SMALL = 5
USUAL = {Sex.WOMAN, Sex.MAN, Sex.NOT_REPORTED}


@dataclass(frozen=True)
class Line:
    """One row of a funnel. The counts are of enrolments, or of distinct persons where the table says so.

    A count of None is hidden: it would point at few people.
    """

    label: str
    enrolled: int | None
    came: int | None
    met: int | None
    certified: int | None


def by_seats(
    ledger: Ledger, groups: Iterable[tuple[object, str | Promise]], key: Callable[[Seat], object]
) -> list[Line]:
    """A funnel of enrolments for each group, in the order of ``groups`` (value, label)."""
    return [
        Line(label, len(part.counted), attended_once(part), attendance_met(part), certificates(part))
        for label, part in _parts(ledger, groups, key)
    ]


def by_sex(ledger: Ledger) -> list[Line]:
    """A funnel of distinct persons for each sex, "no informado" always among them."""
    lines = []
    for label, part in _parts(ledger, Sex.choices, lambda seat: seat.sex):
        came = {seat.person for seat in part.seats if seat.enrolment in part.came}
        met = {seat.person for seat in part.seats if seat.attendance_met}
        lines.append(Line(label, unique_persons(part), len(came), len(met), certified_persons(part)))
    return [line for line, value in zip(lines, Sex.values, strict=True) if line.enrolled or value in USUAL]


def by_area(ledger: Ledger) -> list[Line]:
    """A funnel of enrolments by the area taken down when enrolling."""
    return by_seats(ledger, Area.choices, lambda seat: seat.area)


def by_region(ledger: Ledger, regions) -> list[Line]:
    return by_seats(ledger, [(region.pk, str(region)) for region in regions], lambda seat: seat.region)


def by_profile(ledger: Ledger) -> list[Line]:
    names = dict.fromkeys(seat.profile for seat in ledger.seats if seat.profile)
    return by_seats(ledger, [(name, name) for name in names], lambda seat: seat.profile)


def _parts(ledger: Ledger, groups, key) -> Iterable[tuple[str, Ledger]]:
    # Whoever was transferred stands where she is now, with what she attended before: the parts add up to the whole.
    members: dict[object, set[int]] = {}
    for seat in ledger.seats:
        stands_as = ledger.seat_of.get(ledger.counts_as(seat.enrolment), seat)
        members.setdefault(key(stands_as), set()).add(seat.enrolment)
    for value, label in groups:
        yield str(label), ledger.only(frozenset(members.get(value, ())))


def hide_small(lines: list[Line]) -> list[Line]:
    """For eyes outside the team: counts from 1 to 4 become None.

    Never one alone in its column: the total would give it away, so the smallest of the others goes with it.
    """
    columns = (
        _without_small([line.enrolled for line in lines]),
        _without_small([line.came for line in lines]),
        _without_small([line.met for line in lines]),
        _without_small([line.certified for line in lines]),
    )
    return [Line(line.label, *counts) for line, *counts in zip(lines, *columns, strict=True)]


def _without_small(counts: list[int | None]) -> list[int | None]:
    some = {place: count for place, count in enumerate(counts) if count}
    hidden = {place for place, count in some.items() if count < SMALL}
    rest = [place for place in some if place not in hidden]
    if len(hidden) == 1 and rest:
        hidden.add(min(rest, key=lambda place: some[place]))
    return [None if place in hidden else count for place, count in enumerate(counts)]


@dataclass(frozen=True)
class PeriodLine:
    label: str
    first: date
    last: date
    sessions: int
    attendances: int
    certificates: int


def by_period(ledger: Ledger, periods) -> list[PeriodLine]:
    """Sessions and attendances by the day of the session, certificates by the day of issue. Periods may overlap."""
    lines = []
    for period in periods:
        part = ledger.between(period.starts_on, period.ends_on)
        counts = len(part.meetings), len(part.attendances), len(part.issued)
        lines.append(PeriodLine(str(period), period.starts_on, period.ends_on, *counts))
    return lines


@dataclass(frozen=True)
class SessionLine:
    """``present`` of ``enrolled``; ``bodies`` organisations came, ``silent`` missed this one and the one before."""

    title: str
    held_on: date
    enrolled: int
    present: int
    guests: int
    bodies: int
    silent: int | None

    @property
    def in_the_room(self) -> int:
        return self.present + self.guests


def by_session(ledger: Ledger) -> list[SessionLine]:
    """Each session in order. ``silent`` is None at the first of its cohorts: there was none before it."""
    enrolled, room = Counter(seat.cohort for seat in ledger.seats), _rooms(ledger)
    theirs: dict[int, set[int]] = defaultdict(set)
    for seat in ledger.seats:
        if seat.organisation is not None:
            theirs[seat.cohort].add(seat.organisation)
    before: dict[int, set[int]] = {}
    lines: list[SessionLine] = []
    for meeting in ledger.meetings:
        present = room[meeting.session]
        organisations = (ledger.seat_of[one].organisation for one in present)
        bodies = {body for body in organisations if body is not None}
        known = [cohort for cohort in meeting.cohorts if cohort in before]
        silent = sum(len(missed_twice(theirs[cohort], before[cohort], bodies)) for cohort in known) if known else None
        lines.append(
            SessionLine(
                title=meeting.title,
                held_on=meeting.held_on,
                enrolled=sum(enrolled[cohort] for cohort in meeting.cohorts),
                present=len(present),
                guests=meeting.guests,
                bodies=len(bodies),
                silent=silent,
            )
        )
        before |= dict.fromkeys(meeting.cohorts, bodies)
    return lines


def _rooms(ledger: Ledger) -> dict[int, set[int]]:
    rooms: dict[int, set[int]] = defaultdict(set)
    for row in ledger.attendances:
        rooms[row.session].add(row.enrolment)
    return rooms


def by_kind(ledger: Ledger) -> list[tuple[str, int, int]]:
    """(kind of organisation, how many, members they declare), the kinds that occur."""
    return _bodies_by(ledger, lambda body: str(Organisation.Kind(body.kind).label))


def by_place(ledger: Ledger) -> list[tuple[str, int, int]]:
    """The same by the organisation's place."""
    return _bodies_by(ledger, lambda body: body.place)


def _bodies_by(ledger: Ledger, key) -> list[tuple[str, int, int]]:
    many, members = Counter(), Counter()
    for body in ledger.bodies:
        many[key(body)] += 1
        members[key(body)] += body.declared_members or 0
    return [(name, many[name], members[name]) for name in sorted(many)]
