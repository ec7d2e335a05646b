"""Two places at once: what a cohort cannot attend is refused, what a trainer cannot teach is said. Fixed queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cohorts.models import Cohort, Facilitation, Register, Session
from kit.clock import local
from people.actions import Refused
from people.models import Person


class Clash(Refused):
    """A cohort would have two meetings that count at once."""


@dataclass(frozen=True)
class DoubleBooking:
    """``person`` teaches ``session`` and, at a time they share, ``other``; ``cohort`` is whose that one is.

    ``cohort`` is empty where the reader does not know that one: then neither its name nor its subject is said.
    """

    person: Person
    session: Session
    other: Session
    cohort: str

    def __str__(self):
        hall = self.session.time_zone
        words = {
            "name": self.person.full_name,
            "title": self.session.title,
            "day": date_format(local(self.session.starts_at, hall), "SHORT_DATE_FORMAT"),
            # On the clock of the session that is planned, wherever the other one meets.
            "from": date_format(local(self.other.starts_at, hall), "H:i"),
            "to": date_format(local(self.other.ends_at, hall), "H:i"),
            "other": self.other.title,
            "cohort": self.cohort,
        }
        if not self.cohort:
            return _("%(name)s ya facilita en otro lugar, de %(from)s a %(to)s: «%(title)s», %(day)s.") % words
        return _("%(name)s ya facilita «%(other)s» (%(cohort)s), de %(from)s a %(to)s: «%(title)s», %(day)s.") % words


def clash_of(session: Session, cohorts: Iterable[int]) -> Session | None:
    """The first other meeting of one of these cohorts at a time this one takes; None when they are free. One query.

    Only between meetings that count: whoever attends one would be absent at the other. One may follow right upon the
    other, and what was cancelled takes no time.
    """
    if not session.required:
        return None
    others = Session.objects.filter(registers__cohort__in=list(cohorts), required=True, cancelled_at=None)
    others = others.filter(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at)
    return others.exclude(pk=session.pk).order_by("starts_at", "pk").first()


def words_for_clash(session: Session, other: Session) -> str:
    """What is said of the two, on the clock of the hall of the one that is planned."""
    starts, ends = (local(moment, session.time_zone) for moment in (other.starts_at, other.ends_at))
    words = {
        "title": other.title,
        "day": date_format(starts, "SHORT_DATE_FORMAT"),
        "from": date_format(starts, "H:i"),
        "to": date_format(ends, "H:i"),
    }
    return (
        _(
            "Se encima con «%(title)s», el %(day)s de %(from)s a %(to)s: nadie puede estar en las dos. "
            "Cambia la hora, o quita en una de ellas «Cuenta para la asistencia»."
        )
        % words
    )


def double_bookings(sessions: Iterable[Session], user) -> list[DoubleBooking]:
    """Where who teaches one of these sessions teaches another at the same moment, by time. Three queries at most.

    A joint session is one, however many cohorts it gathers. What ``user`` does not staff is not named.
    """
    standing = {session.pk: session for session in sessions if not session.cancelled_at}
    if not standing:
        return []
    teachers = _teachers(standing)
    everybody = {person for people in teachers.values() for person in people}
    found = [
        (person, session, other)
        for person, other in _elsewhere(everybody, standing.values())
        for session in standing.values()
        if person in teachers[session.pk] and session.pk != other.session_id and _meet(session, other.session)
    ]
    # Of two that are both asked for, one sentence says it for both.
    pairs = {(person.pk, *sorted((session.pk, other.session_id))): (person, session, other)
             for person, session, other in reversed(found)}  # fmt: skip
    known = _known({other.cohort_id for _person, _session, other in pairs.values()}, user)
    booked = [DoubleBooking(person, session, other.session, other.cohort.name if other.cohort_id in known else "")
              for person, session, other in pairs.values()]  # fmt: skip
    return sorted(booked, key=lambda each: (each.session.starts_at, each.session.pk, each.person.pk))


def _meet(one: Session, other: Session) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _charges():
    return Facilitation.objects.filter(ended_at=None, role=Facilitation.Role.TRAINER)


def _teachers(sessions: Iterable[int]) -> dict[int, set[Person]]:
    """By session, who has charge of one of its cohorts."""
    charges = _charges().filter(cohort__registers__session__in=list(sessions)).select_related("person")
    found = defaultdict(set)
    for charge in charges.annotate(session=F("cohort__registers__session")):
        found[charge.session].add(charge.person)
    return found


def _elsewhere(people: set[Person], sessions: Iterable[Session]) -> list[tuple[Person, Register]]:
    """Every meeting these people have while any of the sessions lasts, from the first that begins to the last."""
    if not people:
        return []
    times = list(sessions)
    standing = Register.objects.filter(
        session__cancelled_at=None,
        session__starts_at__lt=max(session.ends_at for session in times),
        session__ends_at__gt=min(session.starts_at for session in times),
        cohort__facilitations__in=_charges().filter(person__in=people),
    )
    by_pk = {person.pk: person for person in people}
    rows = standing.select_related("session", "cohort").annotate(person=F("cohort__facilitations__person"))
    return [(by_pk[row.person], row) for row in rows.order_by("session__starts_at", "pk")]


def _known(cohorts: set[int], user) -> set[int]:
    if not cohorts:
        return set()
    return set(Cohort.objects.staffed_by(user).filter(pk__in=cohorts).values_list("pk", flat=True))
