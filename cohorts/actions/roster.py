"""A list, looked at first and then enrolled in one go."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from cohorts.actions.enrolling import past_moment
from cohorts.actions.roster_writing import RosterWriter
from cohorts.actions.seats import free_seats, hold_seats, require_seats, take_off_the_lists
from cohorts.models import Cohort, Enrolment, RosterDraft
from cohorts.roster.facts import Judged, RosterRow
from cohorts.roster.judging import WILL_ENROL, judge
from cohorts.roster.people import people_like
from cohorts.roster.quotas import asked_of_quotas
from cohorts.roster.reading import read_stretches
from cohorts.roster.vocabulary import Columns, columns_of
from kit.spreadsheet import Row, Table
from kit.text import name_key
from people.actions import Refused
from people.tasks import look_for_duplicates
from places.models import Territory

SAME, OTHER = "same", "other"
CANCELLED = gettext_lazy("La lista se canceló: no se inscribió a nadie.")


@dataclass(frozen=True)
class Review:
    """A draft as it stands today: its columns, its lines with their verdicts, and the seats left (None: no limit)."""

    columns: Columns
    judged: list[Judged]
    free: int | None
    # How many lines ask for a seat of each part quota, by its number.
    asked: dict[int, int]

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
    return RosterDraft.objects.create(cohort=cohort, content=content, lines=len(rows), created_by=by)


def read_draft(draft: RosterDraft) -> Iterator[list[RosterRow]]:
    """The lines of the list, five hundred at a time. See ``cohorts.roster.reading``."""
    country = draft.cohort.programme.country
    yield from read_stretches(list_of(draft), columns_in(draft), country=country, within=places_of(draft.cohort))


def columns_in(draft: RosterDraft) -> Columns:
    return columns_of(draft.content["header"], draft.cohort.programme.country)


def list_of(draft: RosterDraft) -> Table:
    return Table(draft.content["header"], [Row(number, cells) for number, cells in draft.content["rows"]])


def places_of(cohort: Cohort) -> list[Territory]:
    """Where a place with a common name is looked for first."""
    return list(cohort.region.territories.all()) if cohort.region else []


def review_roster(draft: RosterDraft, *, by) -> Review:
    """What would happen to each line if ``by`` committed the list now. As many queries whatever it says."""
    rows = [row for some in read_draft(draft) for row in some]
    return reviewed(draft, rows, by=by)


def reviewed(draft: RosterDraft, rows: list[RosterRow], *, by) -> Review:
    """The same for lines already read."""
    judged = judge(rows, people_like(rows, cohort=draft.cohort, by=by))
    asked = asked_of_quotas(draft.cohort, [line for line in judged if line.verdict in WILL_ENROL])
    return Review(columns_in(draft), judged, free_seats(draft.cohort), asked)


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
    ``Refused`` when the seats do not suffice, and when the list was cancelled.
    """
    if draft.committed_at:
        return draft
    rows = [row for some in read_draft(draft) for row in some]
    return enrol_rows(draft, rows, decisions=decisions, by=by, at=at, turned=turned)


@transaction.atomic
def enrol_rows(
    draft: RosterDraft,
    rows: list[RosterRow],
    *,
    decisions: Mapping[int, str],
    by,
    at: datetime | None = None,
    turned: Collection[int] = (),
) -> RosterDraft:
    """:func:`commit_roster` for lines already read: everything that has to happen under the cohort's lock.

    The draft itself is written last, so that until that moment somebody else may take it away.
    """
    if _standing(draft).committed_at:
        return draft
    cohort, moment = hold_seats(draft.cohort), past_moment(at)
    # Who waited for the lock may find the work done.
    if _standing(draft).committed_at:
        return draft
    review = reviewed(draft, rows, by=by)
    entering = [line for line in (_decided(line, decisions) for line in review.judged) if line]
    take_off_the_lists(cohort, [line.found.id for line in entering if line.verdict == "known"], by=by)
    require_seats(cohort, len(entering))
    source = Enrolment.Source.IMPORT if draft.content["source"] else Enrolment.Source.ASSISTED
    writer = RosterWriter(cohort, [_turned(line, turned) for line in entering], source=source, by=by, at=moment)
    passages = writer.enrol()
    draft.outcome = _outcome(review, {line.row.number for line in entering}, new=writer.new)
    look_for_duplicates(f"list:{draft.pk}")
    facts = {"draft": draft.pk, "enrolments": [passage.pk for passage in passages], **draft.outcome["counts"]}
    log(instance=cohort, action="cohorts.commit_roster", user=by, data=facts)
    _settle(draft)
    return draft


def _standing(draft: RosterDraft) -> RosterDraft:
    try:
        draft.refresh_from_db(fields=["committed_at", "outcome"])
    except RosterDraft.DoesNotExist:
        raise Refused(CANCELLED) from None
    return draft


def _settle(draft: RosterDraft) -> None:
    """The people are in; of the list only what stayed out is kept, to be corrected. ``Refused`` when it is gone."""
    left = {line["number"] for line in draft.outcome["left"]}
    content = {"source": draft.content["source"]}
    if left:
        rows = [row for row in draft.content["rows"] if row[0] in left]
        content |= {"header": draft.content["header"], "rows": rows}
    draft.content, draft.review, draft.decisions, draft.committed_at = content, {}, {}, timezone.now()
    facts = ("content", "review", "decisions", "committed_at", "outcome")
    written = RosterDraft.objects.filter(pk=draft.pk, committed_at=None).update(
        **{name: getattr(draft, name) for name in facts}
    )
    if not written:
        raise Refused(CANCELLED)


@transaction.atomic
def note_decisions(
    draft: RosterDraft, *, decisions: Mapping[int, str], turned: Collection[int], about: Collection[int]
) -> None:
    """Keep what was said about some lines of a big list (``about``) until it is enrolled; the last word stands."""
    held = RosterDraft.objects.select_for_update().defer("content", "review").get(pk=draft.pk)
    said, turns = held.decisions.get("said", {}), set(held.decisions.get("turned", []))
    said = {number: word for number, word in said.items() if int(number) not in about}
    said |= {str(number): word for number, word in decisions.items()}
    turns = (turns - set(about)) | set(turned)
    RosterDraft.objects.filter(pk=draft.pk, committed_at=None).update(decisions={"said": said, "turned": sorted(turns)})


@transaction.atomic
def cancel_roster(draft: RosterDraft, *, by) -> None:
    """Take the list away before it is enrolled: nobody of it came in and nothing of it stays. Twice is once.

    ``Refused`` when it is enrolled already.
    """
    held = RosterDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if held is None:
        return
    if held.committed_at:
        raise Refused(_("Las personas de esta lista ya están en el grupo: no se puede cancelar."))
    log(instance=held.cohort, action="cohorts.cancel_roster", user=by, data={"draft": held.pk, "lines": held.lines})
    held.delete()


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
