"""The days of a series of meetings."""

from datetime import date, timedelta

from programmes.holidays import holiday


def days_of(first: date, count: int, every: int, country: str) -> list[tuple[date, str]]:
    """``count`` ordinary days, ``every`` weeks apart, from ``first`` on; between them, the holidays that were passed.

    Each with what is celebrated, empty on an ordinary day.
    """
    days, ordinary, day = [], 0, first
    while ordinary < count:
        name = holiday(country, day)
        days.append((day, name))
        ordinary += not name
        day += timedelta(weeks=every)
    return days
