"""Letters to a cohort: one more session, another day or place, called off, with an .ics; a rule that changed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from cohorts.calendar import invitation
from cohorts.models import Cohort, Enrolment, Facilitation, Register, Session
from cohorts.rule import changes_in_words
from kit.clock import now
from notices.actions import post_alike
from people.models import Person

OVER = (Cohort.Status.CLOSED, Cohort.Status.CANCELLED)
# What somebody on her way would need to know; the rest is read where it stands.
TOLD = ("starts_at", "ends_at", "time_zone", "modality", "venue")


def registers_in(sessions: Iterable[Session]) -> list[Register]:
    """Those of these sessions by time, with what a letter needs. One query."""
    registers = Register.objects.filter(session__in=list(sessions)).select_related("session", "cohort__programme")
    return list(registers.order_by("session__starts_at", "pk"))


def tell_added(registers: Sequence[Register]) -> None:
    """One letter to each person for all the sessions to come among these, which were planned after opening.

    ``registers`` as :func:`registers_in` gives them.
    """
    moment = now()
    late = [one for one in registers if one.session.starts_at > moment and one.cohort.opened_at]
    _tell(late, "session_added")


def tell_changed(session: Session, before: dict) -> None:
    """Who comes to a session of which one of ``TOLD`` changed (``before``: as it was) is told of both.

    Nobody is told of what has passed: then only the record was corrected.
    """
    latest = max(session.ends_at, before.get("ends_at", session.ends_at))
    if before.keys() & set(TOLD) and latest > now():
        was = {name: before.get(name, getattr(session, name)) for name in TOLD}
        moved = bool(before.keys() & {"starts_at", "ends_at", "time_zone"})
        _tell(registers_in([session]), "session_changed", was=was, moved=moved)


def tell_cancelled(session: Session) -> None:
    """Who was to come to a session that is not over, and will not take place."""
    if session.ends_at > now():
        _tell(registers_in([session]), "session_cancelled")


def tell_rule(cohort: Cohort, change: dict, *, decision: int) -> None:
    """What is asked for now, what was before, and why. ``decision`` (its line in the audit) is told once."""
    with override(settings.LANGUAGE_CODE):
        parts = changes_in_words(change)
    shared = {
        "cohort": cohort,
        "programme": cohort.programme,
        "parts": parts,
        "reason": change["reason"],
        "site": settings.SITE_URL,
    }
    people = _people([cohort.pk])[cohort.pk]
    addressees = [(f"rule_changed:{decision}:{one.pk}", address, one.given_names) for one, address in people]
    post_alike(addressees, template="rule_changed", context=shared, language=settings.LANGUAGE_CODE)


def _tell(registers: Sequence[Register], template: str, **words) -> None:
    """To the people of each cohort; who belongs to two that meet together is told once. Two queries.

    Before a cohort opens or its door does, its dates are a plan; after it closed nothing is to come.
    """
    by_cohort: dict[int, list[Register]] = defaultdict(list)
    for register in registers:
        cohort = register.cohort
        announced = cohort.opened_at or cohort.door != Cohort.Door.CLOSED
        if announced and cohort.status not in OVER:
            by_cohort[cohort.pk].append(register)
    told: dict[int, set[int]] = defaultdict(set)
    for number, people in _people(by_cohort).items():
        sessions = {register.session_id for register in by_cohort[number]}
        fresh = [(person, address) for person, address in people if not sessions <= told[person.pk]]
        for person, _address in fresh:
            told[person.pk] |= sessions
        _write(by_cohort[number], fresh, template, **words)


def _write(registers: list[Register], people, template: str, **words) -> None:
    cohort, session = registers[0].cohort, registers[0].session
    shared = {
        "cohort": cohort,
        "programme": cohort.programme,
        "sessions": [register.session for register in registers],
        "session": session,
        "site": settings.SITE_URL,
        "url": settings.SITE_URL + reverse("cohorts:session", args=[session.uuid]),
        "calendar_url": settings.SITE_URL + reverse("cohorts:calendar"),
        **words,
    }
    with override(settings.LANGUAGE_CODE):
        enclosed = invitation(registers)
    addressees = [
        (f"{template}:{session.uuid}:{session.version}:{person.pk}", address, person.given_names)
        for person, address in people
    ]
    post_alike(addressees, template=template, context=shared, calendar=enclosed.to, language=settings.LANGUAGE_CODE)


def _people(cohorts) -> dict[int, list[tuple[Person, str]]]:
    """By cohort, in the order given: who is enrolled and who teaches, with an address; a helper of the roll too."""
    found: dict[int, dict[int, tuple[Person, str]]] = {cohort: {} for cohort in cohorts}
    if not found:
        return {}
    enrolled = Enrolment.objects.active().filter(cohort__in=found).order_by("pk")
    charged = Facilitation.objects.filter(cohort__in=found, ended_at=None).order_by("pk")
    for row in (*enrolled.select_related("person__user"), *charged.select_related("person__user")):
        person = row.person
        if address := person.user.email if person.user else person.email:
            found[row.cohort_id][person.pk] = (person, address)
    return {cohort: list(people.values()) for cohort, people in found.items()}
