"""The lines of a list written down, a table at a time: as many queries for forty lines as for five hundred."""

from datetime import datetime

from cohorts.actions.enrolling import facts_of_the_day
from cohorts.actions.seats import require_quotas
from cohorts.models import Cohort, Enrolment
from cohorts.roster.facts import Judged, RosterRow
from people.models import Area, Organisation, Person, Sex
from people.register import join_all, register_organisations, register_people
from places.models import Territory


class RosterWriter:
    """``enrol`` the lines under the cohort's lock, with every line judged under it."""

    def __init__(self, cohort: Cohort, entering: list[Judged], *, source: str, by, at: datetime):
        self.cohort, self.lines, self.by, self.at = cohort, entering, by, at
        known = {line.found.id for line in entering if line.verdict == "known"}
        self.known = Person.objects.select_related("territory").in_bulk(known)
        self.places = Territory.objects.in_bulk({line.row.territory_id for line in entering} - {None})
        self.source = source
        self.new = len(entering) - sum(1 for line in entering if line.verdict == "known")

    def enrol(self) -> list[Enrolment]:
        fresh = iter(
            register_people([self._said(line.row) for line in self.lines if line.verdict != "known"], by=self.by)
        )
        people = [self.known[line.found.id] if line.verdict == "known" else next(fresh) for line in self.lines]
        named = [(line.row.organisation, self._place(line.row)) for line in self.lines if line.row.organisation_key]
        places = register_organisations(named, by=self.by)
        organisations = [places.get((line.row.organisation_key, line.row.territory_id)) for line in self.lines]
        trios = zip(people, organisations, self.lines, strict=True)
        passages = [self._passage(person, organisation, line.row) for person, organisation, line in trios]
        join_all((passage.person, passage.organisation, passage.post) for passage in passages if passage.organisation)
        require_quotas(self.cohort, passages)
        # Under the cohort's lock, with every line judged under it: the constraint has nothing left to refuse.
        return Enrolment.objects.bulk_create(passages, batch_size=500)

    def _place(self, row: RosterRow) -> Territory | None:
        return self.places.get(row.territory_id) if row.territory_id else None

    def _passage(self, person: Person, organisation: Organisation | None, row: RosterRow) -> Enrolment:
        facts = facts_of_the_day(
            person, organisation=organisation, territory=self._place(row), post=row.post, area=row.area
        )
        return Enrolment(
            cohort=self.cohort,
            person=person,
            source=self.source,
            enrolled_at=self.at,
            enrolled_by=self.by,
            **facts,
        )

    def _said(self, row: RosterRow) -> dict:
        return {
            "given_names": row.given_names,
            "surname1": row.surname1,
            "surname2": row.surname2,
            "email": row.email,
            "phone": row.phone,
            "sex": row.sex or Sex.NOT_REPORTED,
            "area": row.area or Area.NOT_REPORTED,
            "birth_date": row.birth_date,
            "territory": self._place(row),
        }
