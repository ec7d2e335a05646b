"""From what was earned to the certificate as it will be kept: whose it is, and every fact it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import ngettext

from certificates.eligibility import FACILITATION, ORGANISATION, Claim, Standing
from certificates.models import Certificate
from certificates.snapshot import LANGUAGE, Setting, Whose, frozen, snapshot_of
from certificates.trainers import Led
from certificates.wording import time_led
from cohorts.models import Cohort, Enrolment
from kit.ids import new_token
from kit.text import fold
from people.models import Organisation, Person


@dataclass(frozen=True)
class Subject:
    """Whose a claim is: a passage and its person, somebody who taught, or an organisation."""

    claim: Claim
    enrolment: Enrolment | None = None
    person: Person | None = None
    organisation: Organisation | None = None

    @property
    def listed_as(self) -> tuple:
        """People by surname, then organisations by name; of one, completion before participation."""
        if self.person:
            return (0, self.person.listed_as, -len(self.claim[0]), self.claim)
        assert self.organisation is not None
        return (1, (fold(self.organisation.name), self.organisation.pk), 0, self.claim)


def subjects_of(cohort: Cohort, claims: Iterable[Claim]) -> list[Subject]:
    """In the order of a list read aloud, without those who left for good. Three queries at most."""
    wanted: dict[str, list[int]] = {}
    for kind, number in claims:
        wanted.setdefault(kind, []).append(number)
    led, bodies = wanted.pop(FACILITATION, []), wanted.pop(ORGANISATION, [])
    passages = cohort.enrolments.filter(pk__in=[number for numbers in wanted.values() for number in numbers])
    known = {each.pk: each for each in passages.filter(person__erased_at=None).select_related("person")}
    found = [
        Subject((kind, number), known[number], known[number].person)
        for kind, numbers in wanted.items()
        for number in numbers
        if number in known
    ]
    if led:
        people = Person.objects.filter(pk__in=led, erased_at=None)
        found += [Subject((FACILITATION, person.pk), person=person) for person in people]
    if bodies:
        named = Organisation.objects.filter(pk__in=bodies)
        found += [Subject((ORGANISATION, body.pk), organisation=body) for body in named]
    return sorted(found, key=lambda subject: subject.listed_as)


def drafted(subject: Subject, standing: Standing, setting: Setting, *, folio: str, by, at: datetime) -> Certificate:
    """The certificate of that subject, not yet saved."""
    token = new_token()
    return Certificate(
        programme=setting.cohort.programme,
        cohort=setting.cohort,
        kind=subject.claim[0],
        enrolment=subject.enrolment,
        person=subject.person,
        organisation=subject.organisation,
        folio=folio,
        token=token,
        snapshot=_snapshot(subject, standing, setting, folio=folio, token=token, issued_at=at),
        issued_at=at,
        issued_by=by,
    )


def _snapshot(subject: Subject, standing: Standing, setting: Setting, **paper) -> dict:
    kind, number = subject.claim
    if subject.organisation:
        return _of_organisation(subject.organisation, standing.partakers[number], setting, **paper)
    assert subject.person is not None
    if subject.enrolment is None:
        return _of_trainer(subject.person, standing.led[number], setting, **paper)
    waiver = standing.waiver(subject.claim)
    verdict = standing.verdicts[number]
    return snapshot_of(subject.person, verdict, setting, kind=kind, waiver=waiver[0] if waiver else None, **paper)


def _of_trainer(person: Person, led: Led, setting: Setting, **paper) -> dict:
    """Hours of what she led, not of the course."""
    with translation.override(LANGUAGE):
        said = {"led": time_led(led.minutes), "sessions": f"{led.sessions}"}
    taken = {"hours": led.minutes // 60, "minutes": led.minutes, "sessions": led.sessions}
    return frozen(Whose(FACILITATION, person.printed_name, person.surname1), setting, said, taken, **paper)


def _of_organisation(body: Organisation, people: int, setting: Setting, **paper) -> dict:
    """Its page opens with its folio and its name. How many took part, never who."""
    with translation.override(LANGUAGE):
        counted = ngettext("%(count)d persona", "%(count)d personas", people) % {"count": people}
    said = {"people": counted}
    return frozen(Whose(ORGANISATION, body.name, body.name), setting, said, {"people": people}, **paper)
