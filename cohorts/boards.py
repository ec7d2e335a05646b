"""What lists of cohorts show, in a fixed number of queries."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cohorts.models import Cohort, Enrolment, Register
from programmes.models import Programme, Region, TeamRole


@dataclass(frozen=True)
class RegionOfCohorts:
    region: Region | None
    cohorts: list[Cohort]


def _count(rows: QuerySet) -> Coalesce:
    counted = rows.filter(cohort=OuterRef("pk")).order_by().values("cohort").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def with_counts(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """Each with ``people`` (enrolled today), ``meetings`` (sessions that stand), its course, region and programme."""
    return cohorts.select_related("course", "region", "programme").annotate(
        people=_count(Enrolment.objects.active()),
        meetings=_count(Register.objects.filter(session__cancelled_at=None)),
    )


def cohorts_by_region(programme: Programme, user) -> list[RegionOfCohorts]:
    """The programme's cohorts that this account may know of, region by region, those without one last.

    ``cohort.is_mine`` says whether it may walk in. Who coordinates the programme or looks for its funder knows of
    all; others of those they staff. Three queries.
    """
    staffed = set(Cohort.objects.staffed_by(user).filter(programme=programme).values_list("pk", flat=True))
    whole = [TeamRole.Role.PROGRAMME_COORDINATOR, TeamRole.Role.FUNDER_VIEWER]
    knows_all = programme.team.filter(person__user=user, role__in=whole, revoked_at=None).exists()
    cohorts = with_counts(programme.cohorts.all()).annotate(is_mine=Q(pk__in=staffed))
    if not knows_all:
        cohorts = cohorts.filter(pk__in=staffed)
    rows = sorted(
        cohorts, key=lambda cohort: (cohort.region is None, cohort.region and cohort.region.code, cohort.code)
    )
    return [RegionOfCohorts(region, list(group)) for region, group in groupby(rows, key=lambda cohort: cohort.region)]
