"""A line of a list of cohorts, and what is to become of it: plain values, no database."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class CohortRow:
    """What one line says, checked cell by cell. ``number`` is the line seen in the spreadsheet.

    ``region_id`` is None for the whole programme. ``trainer`` is (given names, first surname) where the list names
    somebody. ``problems`` are sentences; with one of them the line is wrong.
    """

    number: int
    name: str = ""
    code: str = ""
    region_id: int | None = None
    region: str = ""
    profile: str = ""
    capacity: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    email: str = ""
    trainer: tuple[str, str] = ("", "")
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class CohortLine:
    """``verdict``: ``new`` will be planned, ``here`` already is, ``wrong`` cannot be."""

    row: CohortRow
    verdict: str
    problems: tuple[str, ...] = ()
