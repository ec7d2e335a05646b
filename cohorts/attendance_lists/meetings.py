"""Which session the head of a column, or a cell, means."""

import re
from collections.abc import Sequence
from datetime import date

from cohorts.attendance_lists.facts import Meeting
from kit.text import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("ene enero jan january", "feb febrero february", "mar marzo march", "abr abril apr april", "may mayo",
         "jun junio june", "jul julio july", "ago agosto aug august", "sep sept septiembre setiembre september",
         "oct octubre october", "nov noviembre november", "dic diciembre dec december"), 1)
    for name in names.split()
}  # fmt: skip
_YEAR_FIRST = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b")
# Without a year only «12/03»: «1.2» and «1-2» are numbers of something else.
_DAY_FIRST = re.compile(r"(?<![\d/.-])(\d{1,2})(?:[-/.](\d{1,2})[-/.](\d{4}|\d{2})|/(\d{1,2}))(?![\d/.-])")
_IN_WORDS = re.compile(r"\b(\d{1,2})(?:\s+de)?[\s-]+([a-z]{3,10})\.?(?:(?:\s+de[l]?)?[\s-]+(\d{4}))?\b")
_NUMBER = re.compile(r"(?:sesion|session|ses|s|taller|clase|class|encuentro|reunion|fecha|dia|n|no|num|numero|#)?\s*"
                     r"(?:n|no|num|numero|#)?[.ºo°]?\s*(\d{1,3})[aº°.]?")  # fmt: skip
_NUMBERED = re.compile(r"(?:sesion|session|taller|clase|class|s)?\s*(\d{1,3})\s*[.):·–-]\s+\S")


def meant(said: str, meetings: Sequence[Meeting]) -> list[Meeting]:
    """The sessions that a text may mean: one when it is clear, none when nothing fits, several when it is not enough.

    A day decides («12/03/2026», «2026-03-12», «12 de marzo», without a year too); of several on one day the number or
    the title. Without a day the title, else the number in time («3», «Sesión 3», «3. Barrio y memoria»).
    """
    text = fold(said)
    if not text:
        return []
    found, day = list(meetings), _day(text)
    if day:
        found = [meeting for meeting in meetings if _on(meeting.day, *day[0])]
        text = day[1]
        if len(found) < 2:
            return found
    titled = [meeting for meeting in found if fold(meeting.title) == text]
    if titled:
        return titled
    number = _NUMBER.fullmatch(text) or _NUMBERED.match(text)
    numbered = [meeting for meeting in found if number and meeting.number == int(number[1])]
    if numbered or not day:
        return numbered
    inside = [meeting for meeting in found if fold(meeting.title) in text]
    return inside or found


def names_a_session(said: str) -> bool:
    """Whether a head looks like a day or a number of a session: then it is worth saying that none fits."""
    text = fold(said)
    return bool(_day(text) or _NUMBER.fullmatch(text))


def _day(text: str) -> tuple[tuple[int, int, int | None], str] | None:
    """The first day a folded text names, as (day, month, year or None), and what the text says besides."""
    day = None
    if found := _YEAR_FIRST.search(text):
        day = _possible(int(found[3]), int(found[2]), int(found[1]))
    elif found := _DAY_FIRST.search(text):
        day = _possible(int(found[1]), int(found[2] or found[4]), _year(found[3]))
    elif (found := _IN_WORDS.search(text)) and found[2] in _MONTHS:
        day = _possible(int(found[1]), _MONTHS[found[2]], _year(found[3]))
    return (day, (text[: found.start()] + text[found.end() :]).strip(" ·-–,;:()")) if found and day else None


def _year(said: str | None) -> int | None:
    if not said:
        return None
    return int(said) + (2000 if len(said) == 2 else 0)


def _possible(day: int, month: int, year: int | None) -> tuple[int, int, int | None] | None:
    try:
        date(year or 2024, month, day)
    except ValueError:
        return None
    return day, month, year


def _on(day: date, number: int, month: int, year: int | None) -> bool:
    return (day.day, day.month) == (number, month) and year in (None, day.year)
