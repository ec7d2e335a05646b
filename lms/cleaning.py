"""What is not kept for ever. Every rule may be applied at any time, any number of times."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from cohorts.actions.roster import forget_rosters
from jobs.actions import forget_finished
from notices.actions import forget_bodies


@dataclass(frozen=True)
class Rule:
    """``forget(before)`` takes away what is older than ``days`` and returns how many rows it touched."""

    name: str
    days: int
    forget: Callable[[datetime], int]


def forget_sessions(now: datetime) -> int:
    """Sign-ins that have expired; they carry their own day, so none is shortened here."""
    expired = Session.objects.filter(expire_date__lt=now).count()
    SessionStore.clear_expired()
    return expired


RULES = (
    Rule("pasted lists that nobody enrolled", 7, partial(forget_rosters, committed=False)),
    Rule("pasted lists that were enrolled", 90, partial(forget_rosters, committed=True)),
    Rule("texts of mails that were sent", 90, forget_bodies),
    Rule("finished jobs", 90, forget_finished),
    Rule("expired sessions", 0, forget_sessions),
)


def clean() -> Iterator[tuple[Rule, int]]:
    """Apply each rule and tell how many rows it touched. Doing it again touches none."""
    now = timezone.now()
    for rule in RULES:
        yield rule, rule.forget(now - timedelta(days=rule.days))
