"""Writing down, for many at once, what people signed on paper."""

from django.db import transaction
from wagtail.log_actions import log

from cohorts.models import Cohort
from people.models import ConsentNotice, ConsentRecord, Person
from people.privacy.consent import Guardian, Statement, decide_all


@transaction.atomic
def collect_consents(
    cohort: Cohort, people: dict[Person, Guardian], *, notice: ConsentNotice, statement: Statement, by
) -> list[ConsentRecord]:
    """Keep what these people of the cohort said, all or none; what stands already is not written again.

    ``Refused`` as ``people.privacy.consent.decide``.
    """
    new = decide_all(people, notice, statement, by=by)
    if new:
        data = {"notice": notice.pk, "people": sorted({each.person_id for each in new}), "channel": statement.channel}
        log(instance=cohort, action="cohorts.collect_consents", user=by, data=data)
    return new
