"""What one person may read of one programme's figures: the same report for the screen and for the file."""

from dataclasses import dataclass
from decimal import Decimal

from cohorts.models import Cohort
from programmes.models import FundingPeriod, Programme, Region, TeamRole
from reports.breakdowns import (
    Line,
    PeriodLine,
    SessionLine,
    by_area,
    by_kind,
    by_period,
    by_place,
    by_profile,
    by_region,
    by_session,
    by_sex,
    hide_small,
)
from reports.facts import Ledger
from reports.gathering import ledger_of
from reports.indicators import INDICATORS, Indicator, figures

Role = TeamRole.Role


@dataclass(frozen=True)
class Report:
    programme: Programme
    numbers: list[tuple[Indicator, int | Decimal]]
    regions: list[Line]
    profiles: list[Line]
    sexes: list[Line]
    areas: list[Line]
    periods: list[PeriodLine]
    sessions: list[SessionLine]
    kinds: list[tuple[str, int, int]]
    places: list[tuple[str, int, int]]
    unapproved: int
    masked: bool

    @property
    def number(self) -> dict[str, int | Decimal]:
        return {indicator.key: value for indicator, value in self.numbers}


def report_for(user, programme: Programme, *, region: Region | None = None, period: FundingPeriod | None = None):
    """The report with what this account may see of it. A fixed number of queries.

    A regional coordinator gets the cohorts of her regions; a funder's viewer everything, with small groups hidden.
    """
    roles = _roles(user, programme)
    whole = roles & {Role.PROGRAMME_COORDINATOR, Role.FUNDER_VIEWER}
    cohorts = None if whole else Cohort.objects.coordinated_by(user).filter(programme=programme)
    ledger = ledger_of(programme, cohorts=cohorts, region=region, period=period)
    return _report(programme, ledger, masked=Role.PROGRAMME_COORDINATOR not in roles and bool(whole))


def _roles(user, programme: Programme) -> set[str]:
    if user.is_superuser:
        return {Role.PROGRAMME_COORDINATOR}
    held = TeamRole.objects.filter(person__user=user, programme=programme, revoked_at=None)
    return set(held.values_list("role", flat=True))


def _report(programme: Programme, ledger: Ledger, *, masked: bool) -> Report:
    outward = hide_small if masked else list
    counted = figures(ledger)
    regions = by_region(ledger, programme.regions.all())
    return Report(
        programme=programme,
        numbers=[(INDICATORS[key], number) for key, number in counted.items()],
        regions=[line for line in regions if line.enrolled],
        profiles=by_profile(ledger),
        sexes=outward(by_sex(ledger)),
        areas=outward(by_area(ledger)),
        periods=by_period(ledger, programme.funding_periods.all()),
        sessions=by_session(ledger),
        kinds=by_kind(ledger),
        places=by_place(ledger),
        unapproved=ledger.unapproved_registers,
        masked=masked,
    )
