"""Who an account may be at one meeting."""

from cohorts.actions.checkin import IN_ROOM, seats_at, standing
from cohorts.models import Session
from people.models import Person, User
from people.queries import claimable_by


def faces_of(user: User, session: Session) -> list[Person]:
    """The account's own person when a list of the meeting names her; else those there who left its mailbox."""
    seats = seats_at(session)
    own = list(Person.objects.filter(user=user, pk__in=seats.values("person")))
    return own or list(claimable_by(user).filter(pk__in=seats.values("person")).order_by("pk"))


def is_in(person: Person, session: Session) -> bool:
    """Whether a list of the meeting says that she is in the room."""
    return bool(IN_ROOM & set(standing(session, seats_at(session).filter(person=person)).values()))
