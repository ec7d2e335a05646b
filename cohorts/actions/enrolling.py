"""Coming into a cohort and leaving it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cohorts.actions.seats import hold_seats, locked_cohort, promote, require_seats, take_off_the_lists
from cohorts.models import Cohort, Enrolment
from cohorts.seats import seats_for
from kit.text import tidy
from people.actions import Refused
from people.models import Area, Organisation, Person
from places.models import Territory


@transaction.atomic
def enrol(
    person: Person,
    *,
    cohort: Cohort,
    organisation: Organisation | None = None,
    territory: Territory | None = None,
    post: str = "",
    area: str = "",
    source: str,
    by,
    at: datetime | None = None,
) -> Enrolment:
    """The person's live enrolment in the cohort. Asking again returns the same one, unchanged.

    Organisation, territory, post and area are taken down as they are on that day (decision 8 of the house); without
    ``territory`` or ``area`` it is the person's own. ``Refused`` when the cohort is over or full, or ``at`` is to come.
    """
    locked = hold_seats(cohort)
    live = Enrolment.objects.active().filter(cohort=locked, person=person).first()
    if live:
        return live
    take_off_the_lists(locked, [person.pk], by=by)
    facts = facts_of_the_day(person, organisation=organisation, territory=territory, post=post, area=area)
    require_seats(locked, seats_for([Enrolment(**facts)]))
    return seat(person, cohort=locked, source=source, by=by, at=past_moment(at), **facts)


def seat(person: Person, *, cohort: Cohort, source: str, by, at: datetime, **facts) -> Enrolment:
    """The row and its line in the audit. For who has asked for the seat under ``hold_seats`` already."""
    enrolment, created = Enrolment.objects.get_or_create(
        cohort=cohort,
        person=person,
        withdrawn_at=None,
        defaults={"source": source, "enrolled_at": at, "enrolled_by": by, **facts},
    )
    if created:
        log(instance=enrolment, action="cohorts.enrol", user=by, data={"source": source})
    return enrolment


@transaction.atomic
def withdraw(enrolment: Enrolment, *, reason: str, by, at: datetime | None = None) -> Enrolment:
    """The person leaves; what was marked and learned stays. Asked for again, the first withdrawal stands.

    ``reason`` is one of ``Enrolment.Reason``; ``Refused`` without one. Her seat is offered to who waits for it.
    """
    if reason not in Enrolment.Reason.values:
        raise Refused(_("Elige el motivo de la baja."))
    cohort = locked_cohort(enrolment.cohort_id)
    leave(enrolment, reason=reason, by=by, at=at)
    promote(cohort)
    return enrolment


def leave(enrolment: Enrolment, *, reason: str, by, at: datetime | None = None) -> Enrolment:
    """:func:`withdraw` without giving the seat to anybody: whoever calls holds it, and says who gets it."""
    moment = past_moment(at)
    done = Enrolment.objects.active().filter(pk=enrolment.pk).update(withdrawn_at=moment, withdrawn_reason=reason)
    enrolment.refresh_from_db()
    if done:
        log(instance=enrolment, action="cohorts.withdraw", user=by, data={"reason": reason})
    return enrolment


def facts_of_the_day(person, *, organisation, territory, post, area) -> dict:
    """What an enrolment takes down: what was said, else what the person or the organisation has."""
    return {
        "organisation": organisation,
        "territory": territory or person.territory or (organisation.territory if organisation else None),
        "post": tidy(post)[:120],
        "area": area if area and area != Area.NOT_REPORTED else person.area,
    }


def past_moment(at: datetime | None) -> datetime:
    """The moment of an act: now, or the one that is transcribed. ``Refused`` when it has not come yet."""
    now = timezone.now()
    if at is not None and at > now:
        raise Refused(_("Esa fecha todavía no llega."))
    return at or now
