"""What one session is made of, as its screens and its paper show it. Fixed queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cohorts.models import Agreement, Facilitation, Moment, Session
from people.models import Person

MOST_PENDING = 20


@dataclass(frozen=True)
class Timed:
    """A step of the outline sheet with the moments at which it begins and ends."""

    moment: Moment
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Outline:
    """``left`` is how many of the session's minutes no step takes; below zero they are too many."""

    steps: list[Timed]
    minutes: int
    left: int


def timed(session: Session, moments: Iterable[Moment]) -> Outline:
    """The steps one after the other from the beginning of the session on."""
    steps, at = [], session.starts_at
    for moment in moments:
        until = at + timedelta(minutes=moment.minutes)
        steps.append(Timed(moment, at, until))
        at = until
    minutes = sum(step.moment.minutes for step in steps)
    return Outline(steps, minutes, session.minutes - minutes)


def sheet_of_session(session: Session) -> dict:
    """For paper: ``outline``, ``agreements``, ``trainers``, and what is ``pending`` from before. Four queries."""
    charges = Facilitation.objects.filter(ended_at=None, role=Facilitation.Role.TRAINER)
    teaching = charges.filter(cohort__registers__session=session).values("person")
    return {
        "outline": timed(session, session.moments.all()),
        "agreements": list(session.agreements.all()),
        "trainers": [person.full_name for person in Person.objects.filter(pk__in=teaching).order_by("pk")],
        "pending": _pending_before(session),
    }


def _pending_before(session: Session) -> list[Agreement]:
    """What these very cohorts agreed on before and is not done, the first due first; 20 at most."""
    together = [cohort.pk for cohort in session.cohorts.all()]
    earlier = Session.objects.filter(registers__cohort__in=together, starts_at__lt=session.starts_at)
    open_ones = Agreement.objects.filter(done_at=None, session__in=earlier.values("pk")).select_related("session")
    return list(open_ones.order_by("due_on", "noted_at", "pk")[:MOST_PENDING])
