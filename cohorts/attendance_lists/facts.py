"""What a file says about attendance and what stands already: plain values, no database."""

from dataclasses import dataclass
from datetime import date, datetime

Span = tuple[int, int]


@dataclass(frozen=True)
class Meeting:
    """One session as a file may name it: by its day, its number in time, its title.

    ``shut`` says why its list takes nothing: ``submitted``, ``approved``, ``waived``, ``closed`` (its cohort),
    ``future``; "" when it does.
    """

    register: int
    number: int
    day: date
    title: str
    minutes: int
    starts_at: datetime
    ends_at: datetime
    shut: str = ""


@dataclass(frozen=True)
class Seat:
    """A person of the cohort with her passages through it: (number of the enrolment, since when, until when)."""

    person: int
    name: str
    keys: frozenset[str]
    email: str = ""
    phone: str = ""
    passages: tuple[tuple[int, datetime, datetime | None], ...] = ()

    def passage_at(self, meeting: Meeting) -> int | None:
        """The enrolment that the list of that session names, the live one first; None when she had left by then."""
        on_roll = [
            (ended is None, since, pk) for pk, since, ended in self.passages if not ended or ended > meeting.starts_at
        ]
        return max(on_roll)[2] if on_roll else None


@dataclass(frozen=True)
class FileLine:
    """One line: whom it names and what it says, ``marks`` as (number of the register, status).

    ``problems`` are sentences about cells that could not be read; the others count.
    """

    number: int
    name: str = ""
    key: str = ""
    email: str = ""
    phone: str = ""
    marks: tuple[tuple[int, str], ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """The last decision about one person at one session."""

    status: str
    minutes: int | None
    method: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Claim:
    """What a file says of one person at one session. ``line`` is the line seen in the spreadsheet."""

    line: int
    seat: Seat
    meeting: Meeting
    status: str
    minutes: int | None = None


@dataclass(frozen=True)
class Cell:
    """A claim with its verdict: ``new``, ``same``, ``minutes`` (what stands, and how long besides), ``different``,
    ``shut`` (the list takes nothing), ``left`` (not on that list), ``contradicted`` (the file says two things).
    """

    claim: Claim
    verdict: str
    enrolment: int | None = None
    stands: Standing | None = None

    @property
    def key(self) -> str:
        """Names a difference as it was seen: with another standing mark it is another."""
        assert self.stands is not None, self
        return f"{self.claim.meeting.register}-{self.enrolment}-{self.stands.status}"
