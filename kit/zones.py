"""The clocks of a place as calendars write them down (VTIMEZONE), in the short form that mail programs understand."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONG_AGO = datetime(1970, 1, 1)


@dataclass(frozen=True)
class _Change:
    """What the clocks do at one moment; ``summer`` when they go over to summer time."""

    before: timedelta
    after: timedelta
    name: str
    summer: bool


def timezone_of(zone: str, moments: Iterable[datetime]) -> Timezone:
    """The VTIMEZONE of an IANA zone, right from the year before the first of ``moments`` to the year after the last.

    A change that falls on the same Sunday of its month in all these years is one rule (RRULE), which Outlook follows
    and a list of days it does not; otherwise the days are listed.
    """
    years = sorted(moment.astimezone(ZoneInfo(zone)).year for moment in moments)
    asked = range(years[0] - 1, years[-1] + 2)
    onsets: dict[_Change, list[datetime]] = defaultdict(list)
    for year in asked:
        for at, change in _changes(zone, year):
            onsets[change].append(at)
    component = Timezone()
    component.add("tzid", zone)
    if not onsets:
        onsets[_standing(zone, asked[0])] = [LONG_AGO]
    for change, days in onsets.items():
        component.add_component(_observance(change, days, len(asked)))
    return component


def _observance(change: _Change, onsets: list[datetime], years: int):
    observance = TimezoneDaylight() if change.summer else TimezoneStandard()
    observance.add("dtstart", onsets[0])
    rule = _rule(onsets) if len(onsets) == years else None
    if rule:
        observance.add("rrule", rule)
    elif len(onsets) > 1:
        observance.add("rdate", onsets[1:])
    observance.add("tzname", change.name)
    observance.add("tzoffsetfrom", change.before)
    observance.add("tzoffsetto", change.after)
    return observance


def _rule(onsets: list[datetime]) -> dict | None:
    """The month and which of its Sundays (or another day); None where the years differ."""
    same = {(at.month, at.weekday(), at.time()) for at in onsets}
    which = set.intersection(*(_counts(at) for at in onsets))
    if len(same) > 1 or not which:
        return None
    return {"freq": "yearly", "bymonth": onsets[0].month, "byday": f"{max(which)}{DAYS[onsets[0].weekday()]}"}


def _counts(at: datetime) -> set[int]:
    """The second Sunday may be the last but two as well: from the front, and -1 when it is the last."""
    last = at.day + 7 > monthrange(at.year, at.month)[1]
    return {(at.day - 1) // 7 + 1, -1} if last else {(at.day - 1) // 7 + 1}


def _standing(zone: str, year: int) -> _Change:
    here = datetime(year, 1, 1, tzinfo=ZoneInfo(zone))
    offset = here.utcoffset() or timedelta(0)
    return _Change(offset, offset, here.tzname() or zone, summer=False)


@lru_cache(maxsize=256)
def _changes(zone: str, year: int) -> tuple[tuple[datetime, _Change], ...]:
    """Each change of that year at the hour that the clocks showed before it."""
    clocks = ZoneInfo(zone)
    found, day = [], datetime(year, 1, 1, tzinfo=UTC)
    while day.year == year:
        following = day + timedelta(days=1)
        if day.astimezone(clocks).utcoffset() != following.astimezone(clocks).utcoffset():
            found.append(_change_between(day, following, clocks))
        day = following
    return tuple(found)


def _change_between(low: datetime, high: datetime, clocks: ZoneInfo) -> tuple[datetime, _Change]:
    first = low.astimezone(clocks).utcoffset() or timedelta(0)
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        middle = middle.replace(second=0, microsecond=0)
        if middle.astimezone(clocks).utcoffset() == first:
            low = middle
        else:
            high = middle
    here = high.astimezone(clocks)
    change = _Change(first, here.utcoffset() or timedelta(0), here.tzname() or "", bool(here.dst()))
    return (high + first).replace(tzinfo=None), change
