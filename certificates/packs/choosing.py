"""Whose sheets go into a pack: those that hold, in the order of a list read aloud."""

from certificates.models import Certificate
from cohorts.models import Cohort
from people.models import Organisation

# As many as a group of the largest programmes has several times over; one file of more no printer takes.
MOST = 1_000


def given_in(cohort: Cohort):
    """Every certificate that came out of the cohort, whatever became of it."""
    return Certificate.objects.filter(enrolment__cohort=cohort)


def sheets_for(cohort: Cohort, organisation: Organisation | None = None) -> list[Certificate]:
    """The valid ones whose holders are there, by surname; of one organisation's people when it is given. One query.

    An organisation's people are those who were enrolled for it, whatever they belong to today.
    """
    valid = given_in(cohort).valid().select_related("person")
    if organisation:
        valid = valid.filter(enrolment__organisation=organisation)
    there = [each for each in valid if not each.holder_gone]
    return sorted(there, key=lambda each: (each.person.listed_as, each.pk))


def organisations_in(cohort: Cohort):
    """Those for whose people at least one certificate of the cohort holds, by name."""
    valid = given_in(cohort).valid().filter(enrolment__organisation__isnull=False)
    return Organisation.objects.filter(pk__in=valid.values("enrolment__organisation")).order_by("name", "pk")
