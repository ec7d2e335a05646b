"""Ages and terms: dates in, verdicts out."""

from datetime import date, timedelta

ADULT = 18
# Days a request may wait: (days, whether only Monday to Friday count). Public holidays are not left out, so the day
# shown is never later than the law's. MX: access and cancellation; CO: Ley 1581 art. 15; CL: Ley 21.719.
TERMS = {"MX": (20, False), "CO": (15, True), "CL": (30, False)}
STRICTEST = (15, False)


def is_minor(birth_date: date | None, on: date) -> bool:
    """Whether somebody born that day is under 18 on ``on``; unknown counts as adult."""
    if birth_date is None:
        return False
    had_birthday = (on.month, on.day) >= (birth_date.month, birth_date.day)
    return on.year - birth_date.year - (0 if had_birthday else 1) < ADULT


def deadline(country: str, asked_on: date) -> date:
    """The last day to answer a request made on ``asked_on``; the shortest term where the country is unknown."""
    days, working = TERMS.get(country, STRICTEST)
    if not working:
        return asked_on + timedelta(days=days)
    day = asked_on
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day
