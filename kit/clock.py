"""Moments and days. A moment is the same everywhere; a day belongs to a place."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> datetime:
    """This moment, aware, in UTC."""
    return timezone.now()


def local(moment: datetime, tz: str) -> datetime:
    """The same moment as the clocks of ``tz`` (an IANA name: ``America/Santiago``) show it."""
    return moment.astimezone(ZoneInfo(tz))


def today(tz: str) -> date:
    """The day it is in ``tz``: late at night in Chile it is still yesterday in Mexico."""
    return local(now(), tz).date()
