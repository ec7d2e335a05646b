"""How people may come into a cohort by themselves: its door, the link that opens it, the part quotas of its seats."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cohorts.actions.seats import locked_cohort, promote
from cohorts.models import Cohort, EnrolmentLink, SeatQuota
from kit.ids import new_token
from people.actions import Refused
from people.models import Organisation
from programmes.models import Region

DOOR = ("door", "door_opens_on", "door_closes_on")


@transaction.atomic
def set_door(cohort: Cohort, *, door: str, opens_on: date | None, closes_on: date | None, by) -> Cohort:
    """Who may come in by herself, from which day to which. The same again changes nothing.

    ``Refused`` when it would close before it opens, or the cohort is over.
    """
    locked = locked_cohort(cohort.pk)
    if locked.over:
        raise Refused(_("Aquí ya no se inscribe a nadie: está cerrado o cancelado."))
    if opens_on and closes_on and closes_on < opens_on:
        raise Refused(_("Las inscripciones no pueden terminar antes de empezar."))
    news = dict(zip(DOOR, (door, opens_on, closes_on), strict=True))
    before = {key: getattr(locked, key) for key in DOOR}
    if before == news:
        return locked
    Cohort.objects.filter(pk=locked.pk).update(**news)
    locked.refresh_from_db()
    told = {"before": _words(before), "after": _words(news)}
    log(instance=locked, action="cohorts.set_door", user=by, data=told)
    return locked


def _words(values: dict) -> dict:
    return {key: str(value) if value else "" for key, value in values.items()}


@transaction.atomic
def set_quota(cohort: Cohort, *, region: Region | None = None, kind: str = "", seats: int | None, by) -> None:
    """At most so many of the cohort's seats for that region, or for that kind of organisation; None: no such limit.

    Those who are in stay, also when they are more. ``Refused`` for fewer than one seat, another programme's region,
    or when it is neither one nor the other.
    """
    locked = locked_cohort(cohort.pk)
    if bool(region) == bool(kind) or (kind and kind not in Organisation.Kind.values):
        raise Refused(_("Elige una región o un tipo de organización."))
    if region and region.programme_id != locked.programme_id:
        raise Refused(_("Esa región es de otro programa."))
    if seats is not None and seats < 1:
        raise Refused(_("Un cupo parcial es de una persona o más. Quítalo si no hay límite."))
    which: dict[str, Any] = {"cohort": locked, "region": region, "kind": kind}
    before = SeatQuota.objects.filter(**which).values_list("seats", flat=True).first()
    if before == seats:
        return
    if seats is None:
        SeatQuota.objects.filter(**which).delete()
    else:
        SeatQuota.objects.update_or_create(**which, defaults={"seats": seats})
    said = {"of": str(region or Organisation.Kind(kind).value), "before": before, "after": seats}
    log(instance=locked, action="cohorts.set_quota", user=by, data=said)
    promote(locked)


@transaction.atomic
def make_link(cohort: Cohort, *, until: date, by) -> EnrolmentLink:
    """A new secret link that works through the day ``until``; the one before stops working.

    The one that stands comes back when it ends the same day. ``Refused`` for a day that is over.
    """
    locked = locked_cohort(cohort.pk)
    zone = ZoneInfo(locked.programme.time_zone)
    expires_at = datetime.combine(until + timedelta(days=1), time.min, zone)
    if expires_at <= timezone.now():
        raise Refused(_("Ese día ya pasó. Elige uno por venir."))
    standing = EnrolmentLink.objects.filter(cohort=locked, revoked_at=None).first()
    if standing and standing.expires_at == expires_at:
        return standing
    if standing:
        revoke_link(standing, by=by)
    link = EnrolmentLink.objects.create(cohort=locked, token=new_token(), expires_at=expires_at, created_by=by)
    log(instance=locked, action="cohorts.make_link", user=by, data={"link": link.pk, "until": until.isoformat()})
    return link


@transaction.atomic
def revoke_link(link: EnrolmentLink, *, by) -> EnrolmentLink:
    """Nobody comes in by it any more; who came in stays. Twice is once."""
    done = EnrolmentLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by)
    link.refresh_from_db()
    if done:
        log(instance=link.cohort, action="cohorts.revoke_link", user=by, data={"link": link.pk})
    return link
