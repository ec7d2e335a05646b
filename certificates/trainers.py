"""The hours a trainer led in a cohort: what a certificate of facilitation says."""

from dataclasses import dataclass
from datetime import datetime

from cohorts.models import Cohort, Facilitation, Register


@dataclass(frozen=True)
class Led:
    """The meetings that took place under somebody's charge, and how long they lasted together."""

    sessions: int = 0
    minutes: int = 0


@dataclass(frozen=True)
class Charge:
    person: int
    since: datetime
    until: datetime | None

    def covers(self, moment: datetime, first: datetime) -> bool:
        """Before anybody had charge, it was whoever had it first: the charge was written down late."""
        begun = self.since <= max(moment, first)
        return begun and (self.until is None or moment < self.until)


def led_in(cohort: Cohort) -> dict[int, Led]:
    """By person, for everybody who has or had charge of the cohort as its trainer. Two queries.

    A meeting took place once its list was handed in. Several trainers at once each led it. Which of them held the
    meeting itself is written nowhere: the charge of the cohort on that day is what counts.
    """
    trainers = Facilitation.objects.filter(cohort=cohort, role=Facilitation.Role.TRAINER).order_by("started_at", "pk")
    charges = [Charge(*row) for row in trainers.values_list("person", "started_at", "ended_at")]
    held = Register.objects.held().filter(cohort=cohort).select_related("session")
    meetings = [register.session for register in held]
    first = min((charge.since for charge in charges), default=None)
    found: dict[int, Led] = {}
    for person in dict.fromkeys(charge.person for charge in charges):
        own = [charge for charge in charges if charge.person == person]
        led = [each for each in meetings if first and any(charge.covers(each.starts_at, first) for charge in own)]
        found[person] = Led(len(led), sum(each.minutes for each in led))
    return found
