"""The sessions of an account as a calendar (RFC 5545) that telephones subscribe to."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from cohorts.models import Cohort, Register
from kit.clock import now
from people.models import User

# Past sessions stay a quarter of a year; a calendar longer than this is no calendar.
PAST = timedelta(days=90)
EVENTS = 500


def registers_of(user: User) -> list[Register]:
    """What the account takes part in or teaches now, cancelled sessions too, by time. One query; 500 at most."""
    attends = Q(cohort__enrolments__person__user=user, cohort__enrolments__withdrawn_at=None)
    teaches = Q(cohort__in=Cohort.objects.filter(facilitations__person__user=user, facilitations__ended_at=None))
    recent = Register.objects.filter(session__ends_at__gte=now() - PAST).exclude(cohort__opened_at=None)
    # A joint session goes on without the cohort that was cancelled; its own were cancelled with it, and say so.
    recent = recent.exclude(cohort__status=Cohort.Status.CANCELLED, session__cancelled_at=None)
    mine = recent.filter(attends | teaches).select_related("session", "cohort__programme")
    return list(mine.order_by("session__starts_at", "pk").distinct()[:EVENTS])


def ics(name: str, registers: Iterable[Register]) -> bytes:
    """One VEVENT a session with the VTIMEZONE of its hall; a joint session once, under the first of its cohorts.

    A session moved or cancelled keeps its UID with a higher SEQUENCE, so that every client replaces what it had.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Paralelo//ES")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    by_session: dict[int, Register] = {}
    for register in registers:
        by_session.setdefault(register.session_id, register)
    for register in by_session.values():
        calendar.add_component(_event(register))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(register: Register) -> Event:
    session, zone = register.session, ZoneInfo(register.session.time_zone)
    event = Event()
    event.add("uid", f"{session.uuid}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", session.cancelled_at or session.created_at)
    event.add("dtstart", session.starts_at.astimezone(zone))
    event.add("dtend", session.ends_at.astimezone(zone))
    # Calling it off changes what was announced once more.
    event.add("sequence", session.version + (session.cancelled_at is not None))
    event.add("status", "CANCELLED" if session.cancelled_at else "CONFIRMED")
    event.add("summary", f"{session.title} · {register.cohort.name}")
    event.add("location", session.venue or _("En línea: el enlace está en tu avance"))
    event.add("description", _description(register))
    event.add("url", settings.SITE_URL + reverse("home"))
    return event


def _description(register: Register) -> str:
    session = register.session
    reason = _("Se canceló: %(reason)s") % {"reason": session.cancelled_reason} if session.cancelled_at else ""
    return "\n\n".join(part for part in (reason, register.cohort.programme.name, session.outline) if part)
