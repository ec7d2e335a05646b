"""The book as a workbook and on paper."""

from datetime import datetime
from pathlib import Path
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certificates.packs.ledger import Book, heads, lines, tally, title_of
from kit import sheets
from kit.spreadsheet import write_xlsx
from people.actions import Refused
from programmes.models import Programme
from programmes.papers import size_of, usual_paper

SHEET: Final = Path(__file__).resolve().parent / "typst" / "ledger.typ"
# More of them belong into a spreadsheet: the typesetter would keep whoever asked waiting.
MOST_ON_PAPER = 2_000


def as_xlsx(book: Book, programme: Programme) -> bytes:
    """The lines, and on a sheet of its own how many they are."""
    return write_xlsx({title_of(programme): [heads(programme), *lines(book)], _("Resumen"): [[tally(book)]]})


def as_pdf(book: Book, programme: Programme, *, of: str, at: datetime) -> bytes:
    """The same on paper, on its side; ``of`` names the cohort or the year. ``Refused`` for more than fit."""
    if len(book.entries) > MOST_ON_PAPER:
        sentence = _("En papel caben %(most)d renglones. Descárgalo en XLSX.")
        raise Refused(sentence % {"most": MOST_ON_PAPER})
    width, height = size_of(usual_paper(programme.country), programme.country)
    said = {
        "language": (get_language() or "es").partition("-")[0],
        "title": f"{title_of(programme)} · {of}",
        "issuer": programme.issuer,
        "entity": f"{programme.name} · {programme.issuer}",
        "paper": {"width": height, "height": width},
        "tally": tally(book),
        "pages": _("Hoja {page} de {pages}"),
        "heads": heads(programme),
        "rows": [[_written(cell) for cell in line] for line in lines(book)],
    }
    drawn = sheets.draw(SHEET, said, at=at)
    assert isinstance(drawn, bytes)
    return drawn


def _written(cell) -> str:
    if cell is None:
        return ""
    return date_format(cell, "SHORT_DATE_FORMAT") if hasattr(cell, "isoformat") else str(cell)
