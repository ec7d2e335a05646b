"""What a cohort knows that a file may speak of: its sessions, its people, what stands. A fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from cohorts.attendance_lists.facts import Meeting, Seat, Standing
from cohorts.models import AttendanceMark, Cohort, Enrolment, Register
from kit.clock import local
from people.models import PersonAlias

_NAMES = ("given_names", "surname1", "surname2")
_MARKED = ("register", "enrolment", "status", "minutes", "method", "decided_at", "marked_by__email")


def meetings_of(cohort: Cohort) -> list[Meeting]:
    """Its sessions that stand, numbered in time as on its sheets and in its matrix. One query."""
    standing = Register.objects.filter(cohort=cohort, session__cancelled_at=None).select_related("session")
    now = timezone.now()
    return [
        Meeting(
            register=register.pk,
            number=number,
            day=local(register.session.starts_at, register.session.time_zone).date(),
            title=register.session.title,
            minutes=register.session.minutes,
            starts_at=register.session.starts_at,
            ends_at=register.session.ends_at,
            shut=_shut(register, cohort, now),
        )
        for number, register in enumerate(standing.order_by("session__starts_at", "pk"), 1)
    ]


def _shut(register: Register, cohort: Cohort, now: datetime) -> str:
    if cohort.over:
        return "closed"
    if register.session.starts_at > now:
        return "future"
    return str(register.status) if register.locked else ""


def seats_of(cohort: Cohort) -> list[Seat]:
    """Everybody who is, or was, enrolled there, by name. Two queries."""
    rows = Enrolment.objects.filter(cohort=cohort).values_list(
        "person", "pk", "enrolled_at", "withdrawn_at", "person__name_key", "person__email", "person__phone",
        "person__user__email", *(f"person__{name}" for name in _NAMES),
    )  # fmt: skip
    passages: dict[int, list] = defaultdict(list)
    people: dict[int, tuple] = {}
    for person, pk, since, until, key, email, phone, account, *names in rows:
        passages[person].append((pk, since, until))
        people[person] = (" ".join(filter(None, names)), key, (email or account or "").lower(), phone)
    others: dict[int, set[str]] = defaultdict(set)
    for person, key in PersonAlias.objects.filter(person__in=people).values_list("person", "name_key"):
        others[person].add(key)
    seats = [
        Seat(person, name, frozenset({key} | others[person]), email, phone, tuple(passages[person]))
        for person, (name, key, email, phone) in people.items()
    ]
    return sorted(seats, key=lambda seat: (seat.name, seat.person))


def staff_of(cohort: Cohort) -> list[Seat]:
    """Those who have charge of it now: they are on no roll. One query."""
    rows = cohort.facilitations.filter(ended_at=None).values_list(
        "person", "person__name_key", "person__email", "person__user__email", *(f"person__{name}" for name in _NAMES)
    )
    return [
        Seat(person, " ".join(filter(None, names)), frozenset({key}), (email or account or "").lower())
        for person, key, email, account, *names in rows
    ]


def standing_of(registers: Collection[int]) -> dict[tuple[int, int], Standing]:
    """What stands, by (register, enrolment), and who said so. One query."""
    names = (f"marked_by__person__{name}" for name in _NAMES)
    marks = AttendanceMark.objects.filter(register__in=registers).order_by("decided_at", "pk")
    return {
        (register, enrolment): Standing(status, minutes, method, " ".join(filter(None, name)) or email or "", at)
        for register, enrolment, status, minutes, method, at, email, *name in marks.values_list(*_MARKED, *names)
    }
