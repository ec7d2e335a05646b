"""Whose sheets go into a pack: those that hold, in the order of a list read aloud."""

from django.db.models import Q

from certificates.models import Certificate
from cohorts.models import Cohort
from people.models import Organisation

# A group of the largest programmes has some two hundred; joining more takes a worker more memory than it should have.
MOST = 300


def given_in(cohort: Cohort):
    """Every certificate that came out of the cohort, whatever became of it."""
    return Certificate.objects.filter(cohort=cohort)


def sheets_for(cohort: Cohort, organisation: Organisation | None = None) -> list[Certificate]:
    """The valid ones whose holders are there, by surname; of one organisation's people when it is given. One query.

    An organisation's people are those who were enrolled for it, whatever they belong to today; its own goes first.
    """
    valid = given_in(cohort).valid().select_related("person")
    if organisation:
        valid = valid.filter(Q(enrolment__organisation=organisation) | Q(organisation=organisation))
    there = [each for each in valid if not each.holder_gone]
    return sorted(there, key=lambda each: (each.person.listed_as if each.person else ("", 0), each.pk))


def organisations_in(cohort: Cohort):
    """Those for which, or for whose people, at least one certificate of the cohort holds, by name."""
    valid = given_in(cohort).valid()
    theirs = valid.filter(enrolment__organisation__isnull=False).values("enrolment__organisation")
    own = valid.filter(organisation__isnull=False).values("organisation")
    return Organisation.objects.filter(Q(pk__in=theirs) | Q(pk__in=own)).order_by("name", "pk")
