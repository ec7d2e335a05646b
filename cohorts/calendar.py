"""Sessions as a calendar (RFC 5545): the feeds that telephones subscribe to, and what goes along with a letter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event
from icalendar.parser import Contentline

from cohorts.models import Cohort, Register, Session
from kit.clock import now
from kit.zones import timezone_of
from people.models import User

# Past sessions stay a quarter of a year; a calendar longer than this is no calendar.
PAST = timedelta(days=90)
EVENTS = 500
END_OF_EVENT = "END:VEVENT\r\n"
# One address a letter: nobody learns who else was asked. No answer is expected.
ATTENDEE = "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:"


def registers_of(user: User) -> list[Register]:
    """What the account takes part in or teaches now, cancelled sessions too, by time. One query; 500 at most."""
    attends = Q(cohort__enrolments__person__user=user, cohort__enrolments__withdrawn_at=None)
    teaches = Q(cohort__in=Cohort.objects.filter(facilitations__person__user=user, facilitations__ended_at=None))
    return _recent(Register.objects.exclude(cohort__opened_at=None).filter(attends | teaches))


def registers_in(cohort: Cohort) -> list[Register]:
    """The sessions of one cohort, cancelled ones too, by time. One query; 500 at most."""
    return _recent(Register.objects.filter(cohort=cohort))


def _recent(registers) -> list[Register]:
    recent = registers.filter(session__ends_at__gte=now() - PAST).select_related("session", "cohort__programme")
    # A joint session goes on without the cohort that was cancelled; its own were cancelled with it, and say so.
    recent = recent.exclude(cohort__status=Cohort.Status.CANCELLED, session__cancelled_at=None)
    return list(recent.order_by("session__starts_at", "pk").distinct()[:EVENTS])


def ics(name: str, registers: Iterable[Register]) -> bytes:
    """One VEVENT a session with the VTIMEZONE of its hall; a joint session once, under the first of its cohorts.

    A session moved or cancelled keeps its UID with a higher SEQUENCE, so that every client replaces what it had.
    """
    calendar = _calendar("PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    by_session: dict[int, Register] = {}
    for register in registers:
        by_session.setdefault(register.session_id, register)
    _add_zones(calendar, by_session.values())
    for register in by_session.values():
        calendar.add_component(_event(register))
    return calendar.to_ical()


@dataclass(frozen=True)
class Invitation:
    """What goes along with a letter about sessions; ``personal`` when it names whom it invites."""

    text: str
    personal: bool

    def to(self, address: str) -> str:
        """The iCalendar object for one address."""
        if not self.personal:
            return self.text
        line = Contentline(ATTENDEE + "".join(address.split())).to_ical().decode()
        return self.text.replace(END_OF_EVENT, f"{line}\r\n{END_OF_EVENT}")


def invitation(registers: list[Register]) -> Invitation:
    """An update that Google, Apple and Outlook carry out under the UID of the feeds.

    One session is asked for (REQUEST) or called off (CANCEL). Several at once are announced (PUBLISH), for one
    REQUEST speaks of one event only (RFC 5546, 3.2.2).
    """
    single = len(registers) == 1
    cancelled = single and registers[0].session.cancelled_at is not None
    calendar = _calendar(("CANCEL" if cancelled else "REQUEST") if single else "PUBLISH")
    _add_zones(calendar, registers)
    for register in registers:
        event = _event(register, stamp=now())
        event.add("organizer", "mailto:" + parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
        calendar.add_component(event)
    return Invitation(calendar.to_ical().decode(), personal=single)


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Paralelo//ES")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _add_zones(calendar: Calendar, registers: Iterable[Register]) -> None:
    moments: dict[str, list[datetime]] = {}
    for register in registers:
        session = register.session
        moments.setdefault(session.time_zone, []).extend((session.starts_at, session.ends_at))
    for zone in sorted(moments):
        calendar.add_component(timezone_of(zone, moments[zone]))


def _event(register: Register, stamp: datetime | None = None) -> Event:
    session, zone = register.session, ZoneInfo(register.session.time_zone)
    event = Event()
    event.add("uid", f"{session.uuid}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", stamp or session.cancelled_at or session.created_at)
    event.add("dtstart", session.starts_at.astimezone(zone))
    event.add("dtend", session.ends_at.astimezone(zone))
    # Calling it off changes what was announced once more.
    event.add("sequence", session.version + (session.cancelled_at is not None))
    event.add("status", "CANCELLED" if session.cancelled_at else "CONFIRMED")
    event.add("summary", f"{session.title} · {register.cohort.name}")
    event.add("location", _location(session))
    if session.latitude is not None and session.longitude is not None and session.in_a_hall:
        event.add("geo", (float(session.latitude), float(session.longitude)))
    event.add("description", _description(register))
    event.add("url", settings.SITE_URL + reverse("cohorts:session", args=[session.uuid]))
    return event


def _location(session: Session) -> str:
    if session.venue and session.in_a_hall:
        return f"{session.venue} ({session.reference})" if session.reference else session.venue
    return _("En línea") if session.online else _("Lugar por confirmar")


def _description(register: Register) -> str:
    session = register.session
    reason = _("Se canceló: %(reason)s") % {"reason": session.cancelled_reason} if session.cancelled_at else ""
    page = settings.SITE_URL + reverse("cohorts:session", args=[session.uuid])
    way_in = _("El enlace para entrar se muestra desde 15 minutos antes, aquí: %(page)s") % {"page": page}
    parts = (reason, register.cohort.programme.name, session.outline, way_in if session.online else "", session.map_url)
    return "\n\n".join(part for part in parts if part)
