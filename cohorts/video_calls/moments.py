"""Moments and durations as video-call programmes write them, in Spanish and English."""

import re
from collections.abc import Iterable
from datetime import date

from kit.text import fold

DAY = 86_400
_DATE = re.compile(r"\b(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?=\D|$)")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(a|p)?\b")
_UNITS = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z]+)")
_SECONDS_IN = {"h": 3600, "m": 60, "s": 1}

# The three figures of a day as written, None when only a clock stands there; and the second of the day.
Moment = tuple[tuple[int, int, int] | None, int]


def moment_said(said: str) -> Moment | None:
    """«7/22/26, 7:00:11 PM», «2026-03-12 19:00», «12/03/2026 7:02 p. m.», «19:02»; None for anything else."""
    text = (
        fold(said)
        .removesuffix("z")
        .replace("t", " ")
        .replace(". m", "m")
        .replace(".m", "m")
        .replace("am", "a")
        .replace("pm", "p")
    )
    clock = _CLOCK.search(text)
    if not clock:
        return None
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if clock[4]:
        hour = hour % 12 + (12 if clock[4] == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    day = _DATE.search(text[: clock.start()])
    return ((int(day[1]), int(day[2]), int(day[3])) if day else None), hour * 3600 + minute * 60 + second


def seconds_said(said: str) -> int | None:
    """«1h 30m 51s», «1 hr 5 min», «1:05:20», «45 min», and a bare figure as minutes; None for anything else."""
    text = fold(said)
    if found := re.fullmatch(r"(\d+):(\d{2}):(\d{2})", text):
        return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3])
    if re.fullmatch(r"\d{1,5}([.,]\d+)?", text):
        return int(float(text.replace(",", ".")) * 60)
    parts = _UNITS.findall(text)
    if not parts or any(unit[0] not in _SECONDS_IN for _figure, unit in parts):
        return None
    return int(sum(float(figure.replace(",", ".")) * _SECONDS_IN[unit[0]] for figure, unit in parts))


def order_of_days(moments: Iterable[Moment], near: date) -> str:
    """How the file writes its days: ``dmy`` or ``mdy``, whichever brings them nearer to the day of the session."""
    days = {day for day, _second in moments if day}

    def far(order: str) -> int:
        read = [day_of(day, order) for day in days]
        return sum(abs((day - near).days) if day else 100_000 for day in read)

    return min(("dmy", "mdy"), key=far)


def day_of(figures: tuple[int, int, int], order: str) -> date | None:
    """The day of three figures; with four digits first it is the year whatever the order."""
    one, two, three = figures
    if one > 31:
        year, month, day = one, two, three
    elif order == "dmy":
        year, month, day = three, two, one
    else:
        year, month, day = three, one, two
    try:
        return date(year + (2000 if year < 100 else 0), month, day)
    except ValueError:
        return None


def second_of(moment: Moment, order: str, near: date) -> int | None:
    """The moment as seconds on one line of time, the same for the whole file; a bare clock belongs to ``near``."""
    figures, second = moment
    day = day_of(figures, order) if figures else near
    return None if day is None else day.toordinal() * DAY + second
