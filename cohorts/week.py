"""The week of a coordination: what meets from Monday to Sunday, and where each list stands."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from cohorts.models import Register
from kit.clock import local, now, today

SHOWN = 40
LIMIT = 400


@dataclass(frozen=True)
class Week:
    """``days`` are (day, its registers in time); ``more`` how many are not shown, ``open`` over and not handed in."""

    days: list[tuple[date, list[Register]]]
    more: int
    open: int


def week_of(user) -> Week:
    """Of the cohorts this account coordinates; a day is a day in the session's own hall. One query.

    Cancelled sessions are shown as such: somebody may be waiting before a closed door.
    """
    moment = now()
    around = Register.objects.coordinated_by(user).filter(
        session__starts_at__gte=moment - timedelta(days=8), session__starts_at__lte=moment + timedelta(days=8)
    )
    rows = around.select_related("session", "cohort__programme").order_by("session__starts_at", "cohort__code", "pk")
    found = [register for register in rows[:LIMIT] if _this_week(register.session)]
    behind = [
        register
        for register in found
        if register.session.ends_at < moment and not register.locked and not register.session.cancelled_at
    ]
    shown = sorted(found[:SHOWN], key=_day)
    days = [(day, list(registers)) for day, registers in groupby(shown, key=_day)]
    return Week(days, len(found) - len(shown), len(behind))


def _day(register: Register) -> date:
    return local(register.session.starts_at, register.session.time_zone).date()


def _this_week(session) -> bool:
    here = today(session.time_zone)
    monday = here - timedelta(days=here.weekday())
    return monday <= local(session.starts_at, session.time_zone).date() < monday + timedelta(days=7)
