"""Slips of paper for the people of a cohort who have no account."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from wagtail.log_actions import log

from cohorts.models import Cohort, Enrolment
from people.claiming.actions import Sheet, print_codes


@transaction.atomic
def print_slips(cohort: Cohort, enrolments: Iterable[Enrolment], *, sheet: UUID, days: int, by) -> Sheet:
    """A slip for each of these, as :func:`people.claiming.actions.print_codes`; older slips of theirs stop serving.

    One audit line says for whom new ones were made; the same sheet asked for again writes none.
    """
    printed = print_codes([enrolment.person for enrolment in enrolments], sheet=sheet, days=days, by=by)
    if printed.new:
        data = {"people": list(printed.new), "days": days}
        log(instance=cohort, action="cohorts.print_codes", user=by, data=data)
    return printed
