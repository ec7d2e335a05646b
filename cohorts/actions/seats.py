"""The seats of a cohort: held while somebody decides, kept for who may confirm, offered to who waits."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.models import Application, Cohort, Enrolment, SeatQuota
from cohorts.seats import Seat, seat_of_row, seats_for, seats_of, words_for_full
from kit.audit import log_each
from kit.clock import local
from notices.actions import post_each
from people.actions import Refused

OFFER_LASTS = timedelta(hours=48)
_ASKED_SEAT = ("territory", "territory__parent", "territory__parent__parent", "organisation__kind")


def locked_cohort(pk: int) -> Cohort:
    """The cohort, with its row locked until the transaction ends: two who decide about its seats take their turns."""
    return Cohort.objects.select_for_update().get(pk=pk)


def hold_seats(cohort: Cohort) -> Cohort:
    """:func:`locked_cohort`, for who brings somebody in. ``Refused`` when nobody comes in any more."""
    locked = locked_cohort(cohort.pk)
    if locked.over:
        raise Refused(_("Aquí ya no se inscribe a nadie: está cerrado o cancelado."))
    return locked


def free_seats(cohort: Cohort) -> int | None:
    """Seats that are neither taken nor kept for who may confirm; ``None`` without a limit. Two queries at most."""
    if cohort.capacity is None:
        return None
    kept = Application.objects.offered().filter(cohort=cohort).count()
    return max(0, cohort.capacity - kept - Enrolment.objects.active().filter(cohort=cohort).count())


def require_seats(cohort: Cohort, wanted: int | Sequence[Seat]) -> None:
    """``Refused`` when fewer than ``wanted`` seats are left, or a part quota has none. Ask under ``hold_seats``."""
    number = wanted if isinstance(wanted, int) else len(wanted)
    free = free_seats(cohort)
    if free is not None and number > free:
        taken = ngettext("Queda %(free)d lugar", "Quedan %(free)d lugares", free) % {"free": free}
        raise Refused(
            _("No alcanza el cupo de %(capacity)d. %(taken)s: amplía el cupo o inscribe a menos personas.")
            % {"capacity": cohort.capacity, "taken": taken}
        )
    if not isinstance(wanted, int):
        _require_parts(cohort, wanted)


def require_quotas(cohort: Cohort, passages: Sequence[Enrolment]) -> None:
    """``Refused`` when a part quota does not take all of these, which are not stored yet. One query without quotas."""
    if SeatQuota.objects.filter(cohort=cohort).exists():
        _require_parts(cohort, seats_for(passages))


def _require_parts(cohort: Cohort, wanted: Iterable[Seat]) -> None:
    if not SeatQuota.objects.filter(cohort=cohort).exists():
        return
    seats = seats_of(cohort)
    seats.capacity = None
    for seat in wanted:
        if why := seats.full_for(seat):
            raise Refused(words_for_full(cohort, why))
        seats.keep(seat)


def take_off_the_lists(cohort: Cohort, people: Sequence[int], *, by) -> None:
    """What these people had asked for is answered: the team brings them in itself. Two queries at most."""
    live = Application.objects.live().filter(cohort=cohort, person__in=people)
    if people and (answered := list(live.select_related("person", "cohort"))):
        live.update(decision=Application.Decision.ACCEPTED, decided_at=timezone.now(), decided_by=by)
        log_each([(one, {}) for one in answered], "cohorts.take_in", user=by)


@transaction.atomic
def promote(cohort: Cohort) -> list[Application]:
    """Offer the free seats to those who wait, in order, for 48 hours; who fits in no free seat keeps her place.

    Under the cohort's lock. Safe to repeat: without a free seat it changes nothing. Each is told through the outbox.
    """
    waiting = Application.objects.waiting().filter(cohort=cohort)
    if cohort.over or not waiting.exists():
        return []
    seats = seats_of(cohort)
    # Where no part quota passes anybody over, those who get a seat are the first.
    waiting = waiting.select_related("person__user")
    rows = list(waiting if seats.quotas else waiting[: seats.free])
    asked = dict(zip([one.pk for one in rows], _asked_seats(rows), strict=True))
    chosen = []
    for application in rows:
        if seats.free == 0:
            break
        if not seats.full_for(asked[application.pk]):
            seats.keep(asked[application.pk])
            chosen.append(application)
    return _offer(cohort, chosen)


def _asked_seats(waiting: list[Application]) -> list[Seat]:
    rows = Application.objects.filter(pk__in=[one.pk for one in waiting]).values_list("pk", *_ASKED_SEAT)
    found = {row[0]: seat_of_row(row[1:]) for row in rows}
    return [found[one.pk] for one in waiting]


def _offer(cohort: Cohort, chosen: list[Application]) -> list[Application]:
    if not chosen:
        return []
    now = timezone.now()
    until = now + OFFER_LASTS
    Application.objects.filter(pk__in=[one.pk for one in chosen]).update(offered_at=now, offer_until=until)
    for application in chosen:
        application.offered_at, application.offer_until, application.cohort = now, until, cohort
    log_each([(one, {"until": until.isoformat()}) for one in chosen], "cohorts.offer_seat", user=None)
    tell(chosen, "seat_offered")
    return chosen


def tell(applications: Iterable[Application], template: str) -> None:
    """Write to each, once for each template: ``templates/notices/<template>.txt``. Who left no address is not told."""
    letters = []
    for one in applications:
        address = one.person.user.email if one.person.user else one.person.email
        programme = one.cohort.programme
        context = {
            "application": one,
            "person": one.person,
            "cohort": one.cohort,
            "programme": programme,
            "until": local(one.offer_until, programme.time_zone) if one.offer_until else None,
            "url": settings.SITE_URL + one.get_absolute_url(),
        }
        if address:
            letters.append((f"{template}:{one.uuid}", address, context))
    post_each(letters, template=template, language=settings.LANGUAGE_CODE)
