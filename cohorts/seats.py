"""How many seats of a cohort are left, for whom: its own limit, and those of a region or of a kind of organisation."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cohorts.models import Application, Cohort, Enrolment, SeatQuota
from people.models import Organisation
from places.models import Territory
from programmes.models import Region

# Where somebody comes from, up to the municipality that a region names; and for what kind of organisation.
_SEAT = ("territory", "territory__parent", "territory__parent__parent", "organisation__kind")


@dataclass(frozen=True)
class Seat:
    """Whom a seat is for, as far as a quota asks."""

    places: frozenset[int] = frozenset()
    kind: str = ""


@dataclass
class Quota:
    """One part quota: ``left`` of its ``seats``. ``places`` are a region's municipalities."""

    label: str
    seats: int
    left: int
    kind: str = ""
    places: frozenset[int] = frozenset()
    pk: int = 0

    def asks(self, seat: Seat) -> bool:
        return seat.kind == self.kind if self.kind else bool(self.places & seat.places)


@dataclass
class Seats:
    """``enrolled`` have one, ``kept`` are offered to who must still confirm; ``capacity`` None is without limit."""

    capacity: int | None
    enrolled: int
    kept: int
    quotas: list[Quota] = field(default_factory=list)

    @property
    def free(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.enrolled - self.kept)

    def full_for(self, seat: Seat) -> str:
        """Why this one finds none: ``capacity``, or the quota's own name; "" when there is one."""
        if self.free == 0:
            return "capacity"
        return next((quota.label for quota in self.quotas if quota.left <= 0 and quota.asks(seat)), "")

    def keep(self, seat: Seat) -> None:
        self.kept += 1
        for quota in self.quotas:
            quota.left -= quota.asks(seat)


def seats_of(cohort: Cohort) -> Seats:
    """The seats as they stand; decide by it only under ``hold_seats``. Three queries, five with part quotas."""
    enrolled, offered = Enrolment.objects.active().filter(cohort=cohort), Application.objects.offered()
    offered = offered.filter(cohort=cohort)
    quotas = list(SeatQuota.objects.filter(cohort=cohort).select_related("region").order_by("region__code", "kind"))
    if not quotas:
        return Seats(cohort.capacity, enrolled.count(), offered.count())
    taken = [seat_of_row(row) for row in (*enrolled.values_list(*_SEAT), *offered.values_list(*_SEAT))]
    enrolled_count = enrolled.count()
    seats = Seats(cohort.capacity, enrolled_count, len(taken) - enrolled_count, _quotas(quotas))
    for quota in seats.quotas:
        quota.left -= sum(quota.asks(seat) for seat in taken)
    return seats


def _quotas(rows: list[SeatQuota]) -> list[Quota]:
    regions = [row.region_id for row in rows if row.region_id]
    lying = Region.territories.through.objects.filter(region__in=regions)
    places: dict[int, set[int]] = {region: set() for region in regions}
    for region, territory in lying.values_list("region", "territory"):
        places[region].add(territory)
    return [
        Quota(str(row), row.seats, row.seats, row.kind, frozenset(places.get(row.region_id, ())), row.pk)  # type: ignore[arg-type]
        for row in rows
    ]


def seat_of_row(row: tuple) -> Seat:
    *places, kind = row
    return Seat(frozenset(place for place in places if place), kind or "")


def seat_for(*, territory: Territory | None, organisation: Organisation | None) -> Seat:
    """The seat somebody of that place and organisation asks for. Two queries at most."""
    places = set()
    while territory is not None and len(places) < 3:
        places.add(territory.pk)
        territory = territory.parent
    return Seat(frozenset(places), organisation.kind if organisation else "")


def seats_for(passages: Iterable) -> list[Seat]:
    """:func:`seat_for` of many rows not stored yet, each with ``territory`` and ``organisation``. One query."""
    passages = list(passages)
    wanted = {passage.territory_id for passage in passages} - {None}
    rows = Territory.objects.filter(pk__in=wanted).values_list("pk", "parent", "parent__parent")
    above = {row[0]: frozenset(place for place in row if place) for row in rows}
    return [
        Seat(above.get(one.territory_id, frozenset()), one.organisation.kind if one.organisation else "")
        for one in passages
    ]


def words_for_full(cohort: Cohort, why: str) -> str:
    """The sentence for what :meth:`Seats.full_for` says."""
    if why == "capacity":
        return _("Ya no quedan lugares: el cupo es de %(capacity)d.") % {"capacity": cohort.capacity}
    return _("Ya no quedan lugares para «%(quota)s».") % {"quota": why}
