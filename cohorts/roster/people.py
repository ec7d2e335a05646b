"""Whom the reader of a list may recognise in it: a fixed number of queries for the whole list."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from cohorts.models import Cohort, Enrolment
from cohorts.roster.facts import Known, RosterRow
from people.models import PersonAlias


def people_like(rows: Iterable[RosterRow], *, cohort: Cohort, by) -> list[Known]:
    """The people who share a mailbox or a name, today's or an earlier one, with a line. Two queries.

    Only those of this cohort and of the cohorts ``by`` coordinates: a list never tells about anybody else. Without an
    account (a transcription by the system itself) those of the programme.
    """
    rows = [row for row in rows if not row.problems]
    emails, keys = {row.email for row in rows} - {""}, {row.key for row in rows} - {""}
    mine = Cohort.objects.coordinated_by(by) if by else Cohort.objects.filter(programme=cohort.programme_id)
    passages = Enrolment.objects.filter(Q(cohort=cohort) | Q(cohort__in=mine.values("pk")))
    renamed = PersonAlias.objects.filter(name_key__in=keys).values("person")
    named = Q(person__name_key__in=keys) | Q(person__in=renamed)
    found = passages.filter(Q(person__email__in=emails) | named).order_by("pk")
    fields = (
        "person", "person__uuid", "person__given_names", "person__surname1", "person__surname2", "person__name_key",
        "person__email", "person__phone", "cohort", "cohort__programme", "cohort__name", "withdrawn_at",
        "organisation__name_key",
    )  # fmt: skip
    by_person = defaultdict(list)
    for passage in found.values(*fields):
        by_person[passage["person"]].append(passage)
    others = defaultdict(set)
    for person, key in PersonAlias.objects.filter(person__in=by_person).values_list("person", "name_key"):
        others[person].add(key)
    return [_known(person, passages, cohort, others[person]) for person, passages in by_person.items()]


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
