"""Marks that a telephone kept while it had no network."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from cohorts.actions.roll import Mark, mark_roll
from cohorts.models import AttendanceMark, Register
from cohorts.phone.facts import AHEAD

MAX_SENT = 500
MAX_SENT_LISTS = 20


@dataclass(frozen=True)
class Sent:
    """One decision as it arrived. ``decided_at`` is on our clock, maybe ahead of it."""

    register: UUID
    mark: Mark


@dataclass(frozen=True)
class Answer:
    """``refused`` is a code of ``Outcome``, or ``not_yours``; ``ahead`` says that the mark was dated back to now."""

    uuid: UUID
    refused: str = ""
    ahead: bool = False


def receive(sent: Sequence[Sent], *, by) -> list[Answer]:
    """Keep these marks, each on its list; one answer a mark, in their order.

    Each list is a transaction of its own (see ``mark_roll``): as many queries as lists, however many marks. A moment
    that has not come yet becomes now: somebody did decide, and of several such marks the order stays. A mark that this
    account had sent before is kept also when it may not mark there any more. Safe to repeat.
    """
    now = timezone.now()
    asked = {each.register for each in sent}
    mine = Register.objects.markable_by(by).filter(uuid__in=asked).select_related("session")
    refused: dict[int, str] = {}
    for register in mine.order_by("pk"):
        asked.remove(register.uuid)
        places = [place for place, each in enumerate(sent) if each.register == register.uuid]
        outcomes = mark_roll(register, [_dated(sent[place].mark, now) for place in places], by=by)
        refused |= {place: outcome.refused for place, outcome in zip(places, outcomes, strict=True)}
    if asked:
        refused |= _shut(sent, asked, by)
    return [
        Answer(each.mark.client_uuid, refused[place], ahead=not refused[place] and _is_ahead(each.mark, now))
        for place, each in enumerate(sent)
    ]


def _dated(mark: Mark, now: datetime) -> Mark:
    return replace(mark, decided_at=now) if mark.decided_at and mark.decided_at > now else mark


def _is_ahead(mark: Mark, now: datetime) -> bool:
    return mark.decided_at is not None and mark.decided_at > now + AHEAD


def _shut(sent: Sequence[Sent], lists: set[UUID], by) -> dict[int, str]:
    """The answers for lists this account does not mark: what it sent while it did is known. One query."""
    places = [place for place, each in enumerate(sent) if each.register in lists]
    uuids = [sent[place].mark.client_uuid for place in places]
    rows = AttendanceMark.objects.filter(client_uuid__in=uuids, marked_by=by)
    known = set(rows.values_list("client_uuid", "register__uuid", "status"))
    return {
        place: "" if (sent[place].mark.client_uuid, sent[place].register, sent[place].mark.status) in known
        else "not_yours"
        for place in places
    }  # fmt: skip
