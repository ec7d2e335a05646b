"""Whether the part quotas of a cohort take all of a list: said before anybody is enrolled."""

from collections.abc import Mapping, Sequence

from cohorts.models import Cohort, Enrolment, SeatQuota
from cohorts.roster.facts import Judged
from cohorts.seats import seats_for, seats_of
from people.models import Organisation, Person
from people.register import known_organisations


def asked_of_quotas(cohort: Cohort, entering: Sequence[Judged]) -> dict[int, int]:
    """How many of these lines ask for a seat of each part quota, by its number. One query without quotas.

    As :class:`~cohorts.actions.roster_writing.RosterWriter` would enrol them: the line's place before the person's
    before the organisation's.
    """
    quotas = list(SeatQuota.objects.filter(cohort=cohort)[:1]) and seats_of(cohort).quotas
    if not quotas:
        return {}
    known = [line.found.id for line in entering if line.verdict == "known"]
    homes = dict(Person.objects.filter(pk__in=known).values_list("pk", "territory"))
    named = {(line.row.organisation_key, line.row.territory_id) for line in entering if line.row.organisation_key}
    places = known_organisations(named)
    passages = []
    for line in entering:
        at = (line.row.organisation_key, line.row.territory_id)
        # One that is not registered yet will be of no kind in particular.
        organisation = places.get(at) or (Organisation(territory_id=at[1]) if at[0] else None)
        home = homes.get(line.person.id) if line.person and line.verdict == "known" else None
        territory = line.row.territory_id or home or (organisation.territory_id if organisation else None)
        passages.append(Enrolment(organisation=organisation, territory_id=territory))
    seats = seats_for(passages)
    return {quota.pk: sum(quota.asks(seat) for seat in seats) for quota in quotas}


def shortfalls(cohort: Cohort, asked: Mapping[int, int]) -> list[tuple[str, int, int]]:
    """(whom the quota is for, how many ask, how many seats are left) for each that does not take all. None asked:
    no query.
    """
    if not asked:
        return []
    left = [(quota, asked.get(quota.pk, 0), max(0, quota.left)) for quota in seats_of(cohort).quotas]
    return [(quota.label, wanted, free) for quota, wanted, free in left if wanted > free]
