"""The lists of people and organisations to call, each with a text that is ready to be sent."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from wagtail import hooks

from cohorts.calling.absences import After, after_each
from cohorts.calling.rules import ABSENT_TWICE, CODES, Sign
from cohorts.calling.words import Coming, message_to_organisation, message_to_person
from cohorts.models import Cohort, Enrolment, Register
from kit.clock import now, today
from kit.text import fold
from notices.models import Mail


@dataclass(frozen=True)
class Call:
    """One person to call in one cohort; ``signs`` say why, ``text`` is what may be sent to her."""

    enrolment: int
    uuid: str
    person: int
    name: str
    organisation: str
    phone: str
    email: str
    signs: tuple[Sign, ...]
    text: str
    written: bool


@dataclass(frozen=True)
class BodyCall:
    """One organisation from which nobody came twice running, with its people in the cohort to reach it by."""

    organisation: int
    name: str
    people: list[Enrolment]
    text: str


def calls_in(cohorts: Iterable[Cohort]) -> dict[int, list[Call]]:
    """By cohort (each with its ``programme``), whom to call today, by surname; of cohorts that are running.

    What is known on higher floors comes through the hook ``cohorts.people_to_call``: a function of the cohorts that
    gives (enrolment id, ``Sign``). Six queries and what the hooks ask, however many people and cohorts.
    """
    running = [cohort for cohort in cohorts if cohort.status == Cohort.Status.RUNNING]
    found: dict[int, list[Sign]] = defaultdict(list)
    for rows in after_each(running, last_only=True).values():
        for enrolment in (rows[-1].people or ()) if rows else ():
            found[enrolment].append(Sign(ABSENT_TWICE))
    for ask in hooks.get_hooks("cohorts.people_to_call") if running else ():
        for enrolment, sign in ask(running):
            found[enrolment].append(sign)
    return _called(running, found)


def calls_after(cohort: Cohort, after: After) -> list[Call]:
    """Who was absent twice running after that meeting, whatever came later. Three queries."""
    signs = {enrolment: [Sign(ABSENT_TWICE)] for enrolment in after.people or ()}
    return _called([cohort], signs)[cohort.pk]


def _called(cohorts: Collection[Cohort], signs: dict[int, list[Sign]]) -> dict[int, list[Call]]:
    by_id = {cohort.pk: cohort for cohort in cohorts}
    calls: dict[int, list[Call]] = {cohort: [] for cohort in by_id}
    if not signs:
        return calls
    coming = next_of(cohorts)
    people = list(_living(by_id).filter(pk__in=signs))
    written = _written({mail_key(each.person_id, by_id[each.cohort_id]) for each in people})
    for each in sorted(people, key=lambda one: (fold(one.person.list_name), one.pk)):
        cohort, why = by_id[each.cohort_id], sorted(signs[each.pk], key=lambda sign: CODES.index(sign.code))
        text = message_to_person(each.person.given_names, cohort, why[0].code, coming.get(cohort.pk))
        calls[cohort.pk].append(
            Call(
                enrolment=each.pk,
                uuid=str(each.uuid),
                person=each.person_id,
                name=each.person.list_name,
                organisation=each.organisation.name if each.organisation else "",
                phone=each.person.phone,
                email=each.person.email,
                signs=tuple(why),
                text=text,
                written=mail_key(each.person_id, cohort) in written,
            )
        )
    return calls


def bodies_after(cohort: Cohort, after: After | None) -> list[BodyCall]:
    """The organisations of which nobody came to that meeting nor to the one before, by name. Two queries."""
    if after is None or not after.organisations:
        return []
    people: dict[int, list[Enrolment]] = defaultdict(list)
    names = {}
    for each in _living([cohort.pk]).filter(organisation__in=after.organisations).order_by("pk"):
        people[each.organisation_id].append(each)
        names[each.organisation_id] = each.organisation.name
    coming = next_of([cohort]).get(cohort.pk)
    ordered = sorted(names, key=lambda one: (_natural(names[one]), one))
    return [
        BodyCall(one, names[one], people[one], message_to_organisation(names[one], cohort, coming)) for one in ordered
    ]


def next_of(cohorts: Iterable[Cohort]) -> dict[int, Coming]:
    """By cohort, the next session that still stands. One query."""
    later = Register.objects.filter(cohort__in=cohorts, session__cancelled_at=None, session__starts_at__gt=now())
    found: dict[int, Coming] = {}
    for register in later.select_related("session").order_by("session__starts_at", "pk"):
        found.setdefault(register.cohort_id, Coming.of(register.session))
    return found


def mail_key(person: int, cohort: Cohort) -> str:
    """One letter a person and day, whoever presses and for whatever cohort."""
    return f"call:{person}:{today(cohort.programme.time_zone)}"


def _written(keys: Collection[str]) -> set[str]:
    return set(Mail.objects.filter(key__in=keys).values_list("key", flat=True))


def _living(cohorts: Iterable[int]):
    people = Enrolment.objects.active().filter(cohort__in=cohorts, person__erased_at=None)
    return people.select_related("person", "organisation")


def _natural(name: str) -> list:
    """Council 9 before council 12."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in fold(name).split()]
