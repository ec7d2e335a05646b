"""Whom the reader of a list may recognise in it: a fixed number of queries for the whole list."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from cohorts.models import Cohort, Enrolment
from cohorts.roster.facts import Known, RosterRow
from people.models import Person, PersonAlias

# Lines asked about together. SQLite takes some 32,000 values in one question.
_AT_ONCE = 1_000
_FIELDS = (
    "person", "person__uuid", "person__given_names", "person__surname1", "person__surname2", "person__name_key",
    "person__email", "person__phone", "cohort", "cohort__programme", "cohort__name", "withdrawn_at",
    "organisation__name_key",
)  # fmt: skip


def people_like(rows: Iterable[RosterRow], *, cohort: Cohort, by) -> list[Known]:
    """The people who share a mailbox or a name, today's or an earlier one, with a line. Two queries a thousand lines.

    Only those of this cohort and of the cohorts ``by`` coordinates: a list never tells about anybody else. Without an
    account (a transcription by the system itself) those of the programme.
    """
    rows = [row for row in rows if not row.problems]
    found: dict[int, Known] = {}
    for at in range(0, len(rows), _AT_ONCE):
        found |= _people_like(rows[at : at + _AT_ONCE], cohort, by)
    return list(found.values())


def _people_like(rows: list[RosterRow], cohort: Cohort, by) -> dict[int, Known]:
    mine = Cohort.objects.coordinated_by(by) if by else Cohort.objects.filter(programme=cohort.programme_id)
    like = _ids_like({row.email for row in rows} - {""}, {row.key for row in rows} - {""})
    passages = Enrolment.objects.filter(Q(cohort=cohort) | Q(cohort__in=mine.values("pk")), person__in=like)
    by_person = defaultdict(list)
    for passage in passages.order_by("pk").values(*_FIELDS):
        by_person[passage["person"]].append(passage)
    others = defaultdict(set)
    for person, key in PersonAlias.objects.filter(person__in=like).values_list("person", "name_key"):
        others[person].add(key)
    return {person: _known(person, passages, cohort, others[person]) for person, passages in by_person.items()}


def _ids_like(emails: set[str], keys: set[str]):
    """Three looks into three indexes: one condition with OR would read every person there is."""
    named = Person.objects.filter(name_key__in=keys).order_by().values("pk")
    renamed = PersonAlias.objects.filter(name_key__in=keys).values("person")
    reached = Person.objects.filter(email__in=emails).order_by().values("pk")
    return named.union(renamed, reached)


def _known(person: int, passages: list[dict], cohort: Cohort, other_keys: set[str]) -> Known:
    last = passages[-1]
    here = [passage for passage in passages if passage["cohort"] == cohort.pk and not passage["withdrawn_at"]]
    names = (last["person__given_names"], last["person__surname1"], last["person__surname2"])
    return Known(
        id=person,
        uuid=str(last["person__uuid"]),
        name=" ".join(name for name in names if name),
        key=last["person__name_key"],
        email=last["person__email"].lower(),
        phone=last["person__phone"],
        organisation_keys=frozenset(
            passage["organisation__name_key"] for passage in here or passages if passage["organisation__name_key"]
        ),
        here=bool(here),
        near=any(passage["cohort__programme"] == cohort.programme_id for passage in passages),
        seen_in=last["cohort__name"],
        other_keys=frozenset(other_keys),
    )
