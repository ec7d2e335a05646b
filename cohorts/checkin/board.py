"""What the screen in the hall shows: the code of the moment and who has arrived. A fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from cohorts.actions.checkin import IN_ROOM, seats_at
from cohorts.checkin.pictures import picture_of
from cohorts.checkin.screen_code import grouped, seconds_left, shown_at
from cohorts.models import AttendanceMark, CheckIn, Register, Session
from kit.clock import now
from people.models import Person

# A screen in a hall has room for no more; the sum counts all.
SHOWN = 40


@dataclass(frozen=True)
class Code:
    """The code of the moment: as it is read aloud, its address as a picture, and how long the screen shows it."""

    text: str
    picture: str
    seconds: int


@dataclass(frozen=True)
class Arrived:
    """Who is in, the latest first, by given name and initial; how many they are, of how many the lists name."""

    names: list[tuple[str, datetime]]
    count: int
    expected: int

    @property
    def more(self) -> int:
        return self.count - len(self.names)


def code_of(register: Register) -> Code | None:
    """None while no door of this list stands open."""
    door = CheckIn.objects.standing().filter(register=register).first()
    if door is None:
        return None
    moment = now()
    code = shown_at(door.uuid, moment)
    address = settings.SITE_URL + reverse("cohorts:arrive_with", args=[code])
    return Code(grouped(code), picture_of(address), seconds_left(moment))


def arrived_at(session: Session) -> Arrived:
    """Those whom the lists of the meeting name and say to be in the room. Three queries."""
    seats = dict(seats_at(session).values_list("pk", "person"))
    marks = AttendanceMark.objects.filter(register__session=session).order_by("decided_at", "pk")
    stands = {seat: (status, at) for seat, status, at in marks.values_list("enrolment", "status", "decided_at")}
    came: dict[int, datetime] = {}
    for seat, (status, at) in stands.items():
        if status in IN_ROOM and seat in seats:
            came[seats[seat]] = max(at, came.get(seats[seat], at))
    latest = sorted(came, key=lambda person: (came[person], person), reverse=True)[:SHOWN]
    people = Person.objects.in_bulk(latest)
    names = [(short_name(people[pk]), came[pk]) for pk in latest]
    return Arrived(names, len(came), len(set(seats.values())))


def short_name(person: Person) -> str:
    """What a hall may read of somebody: ``Ana P.``"""
    return f"{person.given_names} {person.surname1[:1]}." if person.surname1 else person.given_names
