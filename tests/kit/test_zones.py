"""VTIMEZONE read back by another library, hour by hour."""

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from icalendar import Calendar

from kit.zones import timezone_of


@pytest.mark.parametrize(
    ("zone", "year", "rules"),
    [
        ("America/Tijuana", 2027, 2),
        ("America/Mexico_City", 2027, 0),
        ("America/Bogota", 2027, 0),
        ("America/Santiago", 2027, 2),
        ("America/Santiago", 2029, 0),  # its first of April is a Sunday: the clocks change a week later
        ("America/Mexico_City", 2022, 0),  # the year in which it gave summer time up
    ],
)
def test_every_hour_of_the_year_is_read_as_it_is_there(zone, year, rules):
    calendar = Calendar()
    calendar.add_component(timezone_of(zone, [datetime(year, 3, 1, tzinfo=UTC)]))
    written = calendar.to_ical().decode()
    read, clocks = tzical(io.StringIO(written.replace("\r\n", "\n"))).get(zone), ZoneInfo(zone)

    hours = [datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(hours=6 * number) for number in range(1400)]
    wrong = [
        hour
        for hour in (moment.astimezone(clocks).replace(tzinfo=None) for moment in hours)
        if hour.replace(tzinfo=read).utcoffset() != hour.replace(tzinfo=clocks).utcoffset()
    ]

    assert wrong == []
    assert written.count("RRULE:FREQ=YEARLY") == rules
