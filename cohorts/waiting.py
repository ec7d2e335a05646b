"""Who asked for a seat and where she stands; which cohorts let people in by themselves today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from cohorts.actions.applying import shut_because
from cohorts.models import Application, Cohort, Enrolment
from kit.rows import rows

PUBLIC_DOORS = (Cohort.Door.OPEN, Cohort.Door.REQUEST)


def with_place(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Each with ``place``: how many wait in its cohort up to it, itself included. True of those who wait."""
    before = Q(applied_at__lt=OuterRef("applied_at")) | Q(applied_at=OuterRef("applied_at"), pk__lte=OuterRef("pk"))
    ahead = Application.objects.waiting().filter(before, cohort=OuterRef("cohort")).order_by()
    return applications.annotate(place=_counted(ahead))


# Asked on every "Mi avance", where hardly anybody has one.
_OWN = """SELECT a.id FROM people_person p JOIN cohorts_application a ON a.person_id = p.id
 WHERE p.user_id IN ({}) AND a.decision = ''"""


def own_applications(user) -> list[Application]:
    """What this account's person has asked for and not been answered, each with its ``place``. Two queries at most."""
    own = [pk for (pk,) in rows(_OWN, [user.pk])] if user.is_authenticated else []
    if not own:
        return []
    live = Application.objects.filter(pk__in=own).select_related("cohort__programme", "cohort__course")
    return list(with_place(live).order_by("applied_at"))


@dataclass(frozen=True)
class OpenDoor:
    """A cohort people may come into by themselves. ``free`` seats are counted without those kept; None: no limit."""

    cohort: Cohort
    free: int | None
    waiting: int


def open_doors(courses: Iterable[int]) -> list[OpenDoor]:
    """The cohorts of these courses whose door anybody may use today, the first to begin first. One query."""
    # A day here is another day there: the programme's own clock decides afterwards.
    tomorrow = timezone.localdate() + timedelta(days=1)
    yesterday = tomorrow - timedelta(days=2)
    shown = (
        Cohort.objects.filter(course__in=list(courses), door__in=PUBLIC_DOORS, ends_on__gte=yesterday)
        .filter(Q(door_opens_on=None) | Q(door_opens_on__lte=tomorrow))
        .select_related("programme", "region")
        .order_by("starts_on", "code")
    )
    return [door_of(cohort) for cohort in with_taken(shown) if not shut_because(cohort)]


def with_taken(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """Each with ``taken`` seats, enrolled or kept for who may confirm, and how many wait (``line``)."""
    here = {"cohort": OuterRef("pk")}
    enrolled = _counted(Enrolment.objects.active().filter(**here))
    kept = _counted(Application.objects.offered().filter(**here))
    line = _counted(Application.objects.waiting().filter(**here).order_by())
    return cohorts.annotate(taken=enrolled + kept, line=line)


def door_of(cohort) -> OpenDoor:
    """Of a cohort that :func:`with_taken` counted."""
    free = None if cohort.capacity is None else max(0, cohort.capacity - cohort.taken)
    return OpenDoor(cohort, free, cohort.line)


def _counted(found: QuerySet) -> Coalesce:
    every = found.annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(every, output_field=IntegerField()), Value(0))


# The lists a coordination decides on, by the word of their address.
LISTS = {
    "por-decidir": Application.objects.asked,
    "espera": Application.objects.waiting,
    "ofrecidos": Application.objects.offered,
    "historial": lambda: Application.objects.exclude(decision=""),
}


def applications_in(cohort: Cohort, which: str) -> QuerySet[Application]:
    """One of ``LISTS``, in its order, with what the screen shows of each."""
    order = [F("decided_at").desc(), "pk"] if which == "historial" else ["applied_at", "pk"]
    listed = LISTS[which]().filter(cohort=cohort).order_by(*order)
    return with_place(listed).select_related("person__user", "organisation", "territory", "decided_by")


def counts_of(cohort: Cohort) -> dict[str, int]:
    """How many stand on each of ``LISTS``. One query."""
    live = Q(decision="")
    return Application.objects.filter(cohort=cohort).aggregate(
        **{
            "por-decidir": Count("pk", filter=live & Q(approved_at=None)),
            "espera": Count("pk", filter=live & Q(approved_at__isnull=False, offered_at=None)),
            "ofrecidos": Count("pk", filter=live & Q(offered_at__isnull=False)),
            "historial": Count("pk", filter=~live),
        }
    )
