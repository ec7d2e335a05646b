"""What each line of an attendance list says, cell by cell. Nothing is looked up."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from cohorts.attendance_lists.facts import FileLine, Meeting
from cohorts.attendance_lists.meetings import meant
from cohorts.attendance_lists.vocabulary import Heads, status_said
from kit.spreadsheet import Row, Table
from kit.text import fold, name_key, tidy
from people.register import compact_phone

_SHOWN = 40


def read_lines(table: Table, heads: Heads, meetings: Sequence[Meeting]) -> list[FileLine]:
    """Every line; lines that name nobody and say nothing are left out."""
    known: dict[str, list[Meeting]] = {}
    lines = [_read(row, heads, meetings, known) for row in table.rows]
    return [line for line in lines if line.name or line.email or line.marks or line.problems]


def marks_said(table: Table, heads: Heads) -> Counter:
    """How often each mark stands in the list, as (what is written, the status it is read as or None)."""
    columns = [heads.at["status"]] if heads.long else list(heads.sessions)
    written = Counter(tidy(row.cells[at]) for row in table.rows for at in columns)
    said: Counter = Counter()
    for text, times in written.items():
        if (status := status_said(text)) != "":
            said[_short(text) if status is None else fold(text), status] += times
    return said


def _read(row: Row, heads: Heads, meetings: Sequence[Meeting], known: dict[str, list[Meeting]]) -> FileLine:
    def cell(field: str) -> str:
        return tidy(row.cells[heads.at[field]]) if field in heads.at else ""

    problems: list[str] = []
    marks = _long_mark(cell, meetings, known, problems) if heads.long else _matrix_marks(row, heads, problems)
    names = [cell(field) for field in ("full_name", "given_names", "surname1", "surnames", "surname2")]
    name = " ".join(part for part in names if part)
    email = cell("email").lower()
    if not name and not email:
        problems.append(_("La línea no dice de quién es."))
    return FileLine(
        number=row.number,
        name=name,
        key=name_key(name, ""),
        email=email if "@" in email else "",
        phone=compact_phone(cell("phone")),
        marks=tuple(marks),
        problems=tuple(problems),
    )


def _matrix_marks(row: Row, heads: Heads, problems: list[str]) -> list[tuple[int, str]]:
    marks = []
    for column, meeting in heads.sessions.items():
        said = tidy(row.cells[column])
        status = status_said(said)
        if status is None:
            words = {"number": meeting.number, "said": _short(said)}
            problems.append(_("Fecha %(number)d: no entendemos «%(said)s».") % words)
        elif status:
            marks.append((meeting.register, status))
    return marks


def _long_mark(cell, meetings: Sequence[Meeting], known: dict, problems: list[str]) -> list[tuple[int, str]]:
    said = cell("status")
    status = status_said(said)
    if status is None:
        problems.append(_("No entendemos la marca «%(said)s».") % {"said": _short(said)})
    where = " · ".join(part for part in (cell("date"), cell("session")) if part)
    if where not in known:
        known[where] = _of_both(cell("date"), cell("session"), meetings)
    found = known[where]
    if len(found) != 1:
        words = {"said": _short(where)}
        several = _("«%(said)s» puede ser más de una fecha: escribe también su número.")
        problems.append((several if found else _("«%(said)s» no corresponde a ninguna de las fechas.")) % words)
        return []
    return [(found[0].register, status)] if status else []


def _of_both(day: str, session: str, meetings: Sequence[Meeting]) -> list[Meeting]:
    """What two columns say together; a number beside a day is one in time, or the number of the day's own."""
    if not day or not session:
        return meant(day or session, meetings)
    on_day = meant(day, meetings)
    both = [meeting for meeting in meant(session, meetings) if meeting in on_day]
    return both or meant(session, on_day) or (on_day if len(on_day) == 1 else [])


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
