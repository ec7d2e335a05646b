"""Which organisations and which of their people an account may see, and how they are counted."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet, Sum

from cohorts.models import Cohort, Enrolment
from kit.text import fold
from people.models import Membership, Organisation
from people.models.organisation import MembershipQuerySet
from people.register import organisation_key
from programmes.models import Programme, ProgrammeOrganisation


def organisations_of(user, programme: Programme | None = None) -> QuerySet[Organisation]:
    """Those that take part in what the account coordinates, or somebody of its cohorts was enrolled for.

    ``programme``: only those of that one.
    """
    parts = ProgrammeOrganisation.objects.visible_to(user)
    cohorts = Cohort.objects.coordinated_by(user)
    if programme:
        parts, cohorts = parts.filter(programme=programme), cohorts.filter(programme=programme)
    enrolled = Enrolment.objects.filter(cohort__in=cohorts, organisation__isnull=False)
    return Organisation.objects.filter(
        Q(pk__in=parts.values("organisation")) | Q(pk__in=enrolled.values("organisation"))
    )


def posts_of(user) -> MembershipQuerySet:
    """The posts an account may read: noted by its programmes, or held by people enrolled in its cohorts.

    Belonging to a social organisation is sensitive in Colombia: what another programme noted stays with it.
    """
    noted = ProgrammeOrganisation.objects.visible_to(user).values("posts")
    enrolled = Enrolment.objects.filter(cohort__in=Cohort.objects.coordinated_by(user))
    return Membership.objects.filter(Q(pk__in=noted) | Q(person__in=enrolled.values("person")))


def searched(organisations: QuerySet[Organisation], look_for: str) -> QuerySet[Organisation]:
    """Those in whose name, old or new, it stands, with or without accents."""
    key = organisation_key(look_for)
    if not key:
        return organisations.none() if fold(look_for) else organisations
    former = Organisation.objects.filter(former_names__name_key__contains=key)
    return organisations.filter(Q(name_key__contains=key) | Q(pk__in=former.values("pk")))


@dataclass
class Tally:
    """How many of a territory: in all, by kind (in the order of ``kinds``), and the members they declare."""

    place: str
    by_kind: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    total: int = 0
    members: int = 0

    def add(self, kind: str, count: int, members: int) -> None:
        self.by_kind[kind] += count
        self.total += count
        self.members += members


@dataclass(frozen=True)
class Counts:
    kinds: list[tuple[str, str]]
    rows: list[Tally]
    whole: Tally

    def lines(self) -> list[tuple[Tally, list[tuple[str, int]]]]:
        """Each territory with its figures by kind, each with its kind's name, and last the whole."""
        return [(row, [(label, row.by_kind[kind]) for kind, label in self.kinds]) for row in [*self.rows, self.whole]]


def counts_of(organisations: QuerySet[Organisation]) -> Counts:
    """By territory and kind, in one query. Declared members are said by each organisation: never added to anything."""
    found = (
        organisations.order_by()
        .values_list("territory", "territory__code", "territory__name", "kind")
        .annotate(count=Count("pk"), members=Sum("declared_members"))
    )
    rows: dict[int | None, Tally] = {}
    whole, seen = Tally(""), set()
    for territory, _code, name, kind, count, members in sorted(found, key=lambda row: (row[1] is None, row[1] or "")):
        for tally in (rows.setdefault(territory, Tally(name or "")), whole):
            tally.add(kind, count, members or 0)
        seen.add(kind)
    kinds = [(kind.value, str(kind.label)) for kind in Organisation.Kind if kind.value in seen]
    return Counts(kinds, [*rows.values()], whole)


def contacts_of(user, organisations) -> dict[int, Membership]:
    """Whom to call in each of them, as far as the account may read it. One query."""
    posts = posts_of(user).contacts().filter(organisation__in=organisations)
    return {post.organisation_id: post for post in posts.select_related("person").order_by("pk")}
