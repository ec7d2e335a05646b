"""The matrix on paper: what ``cohorts.matrix.Matrix`` found, laid out on its side."""

from datetime import datetime
from pathlib import Path
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cohorts.matrix import LETTERS, Matrix
from kit import sheets
from people.actions import Refused
from programmes.papers import size_of, usual_paper
from programmes.vocabulary import Vocabulary

SHEET: Final = Path(__file__).resolve().parent / "typst" / "matrix.typ"
# More columns than these are no longer read on a sheet; the spreadsheet holds them.
MOST_SESSIONS = 45
MOST_ROWS = 1_500


def content_of(matrix: Matrix) -> dict:
    """Everything the sheet says, in the reader's language. ``Refused`` for more than a sheet holds. No query."""
    sessions, people = len(matrix.registers), len(matrix.rows)
    if sessions > MOST_SESSIONS or people > MOST_ROWS:
        words = {"sessions": MOST_SESSIONS, "people": MOST_ROWS}
        raise Refused(_("En papel caben %(sessions)d fechas y %(people)d personas. Descárgala en XLSX.") % words)
    cohort, programme = matrix.cohort, matrix.cohort.programme
    width, height = size_of(usual_paper(programme.country), programme.country)
    return {
        "language": (get_language() or "es").partition("-")[0],
        "title": _("Asistencia de %(name)s") % {"name": cohort.name},
        "issuer": programme.issuer,
        "entity": f"{programme.name} · {programme.issuer}" + (f" · {cohort.region.name}" if cohort.region else ""),
        "strip": f"{cohort.code} · {cohort.name}",
        "paper": {"width": height, "height": width},
        "base": matrix.base,
        "legend": " · ".join(f"{letter} {word}" for letter, word in matrix.legend),
        "words": _words(programme),
        "sessions": [_session(head) for head in matrix.heads],
        "rows": [_row(matrix, row) for row in matrix.rows],
    }


def draw(content: dict, *, at: datetime) -> bytes:
    """One PDF. No database: never inside a transaction."""
    drawn = sheets.draw(SHEET, content, at=at)
    assert isinstance(drawn, bytes)
    return drawn


def _words(programme) -> dict:
    say = Vocabulary(programme)
    return {
        "number": _("N.º"),
        "name": f"{_('Nombre')} · {say['organisation']}",
        "rates": [_("De las realizadas"), "%", _("De las planeadas"), "%"],
        "pages": _("Hoja {page} de {pages}"),
        "uncounted": _("no cuenta"),
    }


def _session(head: dict) -> dict:
    session, day = head["register"].session, head["day"]
    return {
        "number": str(head["number"]),
        "title": session.title,
        "day": date_format(day, "j/n"),
        "date": date_format(day, "SHORT_DATE_FORMAT"),
        "counts": session.required,
    }


def _row(matrix: Matrix, row: tuple) -> dict:
    name, organisation, left, statuses, presence = row
    notes = [organisation, _("Baja") if left else ""]
    held, planned = matrix.rates(presence)
    return {
        "name": name,
        "note": " · ".join(note for note in notes if note),
        "marks": [[status or "none", str(LETTERS[status])] for status in statuses],
        "rates": [held.words, held.shown, planned.words, planned.shown],
    }
