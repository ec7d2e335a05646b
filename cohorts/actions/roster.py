"""A list, looked at first and then enrolled in one go."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cohorts.actions.enrolling import facts_of_the_day, free_seats, hold_seats, past_moment, require_seats
from cohorts.models import Cohort, Enrolment, RosterDraft
from cohorts.roster.facts import Judged, RosterRow
from cohorts.roster.judging import WILL_ENROL, judge
from cohorts.roster.people import people_like
from cohorts.roster.reading import read_rows
from cohorts.roster.vocabulary import Columns, columns_of
from kit.spreadsheet import Row, Table
from kit.text import name_key
from people.actions import Refused
from people.models import Area, Organisation, Person, Sex
from people.register import join_all, register_organisation, register_people
from people.tasks import look_for_duplicates
from places.models import Territory

SAME, OTHER = "same", "other"


@dataclass(frozen=True)
class Review:
    """A draft as it stands today: its columns, its lines with their verdicts, and the seats left (None: no limit)."""

    columns: Columns
    judged: list[Judged]
    free: int | None

    @property
    def counts(self) -> Counter:
        return Counter(line.verdict for line in self.judged)

    @property
    def entering(self) -> int:
        return sum(1 for line in self.judged if line.verdict in WILL_ENROL)


def draft_roster(cohort: Cohort, table: Table, *, source: str, by) -> RosterDraft:
    """Keep the list as it was read, for its dry run; nobody is enrolled yet.

    ``source`` tells people where it came from (a file's name); empty for what was typed in by hand.
    ``Refused`` when no column gives a name and a surname.
    """
    columns = columns_of(table.header, cohort.programme.country)
    if columns.missing or columns.duplicated:
        raise Refused(_("La lista necesita una columna de nombres y otra de apellidos, una sola vez cada una."))
    rows = [[row.number, row.cells] for row in table.rows]
    content = {"header": table.header, "rows": rows, "source": source[:200]}
    return RosterDraft.objects.create(cohort=cohort, content=content, created_by=by)


def review_roster(draft: RosterDraft, *, by) -> Review:
    """What would happen to each line if ``by`` committed the list now. A fixed number of queries."""
    cohort = draft.cohort
    table = Table(draft.content["header"], [Row(number, cells) for number, cells in draft.content["rows"]])
    columns = columns_of(table.header, cohort.programme.country)
    within = list(cohort.region.territories.all()) if cohort.region else []
    rows = read_rows(table, columns, country=cohort.programme.country, within=within)
    return Review(columns, judge(rows, people_like(rows, cohort=cohort, by=by)), free_seats(cohort))


@transaction.atomic
def commit_roster(
    draft: RosterDraft,
    *,
    decisions: Mapping[int, str],
    by,
    at: datetime | None = None,
    turned: Collection[int] = (),
) -> RosterDraft:
    """Enrol the new and the known of the list, all or none; ``outcome`` counts what became of each line.

    ``decisions`` gives, by line number, ``SAME`` (the person suggested) or ``OTHER`` (somebody new) for the possible
    duplicates: an undecided one is left out. ``turned``: the full names to be parted the other way. Lines are judged
    again now, so what changed since the dry run counts. Committing twice enrols once and returns the first outcome.
    ``Refused`` when the seats do not suffice.
    """
    claimed = RosterDraft.objects.filter(pk=draft.pk, committed_at=None).update(committed_at=timezone.now())
    draft.refresh_from_db()
    if not claimed:
        return draft
    cohort, moment = hold_seats(draft.cohort), past_moment(at)
    review = review_roster(draft, by=by)
    entering = [line for line in (_decided(line, decisions) for line in review.judged) if line]
    require_seats(cohort, len(entering))
    source = Enrolment.Source.IMPORT if draft.content["source"] else Enrolment.Source.ASSISTED
    writer = _Writer(cohort, [_turned(line, turned) for line in entering], source=source, by=by, at=moment)
    passages = writer.enrol()
    draft.outcome = _outcome(review, {line.row.number for line in entering}, new=writer.new)
    # The people are in; the list itself, with everything it said about them, need not be kept.
    draft.content = {"source": draft.content["source"]}
    draft.save(update_fields=["outcome", "content"])
    facts = {"draft": draft.pk, "enrolments": [passage.pk for passage in passages], **draft.outcome["counts"]}
    look_for_duplicates(f"list:{draft.pk}")
    log(instance=cohort, action="cohorts.commit_roster", user=by, data=facts)
    return draft


def _decided(line: Judged, decisions: Mapping[int, str]) -> Judged | None:
    """The line as it will be enrolled; None when it stays out."""
    if line.verdict in WILL_ENROL:
        return line
    decision = decisions.get(line.row.number)
    if line.verdict != "possible" or decision not in {SAME, OTHER}:
        return None
    if decision == OTHER:
        return replace(line, verdict="new", person=None)
    return replace(line, verdict="known") if line.person and not line.person.here else None


def _turned(line: Judged, turned: Collection[int]) -> Judged:
    row = line.row
    if row.number not in turned or not row.other_split:
        return line
    given, first, second = row.other_split
    key = name_key(given, first, second)
    return replace(line, row=replace(row, given_names=given, surname1=first, surname2=second, key=key))


def _outcome(review: Review, entered: set[int], *, new: int) -> dict:
    left = [
        {"number": line.row.number, "name": line.row.name, "verdict": line.verdict, "problems": line.row.problems}
        for line in review.judged
        if line.row.number not in entered and line.verdict in {"wrong", "possible", "repeated"}
    ]
    counts = Counter(line["verdict"] for line in left)
    return {
        "counts": {
            "enrolled": len(entered),
            "new": new,
            "known": len(entered) - new,
            "here": review.counts["here"],
            **{verdict: counts[verdict] for verdict in ("possible", "repeated", "wrong")},
        },
        "left": left,
    }


class _Writer:
    """Writes the lines down, a table at a time: as many queries for forty lines as for two thousand."""

    def __init__(self, cohort: Cohort, entering: list[Judged], *, source: str, by, at: datetime):
        self.cohort, self.lines, self.by, self.at = cohort, entering, by, at
        known = {line.found.id for line in entering if line.verdict == "known"}
        self.known = Person.objects.select_related("territory").in_bulk(known)
        self.places = Territory.objects.in_bulk({line.row.territory_id for line in entering} - {None})
        self.organisations: dict[tuple[str, int | None], Organisation] = {}
        self.source = source
        self.new = len(entering) - sum(1 for line in entering if line.verdict == "known")

    def enrol(self) -> list[Enrolment]:
        fresh = iter(
            register_people([self._said(line.row) for line in self.lines if line.verdict != "known"], by=self.by)
        )
        people = [self.known[line.found.id] if line.verdict == "known" else next(fresh) for line in self.lines]
        places = [self._organisation(line.row) for line in self.lines]
        trios = zip(people, places, self.lines, strict=True)
        passages = [self._passage(person, place, line.row) for person, place, line in trios]
        join_all((passage.person, passage.organisation, passage.post) for passage in passages if passage.organisation)
        # Under the cohort's lock, with every line judged under it: the constraint has nothing left to refuse.
        return Enrolment.objects.bulk_create(passages, batch_size=500)

    def _passage(self, person: Person, organisation: Organisation | None, row: RosterRow) -> Enrolment:
        facts = facts_of_the_day(
            person, organisation=organisation, territory=self.places.get(row.territory_id), post=row.post, area=row.area
        )
        return Enrolment(
            cohort=self.cohort,
            person=person,
            source=self.source,
            enrolled_at=self.at,
            enrolled_by=self.by,
            **facts,
        )

    def _said(self, row: RosterRow) -> dict:
        return {
            "given_names": row.given_names,
            "surname1": row.surname1,
            "surname2": row.surname2,
            "email": row.email,
            "phone": row.phone,
            "sex": row.sex or Sex.NOT_REPORTED,
            "area": row.area or Area.NOT_REPORTED,
            "birth_date": row.birth_date,
            "territory": self.places.get(row.territory_id),
        }

    def _organisation(self, row: RosterRow) -> Organisation | None:
        if not row.organisation_key:
            return None
        key = (row.organisation_key, row.territory_id)
        if key not in self.organisations:
            place = self.places.get(row.territory_id)
            self.organisations[key] = register_organisation(name=row.organisation, territory=place, by=self.by)
        return self.organisations[key]
