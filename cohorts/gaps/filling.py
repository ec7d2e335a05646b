"""Filling in what people's registers lack, many at once; what somebody else said meanwhile stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from cohorts.gaps.kinds import AGE, AREA, PLACE, SEX
from cohorts.gaps.queries import Sight
from cohorts.models import Enrolment
from kit.audit import log_each
from people.models import Area, Person, Sex
from places.models import Territory


@dataclass(frozen=True)
class Said:
    """What was learned about one person; empty for what was not. ``born`` is a day, or only a year."""

    sex: str = ""
    born: date | int | None = None
    area: str = ""
    territory: Territory | None = None

    def __bool__(self) -> bool:
        return bool(self.sex or self.born or self.area or self.territory)


@dataclass(frozen=True)
class Filled:
    """``done``: people whose register changed or said so already; ``taken``: what another one stands for, by kind."""

    done: set[int]
    taken: dict[int, dict[str, str]]


@transaction.atomic
def fill_in(said: Mapping[int, Said], *, sight: Sight, by) -> Filled:
    """Write what was blank, person by person: all that was said of one, or nothing where something else stands now.

    An enrolment that ``sight`` reaches takes area and municipality too where it had none: it is what reports count.
    A dozen queries, however many people. Saying the same again changes nothing.
    """
    held = Person.objects.select_for_update(of=("self",)).filter(pk__in=said, erased_at=None, merged_into=None)
    taken: dict[int, dict[str, str]] = {}
    changed: dict[Person, list[str]] = {}
    for person in held.select_related("territory").order_by("pk"):
        if stands := _standing(person, said[person.pk]):
            taken[person.pk] = stands
        elif fields := _write(person, said[person.pk]):
            changed[person] = fields
    fields = ["sex", "birth_date", "birth_year", "area", "territory"]
    Person.objects.bulk_update(changed, fields, batch_size=200)
    _complete_enrolments(changed, sight)
    log_each([(person, {"fields": fields}) for person, fields in changed.items()], "cohorts.fill_in", user=by)
    return Filled({person for person in said if person not in taken}, taken)


def _standing(person: Person, said: Said) -> dict[str, str]:
    """What stands there by now and is not what was said, in words."""
    stands = {}
    if said.sex and person.sex not in {Sex.NOT_REPORTED, said.sex}:
        stands[SEX] = str(person.get_sex_display())
    if said.area and person.area not in {Area.NOT_REPORTED, said.area}:
        stands[AREA] = str(person.get_area_display())
    if said.territory and person.territory_id not in {None, said.territory.pk}:
        stands[PLACE] = str(person.territory)
    born = person.birth_date or person.birth_year
    if said.born and born and born != said.born:
        stands[AGE] = f"{born:%d/%m/%Y}" if isinstance(born, date) else str(born)
    return stands


def _write(person: Person, said: Said) -> list[str]:
    """Which fields got a value; they are not stored yet."""
    news: dict[str, object] = {"sex": said.sex, "area": said.area, "territory": said.territory}
    news["birth_date" if isinstance(said.born, date) else "birth_year"] = said.born
    fields = [name for name, value in news.items() if value and value != getattr(person, name)]
    for name in fields:
        setattr(person, name, news[name])
    return fields


def _complete_enrolments(people: Mapping[Person, object], sight: Sight) -> None:
    by_id = {person.pk: person for person in people}
    lacking = Q(area=Area.NOT_REPORTED) | Q(territory=None)
    seats = Enrolment.objects.filter(lacking, person__in=by_id, cohort__in=sight.cohorts.order_by().values("pk"))
    rows = list(seats.select_for_update())
    for seat in rows:
        person = by_id[seat.person_id]
        if seat.area == Area.NOT_REPORTED:
            seat.area = person.area
        if seat.territory_id is None:
            seat.territory = person.territory
    Enrolment.objects.bulk_update(rows, ["area", "territory"], batch_size=200)
