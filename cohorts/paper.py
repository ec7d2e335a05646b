"""The signed sheet read back: its rows in the order and with the numbers of the paper, and which lists lack it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from cohorts.models import AttendanceMark, Enrolment, FormerEnrolment, PrintedSheet, Register, SheetScan
from cohorts.sheet import Sheet, sheet_of
from cohorts.sheets.codes import row_code

# As many as a sheet leaves empty when nobody says otherwise.
USUAL_BLANK = 5


@dataclass(frozen=True)
class Leaf:
    """One sheet as it is transcribed. ``rows`` are those of ``cohorts.sheet.Sheet`` with ``number``, ``code`` and
    ``why`` (a code, when the row takes no mark: ``gone`` left before the session, ``same`` stands on an earlier row).

    ``after`` are people who are on the list and not on the paper: enrolled since it was printed.
    """

    sheet: Sheet
    printed: PrintedSheet | None
    others: list[PrintedSheet]
    rows: list[dict]
    after: list[dict]
    blank: int

    @property
    def first_blank(self) -> int:
        return len(self.rows) + 1


def leaf_of(register: Register, typed: dict[int, str] | None = None, *, printed: str = "") -> Leaf:
    """The paper named by ``printed`` (its uuid), else the one printed last, else the list as it would be printed now.

    Four queries; five when somebody on the paper has left the list.
    """
    sheet = sheet_of(register, typed)
    known = {row["pk"]: row for row in sheet.rows}
    prints = list(PrintedSheet.objects.filter(register=register)[:12])
    chosen = next((each for each in prints if str(each.uuid) == printed), prints[0] if prints else None)
    others = [each for each in prints if each is not chosen]
    if chosen is None:
        rows = [_on_paper(row, number) for number, row in enumerate(sheet.rows, 1)]
        return Leaf(sheet, None, others, rows, [], USUAL_BLANK)
    rows = _as_printed(chosen.rows, known)
    there = {row["pk"] for row in rows}
    after = [_on_paper(row, 0) for row in sheet.rows if row["pk"] not in there]
    return Leaf(sheet, chosen, others, rows, after, chosen.blank)


def _as_printed(numbers: list[int], known: dict[int, dict]) -> list[dict]:
    unknown = [number for number in numbers if number not in known]
    moved = dict(FormerEnrolment.objects.filter(number__in=unknown).values_list("number", "kept"))
    gone = [moved.get(number, number) for number in unknown if moved.get(number) not in known]
    names = {each.pk: each.person.list_name for each in _passages(gone)} if gone else {}
    rows, seen = [], set()
    for at, printed in enumerate(numbers, 1):
        pk = moved.get(printed, printed)
        why = "same" if pk in seen else "" if pk in known else "gone"
        row = known.get(pk) or {"pk": pk, "name": names.get(pk, ""), "note": "", "later": False}
        rows.append(_on_paper(row, at, code=printed, why=why))
        seen.add(pk)
    return rows


def _passages(numbers: Iterable[int]):
    return Enrolment.objects.filter(pk__in=numbers).select_related("person")


def _on_paper(row: dict, number: int, *, code: int = 0, why: str = "") -> dict:
    return row | {"number": number, "code": row_code(code or row["pk"]), "why": why}


def lacks_sheet() -> Q:
    """For registers: marks came from paper, and no page of the signed sheet was attached."""
    of_paper = AttendanceMark.objects.filter(register=OuterRef("pk"), method=AttendanceMark.Method.PAPER)
    attached = SheetScan.objects.standing().filter(register=OuterRef("pk"))
    return Q(Exists(of_paper)) & ~Q(Exists(attached))


def lacking_sheet(registers: Iterable[Register]) -> set[int]:
    """Which of them (ids) lack it. One query."""
    asked = [register.pk for register in registers]
    return set(Register.objects.filter(lacks_sheet(), pk__in=asked).values_list("pk", flat=True))


def next_to_transcribe(register: Register, *, until) -> Register | None:
    """The cohort's next list in time that began by ``until`` and still takes marks: the paper under this one."""
    open_ones = Register.objects.filter(cohort=register.cohort_id, session__cancelled_at=None).exclude(
        status__in=[Register.Status.SUBMITTED, *Register.SETTLED]
    )
    later = open_ones.filter(session__starts_at__gt=register.session.starts_at, session__starts_at__lte=until)
    return later.select_related("session").order_by("session__starts_at", "pk").first()
