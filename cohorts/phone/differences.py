"""Where two accounts said different things about one person on one list: who, what and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cohorts.models import AttendanceMark, Enrolment, Register
from people.models import Person

# A mark this much older than its arrival waited on a telephone: worth saying.
WAITED = timedelta(minutes=5)
_NAMES = ("given_names", "surname1", "surname2")


@dataclass(frozen=True)
class Voice:
    """The last word of one account. ``arrived_at`` is None when it came at once."""

    who: str
    status: str
    decided_at: datetime
    arrived_at: datetime | None
    stands: bool


@dataclass(frozen=True)
class Difference:
    name: str
    voices: list[Voice]


def differences_of(register: Register) -> list[Difference]:
    """By name; the voices by when they decided, the last stands. One query, three when there is a difference."""
    marks = AttendanceMark.objects.filter(register=register).exclude(method=AttendanceMark.Method.MERGE)
    rows = marks.order_by("decided_at", "pk").values_list(
        "enrolment", "marked_by", "marked_by__email", "status", "decided_at", "received_at"
    )
    last: dict[int, dict] = {}
    for enrolment, account, *said in rows:
        voices = last.setdefault(enrolment, {})
        voices.pop(account, None)  # whoever speaks again speaks last
        voices[account] = said
    apart = {enrolment: voices for enrolment, voices in last.items() if len({said[1] for said in voices.values()}) > 1}
    if not apart:
        return []
    return sorted(
        _named(apart, {account for voices in apart.values() for account in voices}), key=lambda each: each.name
    )


def _named(apart: dict[int, dict], accounts: set) -> list[Difference]:
    """With names: of the people marked, and of those who marked; of an account without a person, its address."""
    rows = Enrolment.objects.filter(pk__in=apart).values_list("pk", *(f"person__{name}" for name in _NAMES))
    marked = {pk: " ".join(filter(None, names)) for pk, *names in rows}
    spoke = Person.objects.filter(user__in=accounts - {None}).values_list("user", *_NAMES)
    markers = {user: " ".join(filter(None, names)) for user, *names in spoke}
    return [
        Difference(marked[enrolment], [_voice(each, voices, markers) for each in voices])
        for enrolment, voices in apart.items()
    ]


def _voice(account, voices: dict, markers: dict) -> Voice:
    email, status, decided_at, received_at = voices[account]
    who = markers.get(account) if account else None
    arrived = received_at if received_at - decided_at > WAITED else None
    word = str(AttendanceMark.Status(status).label)
    return Voice(who or email or "", word, decided_at, arrived, stands=account == list(voices)[-1])
