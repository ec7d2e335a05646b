"""Inviting the people of a cohort to have an account."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from cohorts.models import Cohort, Enrolment
from people.actions import invite
from people.models import Invitation


@transaction.atomic
def invite_people(cohort: Cohort, enrolments: Iterable[Enrolment], *, by) -> list[Invitation]:
    """One letter to each that has an e-mail and no account; the others are passed over.

    Safe to repeat: whoever has an open invitation gets no second letter.
    """
    purpose = _("%(course)s, %(cohort)s") % {"course": cohort.course.title, "cohort": cohort.name}
    return [
        invite(enrolment.person, email=enrolment.person.email, by=by, purpose=purpose[:200])
        for enrolment in enrolments
        if enrolment.person.email and not enrolment.person.user_id
    ]
