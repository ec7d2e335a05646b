"""Who of a cohort said what to the privacy notice of its programme. Fixed queries."""

from dataclasses import dataclass

from cohorts.models import Cohort, Enrolment
from people.models import ConsentNotice, ConsentRecord, Person
from people.privacy.consent import notice_for, standing_in
from people.privacy.rules import is_minor

GRANTED = ConsentRecord.Decision.GRANTED


@dataclass(frozen=True)
class ConsentRow:
    """One person: ``said`` has a decision or "" for each purpose of the notice, in its order."""

    person: Person
    minor: bool
    said: list[str]

    @property
    def complete(self) -> bool:
        return all(self.said)


@dataclass(frozen=True)
class ConsentBoard:
    notice: ConsentNotice | None
    rows: list[ConsentRow]

    @property
    def missing(self) -> int:
        """How many were not asked everything yet."""
        return sum(1 for row in self.rows if not row.complete)


def consents_of(cohort: Cohort, today) -> ConsentBoard:
    """Those enrolled now, whoever is still to be asked first, then by surname. Three queries."""
    notice = notice_for(cohort.programme.country, cohort.programme.slug)
    active = Enrolment.objects.active().filter(cohort=cohort, person__erased_at=None).select_related("person")
    people = sorted((each.person for each in active), key=lambda person: person.listed_as)
    if notice is None:
        return ConsentBoard(None, [])
    said = standing_in([person.pk for person in people], notice)
    codes = [each["code"] for each in notice.purposes]
    rows = [
        ConsentRow(person, is_minor(person.birth_date, today), [said[person.pk].get(code, "") for code in codes])
        for person in people
    ]
    return ConsentBoard(notice, sorted(rows, key=lambda row: row.complete))
