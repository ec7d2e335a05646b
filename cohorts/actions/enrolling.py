"""Coming into a cohort and leaving it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from cohorts.models import Cohort, Enrolment
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
    require_seats(locked, 1)
    facts = facts_of_the_day(person, organisation=organisation, territory=territory, post=post, area=area)
    enrolment, created = Enrolment.objects.get_or_create(
        cohort=locked,
        person=person,
        withdrawn_at=None,
        defaults={"source": source, "enrolled_at": past_moment(at), "enrolled_by": by, **facts},
    )
    if created:
        log(instance=enrolment, action="cohorts.enrol", user=by, data={"source": source})
    return enrolment


@transaction.atomic
def withdraw(enrolment: Enrolment, *, reason: str, by, at: datetime | None = None) -> Enrolment:
    """The person leaves; what was marked and learned stays. Asked for again, the first withdrawal stands.

    ``reason`` is one of ``Enrolment.Reason``; ``Refused`` without one.
    """
    if reason not in Enrolment.Reason.values:
        raise Refused(_("Elige el motivo de la baja."))
    moment = past_moment(at)
    done = Enrolment.objects.active().filter(pk=enrolment.pk).update(withdrawn_at=moment, withdrawn_reason=reason)
    enrolment.refresh_from_db()
    if done:
        log(instance=enrolment, action="cohorts.withdraw", user=by, data={"reason": reason})
    return enrolment


def hold_seats(cohort: Cohort) -> Cohort:
    """The cohort, with its row locked until the transaction ends: two who enrol at once take their turns.

    ``Refused`` when nobody comes in any more.
    """
    locked = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if locked.status in {Cohort.Status.CLOSED, Cohort.Status.CANCELLED}:
        raise Refused(_("Aquí ya no se inscribe a nadie: está cerrado o cancelado."))
    return locked


def free_seats(cohort: Cohort) -> int | None:
    """Seats left; ``None`` when the cohort has no limit. One query at most."""
    if cohort.capacity is None:
        return None
    return max(0, cohort.capacity - Enrolment.objects.active().filter(cohort=cohort).count())


def require_seats(cohort: Cohort, wanted: int) -> None:
    """``Refused`` when fewer than ``wanted`` seats are left. Ask under ``hold_seats``."""
    free = free_seats(cohort)
    if free is not None and wanted > free:
        taken = ngettext("Queda %(free)d lugar", "Quedan %(free)d lugares", free) % {"free": free}
        raise Refused(
            _("No alcanza el cupo de %(capacity)d. %(taken)s: amplía el cupo o inscribe a menos personas.")
            % {"capacity": cohort.capacity, "taken": taken}
        )


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
