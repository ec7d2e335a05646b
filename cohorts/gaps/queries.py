"""How many gaps there are, and which: as many queries for one person as for ten thousand."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from cohorts.gaps.kinds import (
    CONSENT,
    DUPLICATES,
    NO_SHEET,
    NOT_APPROVED,
    NOT_SENT,
    NOT_TAKEN,
    PERSONAL,
    blank,
)
from cohorts.models import Cohort, Enrolment, Register
from cohorts.paper import lacks_sheet
from people.models import ConsentNotice, ConsentRecord, Person, PotentialDuplicate
from programmes.models import Programme

Status = Register.Status


@dataclass(frozen=True)
class Sight:
    """What an account may look through: its cohorts there, and whether it mends what it finds or only watches."""

    user: object
    programmes: list[Programme]
    cohorts: QuerySet[Cohort]
    decides: bool

    def narrowed(self, **to) -> "Sight":
        """The same for some of its cohorts."""
        return Sight(self.user, self.programmes, self.cohorts.filter(**to), self.decides)


def sight_of(user, programme: Programme) -> Sight | None:
    """As who coordinates all of it or a region, else as who watches over its data; None for everybody else."""
    if Programme.objects.planned_by(user).filter(pk=programme.pk).exists():
        return Sight(user, [programme], _standing(Cohort.objects.coordinated_by(user), [programme]), True)
    if Programme.objects.guarded_by(user).filter(pk=programme.pk).exists():
        return Sight(user, [programme], _standing(Cohort.objects.all(), [programme]), False)
    return None


def whole_sight_of(user) -> Sight:
    """All that an account coordinates, anywhere."""
    programmes = list(Programme.objects.planned_by(user))
    return Sight(user, programmes, _standing(Cohort.objects.coordinated_by(user), programmes), True)


def _standing(cohorts: QuerySet[Cohort], programmes: Iterable[Programme]) -> QuerySet[Cohort]:
    return cohorts.filter(programme__in=programmes).exclude(status=Cohort.Status.CANCELLED)


def counts_of(sight: Sight) -> dict[int, Counter]:
    """``{programme: {kind: how many}}``. Five queries, whatever there is."""
    found: dict[int, Counter] = {programme.pk: Counter() for programme in sight.programmes}
    if not found:
        return found
    people = _enrolments(sight).order_by().values("cohort__programme")
    missing = {kind: Count("person", distinct=True, filter=blank(kind, "person__")) for kind in PERSONAL}
    for programme, *numbers in people.annotate(**missing).values_list("cohort__programme", *missing):
        found[programme].update(dict(zip(missing, numbers, strict=True)))
    asked = _unasked(sight).order_by().values("cohort__programme").annotate(n=Count("person", distinct=True))
    for row in asked:
        found[row["cohort__programme"]][CONSENT] = row["n"]
    for programme, count in _pairs_each(sight).items():
        found[programme][DUPLICATES] = count
    lists = {kind: Count("pk", filter=wanting) for kind, wanting in _wanting().items()}
    by_programme = _registers(sight).order_by().values("cohort__programme").annotate(**lists)
    for programme, *numbers in by_programme.values_list("cohort__programme", *lists):
        found[programme].update(dict(zip(lists, numbers, strict=True)))
    return found


def people_lacking(sight: Sight, kind: str) -> QuerySet[Person]:
    """Who lacks it, by surname."""
    seats = _unasked(sight) if kind == CONSENT else _enrolments(sight).filter(blank(kind, "person__"))
    found = Person.objects.filter(pk__in=seats.order_by().values("person"))
    return found.select_related("territory").order_by("surname1", "surname2", "given_names", "pk")


def people_named(sight: Sight, ids: Collection[int]) -> QuerySet[Person]:
    """Those of these people that the account may look at, whatever they lack."""
    seats = _enrolments(sight).filter(person__in=ids).order_by().values("person")
    return Person.objects.filter(pk__in=seats).select_related("territory").order_by(
        "surname1", "surname2", "given_names", "pk"
    )  # fmt: skip


def cohorts_by_person(sight: Sight, people: Iterable[Person]) -> dict[int, list[Cohort]]:
    """Where each of them is or was enrolled, as far as the account looks. One query."""
    seats = _enrolments(sight).filter(person__in=[person.pk for person in people]).select_related("cohort")
    found: dict[int, dict[int, Cohort]] = defaultdict(dict)
    for seat in seats.order_by("pk"):
        found[seat.person_id][seat.cohort_id] = seat.cohort
    return {person: list(cohorts.values()) for person, cohorts in found.items()}


def pairs_open(sight: Sight) -> QuerySet[PotentialDuplicate]:
    """Suggestions nobody answered yet, of which at least one side is enrolled there; likeliest first."""
    there = _enrolments(sight).order_by().values("person")
    return _pairs(sight).filter(Q(a__in=there) | Q(b__in=there)).select_related("a", "b")


def registers_lacking(sight: Sight, kind: str) -> QuerySet[Register]:
    """The lists in that state, the oldest first."""
    found = _registers(sight).filter(_wanting()[kind])
    return found.select_related("session", "cohort").order_by("session__starts_at", "cohort__code")


def _enrolments(sight: Sight) -> QuerySet[Enrolment]:
    """Everybody who ever took part: reports count them also after they left."""
    return Enrolment.objects.filter(cohort__in=sight.cohorts.order_by().values("pk"), person__erased_at=None)


def _unasked(sight: Sight) -> QuerySet[Enrolment]:
    """Those enrolled today who have not answered every purpose of the notice in force."""
    current = ConsentNotice.objects.defer("texts").current(timezone.localdate())
    by_notice: dict[ConsentNotice, list[int]] = defaultdict(list)
    for programme in sight.programmes:
        notice = current.get((programme.country, programme.slug)) or current.get((programme.country, ""))
        if notice:
            by_notice[notice].append(programme.pk)
    waiting = Q(pk__in=[])
    for notice, programmes in by_notice.items():
        waiting |= Q(cohort__programme__in=programmes) & ~Q(person__in=_answered(notice))
    return _enrolments(sight).filter(waiting, withdrawn_at=None)


def _answered(notice: ConsentNotice):
    codes = [each["code"] for each in notice.purposes]
    said = ConsentRecord.objects.filter(notice=notice, purpose__in=codes).order_by().values("person")
    return said.annotate(n=Count("purpose", distinct=True)).filter(n=len(codes)).values("person")


def _pairs(sight: Sight) -> QuerySet[PotentialDuplicate]:
    still_open = PotentialDuplicate.objects.filter(status=PotentialDuplicate.Status.OPEN)
    if sight.decides:
        return still_open & PotentialDuplicate.objects.visible_to(sight.user)
    there = _enrolments(sight).order_by().values("person")
    return still_open.filter(a__in=there, b__in=there)


def _pairs_each(sight: Sight) -> dict[int, int]:
    """One query: a column for each programme."""
    columns = {}
    for programme in sight.programmes:
        there = _enrolments(sight.narrowed(programme=programme)).order_by().values("person")
        columns[f"p{programme.pk}"] = Count("pk", filter=Q(a__in=there) | Q(b__in=there))
    return {int(name[1:]): count for name, count in _pairs(sight).order_by().aggregate(**columns).items()}


def _registers(sight: Sight) -> QuerySet[Register]:
    return Register.objects.filter(cohort__in=sight.cohorts.order_by().values("pk"), session__cancelled_at=None)


def _wanting() -> dict[str, Q]:
    past = Q(session__ends_at__lt=timezone.now()) & ~Q(cohort__status=Cohort.Status.CLOSED)
    return {
        NOT_TAKEN: past & Q(status=Status.NOT_TAKEN),
        NOT_SENT: past & Q(status__in=[Status.DRAFT, Status.RETURNED]),
        NOT_APPROVED: Q(status=Status.SUBMITTED),
        NO_SHEET: lacks_sheet(),
    }
