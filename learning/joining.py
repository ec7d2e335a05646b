"""Whether somebody who joins a cohort today can still reach its attendance."""

from dataclasses import replace

from cohorts.attendance import rolls_in
from cohorts.models import Cohort
from kit.clock import now
from learning.rules import Record, Verdict, assess
from learning.verdicts import requirements_of


def joining_too_late(cohort: Cohort) -> Verdict | None:
    """The verdict of who would join now, when the meetings that are over put its attendance out of her reach.

    None while it can still be reached, and before the cohort opens. Two queries, none before it opens.
    """
    if not cohort.opened_at:
        return None
    roll = rolls_in([cohort], [0])[cohort.pk]
    over = sum(register.session.ends_at < now() for register in roll.registers)
    presence = roll.late_comer(roll.presences()[0], 0, over)
    attendance = replace(requirements_of(cohort), lessons_percent=0, has_final=False)
    verdict = assess(Record(presence), attendance)
    return None if verdict.reachable else verdict
