"""A table of many sessions: looked at line by line, then marked in one go."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from cohorts.actions.attendance_files import differences_in, held, settle, write_cells
from cohorts.attendance_lists.facts import Cell, Claim, FileLine, Meeting
from cohorts.attendance_lists.judging import WILL_MARK, judge
from cohorts.attendance_lists.knowing import meetings_of, seats_of, standing_of
from cohorts.attendance_lists.matching import Match, Roster
from cohorts.attendance_lists.reading import marks_said, read_lines
from cohorts.attendance_lists.vocabulary import Heads, heads_of
from cohorts.attendance_lists.words import match_words, trouble
from cohorts.models import AttendanceDraft, AttendanceMark, Cohort
from kit.spreadsheet import Row, Table


@dataclass(frozen=True)
class JudgedLine:
    """A line, whose it is, and what would become of each of its marks."""

    line: FileLine
    match: Match
    cells: list[Cell]

    @property
    def verdict(self) -> str:
        """The gravest: ``unmatched``, ``wrong``, ``different``, ``new``, ``shut``, ``same``; ``empty`` of no mark."""
        said = {cell.verdict for cell in self.cells}
        if self.match.seat is None:
            return "unmatched"
        if self.line.problems or said & {"left", "contradicted"}:
            return "wrong"
        if said & WILL_MARK and "different" not in said:
            return "new"
        return next((verdict for verdict in ("different", "shut", "same") if verdict in said), "empty")


@dataclass(frozen=True)
class MarksReview:
    """A table as it stands today: its heads, its lines with their verdicts, ``said`` how each mark was read."""

    heads: Heads
    lines: list[JudgedLine]
    said: Counter
    shut: list[Meeting]

    @property
    def cells(self) -> list[Cell]:
        return [cell for line in self.lines for cell in line.cells]

    @property
    def counts(self) -> Counter:
        return Counter(cell.verdict for cell in self.cells)

    @property
    def by_line(self) -> Counter:
        return Counter(line.verdict for line in self.lines)

    @property
    def differences(self) -> list[Cell]:
        return differences_in(self.cells)


def draft_marks(cohort: Cohort, table: Table, *, source: str, by) -> AttendanceDraft:
    """Keep the table as it was read, for its dry run; nobody is marked yet."""
    rows = [[row.number, row.cells] for row in table.rows]
    content = {"header": table.header, "rows": rows, "source": source[:200]}
    return AttendanceDraft.objects.create(cohort=cohort, content=content, created_by=by)


def review_marks(draft: AttendanceDraft) -> MarksReview:
    """What would become of each mark if the table were committed now. Four queries whatever it says."""
    table = Table(draft.content["header"], [Row(number, cells) for number, cells in draft.content["rows"]])
    meetings = meetings_of(draft.cohort)
    heads = heads_of(table.header, meetings)
    lines = read_lines(table, heads, meetings)
    roster, named = Roster(seats_of(draft.cohort)), {meeting.register: meeting for meeting in meetings}
    matches = [roster.find([line.name], email=line.email, phone=line.phone) for line in lines]
    claims = [
        Claim(line.number, match.seat, named[register], status)
        for line, match in zip(lines, matches, strict=True)
        if match.seat
        for register, status in line.marks
    ]
    cells = judge(claims, standing_of({claim.meeting.register for claim in claims}))
    of_line: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        of_line[cell.claim.line].append(cell)
    judged = [JudgedLine(line, match, of_line[line.number]) for line, match in zip(lines, matches, strict=True)]
    shut = {cell.claim.meeting for cell in cells if cell.verdict == "shut"}
    return MarksReview(heads, judged, marks_said(table, heads), sorted(shut, key=lambda each: each.number))


@transaction.atomic
def commit_marks(draft: AttendanceDraft, *, taken: Collection[str], by) -> AttendanceDraft:
    """Mark what is new, and those differences that were ``taken`` (``Cell.key``), all or none.

    Judged again now, under the lock of the cohort's lists: a difference that became another stays as it is. Committing
    twice marks once and returns the first outcome; the same file in another draft finds everything the same.
    """
    if held(draft).committed_at:
        return draft
    review = review_marks(draft)
    marked, changed = write_cells(draft, review.cells, taken=taken, method=AttendanceMark.Method.IMPORT, by=by)
    counts, lines = review.counts, review.by_line
    told = {
        "new": marked,
        "changed": changed,
        "kept": counts["different"] - changed,
        "same": counts["same"],
        "shut": counts["shut"],
        "unmatched": lines["unmatched"],
        "wrong": sum(1 for line in review.lines if line.match.seat and left_words(line)),
    }
    settle(draft, told, [_left(line) for line in review.lines if left_words(line)], by=by)
    return draft


def left_words(line: JudgedLine) -> str:
    """What of a line stays out, in sentences; "" when nothing does."""
    nobody = "" if line.match.seat else match_words(line.match, line.line.name)
    return " ".join(part for part in (nobody, *line.line.problems, *map(trouble, line.cells)) if part)


def _left(line: JudgedLine) -> dict:
    return {"number": line.line.number, "name": line.line.name or line.line.email, "why": left_words(line)}
