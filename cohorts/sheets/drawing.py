"""From what the sheets say to the document that is printed."""

from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from kit import sheets

SHEET: Final = Path(__file__).resolve().parent.parent / "typst" / "attendance.typ"


def draw(content: dict, *, at: datetime, format: Literal["pdf", "png"] = "pdf") -> bytes | list[bytes]:
    """What ``content_of`` gathered as one PDF, tagged and with its fonts in it (or, to look at, a picture a page).

    Some 3 ms a row and no database: never inside a transaction.
    """
    return sheets.draw(SHEET, content, at=at, format=format)
