"""Consent: the texts as shipped, what a person said to them, and what may therefore be done."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.log_actions import log

from kit.clock import now
from kit.rows import rows
from kit.yaml_files import read_yaml
from people.actions import Refused
from people.models import ConsentNotice, ConsentRecord, Person, Purpose
from people.privacy.rules import is_minor

TEXTS = Path(__file__).resolve().parent / "texts"
Decision = ConsentRecord.Decision
# Of each text the purposes alone: its words are long, and a page that only asks whether needs none of them.
IN_FORCE = """SELECT country, programme, id, CAST(purposes AS TEXT) FROM people_consentnotice
 WHERE country IN ({}) AND valid_from <= {} ORDER BY version"""
SAID = "SELECT notice_id, purpose FROM people_consentrecord WHERE person_id IN ({})"


@cache
def _shipped() -> list[dict]:
    """The texts of this release, read once: reading them takes longer than storing them."""
    return [read_yaml(path) for path in sorted(TEXTS.glob("*.yaml"))]


@transaction.atomic
def lay_notices() -> int:
    """Store the texts that come with the platform. Returns how many were new; a stored version is never changed."""
    new = 0
    for said in _shipped():
        facts = {"valid_from": said["valid_from"], "texts": said["texts"], "purposes": said["purposes"]}
        _notice, created = ConsentNotice.objects.get_or_create(
            country=said["country"], programme="", version=said["version"], defaults=facts
        )
        new += created
    return new


def notice_for(country: str, programme: str = "", on: date | None = None) -> ConsentNotice | None:
    """The text in force: the programme's own, else its country's; None where there is none."""
    current = ConsentNotice.objects.current(on or timezone.localdate())
    return current.get((country, programme)) or current.get((country, ""))


def notices_of(person: Person) -> list[ConsentNotice]:
    """The texts that hold for a person: those of her programmes, else that of the country where she lives."""
    scopes = _scopes(person)
    notices = ConsentNotice.objects.filter(country__in={country for country, _name in scopes})
    current = notices.current(timezone.localdate())
    found = {current.get(scope) or current.get((scope[0], "")) for scope in scopes}
    return sorted((each for each in found if each), key=lambda each: each.pk)


def _scopes(person: Person) -> set[tuple[str, str]]:
    """Where the person takes part: ``(country, programme's short name)`` pairs.

    Upper rooms say so through the hook ``people.scopes``: a function of the person that returns such pairs.
    """
    scopes = {scope for ask in hooks.get_hooks("people.scopes") for scope in ask(person)}
    if not scopes and person.territory_id and person.territory:
        return {(person.territory.country, "")}
    return scopes


@dataclass(frozen=True)
class Answer:
    """One purpose and what stands about it. ``record`` is None while it was never answered."""

    purpose: Purpose
    record: ConsentRecord | None

    @property
    def granted(self) -> bool:
        return self.record is not None and self.record.decision == Decision.GRANTED


def answers_of(person: Person, notice: ConsentNotice) -> list[Answer]:
    """What the person last said to each purpose of this very text. One query."""
    records = ConsentRecord.objects.filter(person=person, notice=notice).order_by("decided_at", "pk")
    last = {each.purpose: each for each in records}
    return [Answer(purpose, last.get(purpose.code)) for purpose in notice.listed()]


def unanswered(person: Person) -> tuple[list[ConsentNotice], bool]:
    """The texts this person was not asked yet, or not in their newest version; and whether she ever answered any."""
    scopes = _scopes(person)
    in_force = rows(IN_FORCE, {country for country, _name in scopes}, [timezone.localdate().isoformat()])
    current = {(country, programme): (pk, purposes) for country, programme, pk, purposes in in_force}
    chosen = {current.get(scope) or current.get((scope[0], "")) for scope in scopes}
    asked = [each for each in chosen if each]
    if not asked:
        return [], False
    said = set(rows(SAID, [person.pk]))
    waiting = [pk for pk, purposes in asked if any((pk, one["code"]) not in said for one in json.loads(purposes))]
    return list(ConsentNotice.objects.filter(pk__in=waiting).order_by("pk")) if waiting else [], bool(said)


def standing_in(people: Iterable[int], notice: ConsentNotice) -> dict[int, dict[str, str]]:
    """``{person: {purpose: decision}}`` for many at once. One query."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for person, code, decision, _at in _told(people, notice):
        found[person][code] = decision
    return found


def _told(people: Iterable[int], notice: ConsentNotice) -> list[tuple]:
    """``(person, purpose, decision, moment)`` in the order in which people decided, not in which it was transcribed."""
    rows = ConsentRecord.objects.filter(person__in=list(people), notice=notice).order_by("decided_at", "pk")
    return list(rows.values_list("person", "purpose", "decision", "decided_at"))


def may_use(people: Iterable[int], purpose: str) -> set[int]:
    """Those who allow ``purpose`` today, by the newest text each was asked under. No answer is a no. Two queries."""
    current = [notice.pk for notice in ConsentNotice.objects.current(timezone.localdate()).values()]
    rows = ConsentRecord.objects.filter(person__in=list(people), purpose=purpose, notice__in=current)
    last = dict(rows.order_by("decided_at", "pk").values_list("person", "decision"))
    return {person for person, decision in last.items() if decision == Decision.GRANTED}


@dataclass(frozen=True)
class Guardian:
    """Who answers for somebody under 18."""

    name: str = ""
    relationship: str = ""

    def __bool__(self) -> bool:
        return bool(self.name and self.relationship)


NO_GUARDIAN = Guardian()


@dataclass(frozen=True)
class Statement:
    """What was said, how, and when: the same for everybody it is written down for.

    ``choices`` is ``{purpose: allowed}``: True allows, False refuses or, after a yes, withdraws.
    """

    choices: dict[str, bool]
    channel: str
    evidence: str = ""
    at: datetime | None = None


@transaction.atomic
def decide(
    person: Person, notice: ConsentNotice, statement: Statement, *, by, guardian: Guardian = NO_GUARDIAN
) -> list[ConsentRecord]:
    """Write down what a person said to some purposes. What stands already is not written again.

    ``Refused`` for a yes of somebody under 18 without a guardian's name and relationship, for an unknown purpose, and
    for a moment to come.
    """
    new = decide_all({person: guardian}, notice, statement, by=by)
    if new:
        said = {each.purpose: each.decision for each in new}
        log(instance=person, action="people.consent", user=by, data={"notice": notice.pk, "said": said})
    return new


@transaction.atomic
def decide_all(
    people: dict[Person, Guardian], notice: ConsentNotice, statement: Statement, *, by
) -> list[ConsentRecord]:
    """The same for many who said the same thing, in three queries; all or none. Whoever calls writes the audit line."""
    moment = statement.at or now()
    _check(people, notice, statement.choices, moment)
    keys = [person.pk for person in people]
    list(Person.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    told = _told(keys, notice)
    before = {(person, code): decision for person, code, decision, _at in told}
    known = {(person, code, decision == Decision.GRANTED, at) for person, code, decision, at in told}
    new = [
        _record(person, notice, code, _word(allowed, before.get((person.pk, code))), statement, guardian)
        for person, guardian in people.items()
        for code, allowed in statement.choices.items()
        # A paper found late goes into its place in time, and only once.
        if before.get((person.pk, code), "") not in _SAME[allowed] and (person.pk, code, allowed, moment) not in known
    ]
    for each in new:
        each.decided_at, each.recorded_by = moment, by
    kept = ConsentRecord.objects.bulk_create(new)
    _let_go(kept)
    return kept


def _let_go(records: list[ConsentRecord]) -> None:
    """What was kept only by a permission that was just taken back goes with it.

    Rooms say what that is through the hook ``people.consent_withdrawn``: a function of person, notice and purpose.
    """
    for each in records:
        if each.decision == Decision.WITHDRAWN:
            for farewell in hooks.get_hooks("people.consent_withdrawn"):
                farewell(each.person, each.notice, each.purpose)


_SAME = {True: {Decision.GRANTED}, False: {Decision.REFUSED, Decision.WITHDRAWN}}


def _record(person, notice, code: str, decision: str, statement: Statement, guardian: Guardian) -> ConsentRecord:
    answered_for = guardian if decision == Decision.GRANTED else NO_GUARDIAN
    return ConsentRecord(
        person=person,
        notice=notice,
        purpose=code,
        decision=decision,
        channel=statement.channel,
        evidence=statement.evidence,
        guardian_name=answered_for.name,
        guardian_relationship=answered_for.relationship,
    )


def _word(allowed: bool, before: str | None) -> str:
    if allowed:
        return Decision.GRANTED
    return Decision.WITHDRAWN if before == Decision.GRANTED else Decision.REFUSED


def _check(people: dict[Person, Guardian], notice: ConsentNotice, choices: dict, moment: datetime) -> None:
    if set(choices) - {each["code"] for each in notice.purposes}:
        raise Refused(_("El aviso no nombra esa finalidad."))
    if moment > now():
        raise Refused(_("La fecha de la autorización todavía no llega."))
    on = timezone.localdate(moment)
    alone = [person for person, guardian in people.items() if is_minor(person.birth_date, on) and not guardian]
    if alone and any(choices.values()):
        sentence = _("%(name)s tiene menos de 18 años: escribe quién autoriza y su parentesco.")
        raise Refused(sentence % {"name": alone[0].full_name})
