"""What a session is made of and what comes of it: its outline sheet, its agreements; and a cohort's calendar."""

import hashlib
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cohorts.actions.roll import Stale
from cohorts.models import Agreement, Cohort, CohortCalendar, Moment, Session
from kit.ids import new_token
from kit.text import tidy
from people.actions import Refused

MOST_MOMENTS = 40
MOST_AGREEMENTS = 100
STEP = ("minutes", "title", "activity", "materials")


def outline_mark(session: Session) -> str:
    """What tells this outline sheet from any other that the session had. One query."""
    return _mark(session.moments.order_by("position").values_list(*STEP))


def _mark(steps) -> str:
    return hashlib.sha256(repr([tuple(step) for step in steps]).encode()).hexdigest()[:16]


@transaction.atomic
def write_outline(session: Session, steps: Sequence[dict], *, seen: str, by) -> list[Moment]:
    """Put these steps (``STEP`` each), in this order, in the place of what was there. The same again changes nothing.

    ``Stale`` when the sheet is no longer the one of ``seen`` (``outline_mark``). ``Refused`` above 40 steps.
    """
    session = Session.objects.select_for_update().get(pk=session.pk)
    wanted = [{"minutes": step["minutes"], **{name: tidy(step[name]) for name in STEP[1:]}} for step in steps]
    if len(wanted) > MOST_MOMENTS:
        raise Refused(_("Caben %(most)d momentos. Une algunos.") % {"most": MOST_MOMENTS})
    stored = list(session.moments.order_by("position"))
    before = [tuple(getattr(moment, name) for name in STEP) for moment in stored]
    if before == [tuple(step[name] for name in STEP) for step in wanted]:
        return stored
    if _mark(before) != seen:
        raise Stale(_("Alguien más cambió esta carta mientras la escribías. Compara lo tuyo con lo que está guardado."))
    session.moments.all().delete()
    made = [Moment(session=session, position=at, **step) for at, step in enumerate(wanted, 1)]
    Moment.objects.bulk_create(made)
    data = {"steps": len(made), "minutes": sum(step["minutes"] for step in wanted)}
    log(instance=session, action="cohorts.write_outline", user=by, data=data)
    return made


@transaction.atomic
def agree(session: Session, *, what: str, who: str, due_on: date | None = None, client_uuid: UUID, by) -> Agreement:
    """Note what was agreed and who sees to it. The same ``client_uuid`` again returns the first one.

    ``Refused`` when the session was cancelled, or has a hundred.
    """
    if known := Agreement.objects.filter(session=session, uuid=client_uuid).first():
        return known
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.cancelled_at:
        raise Refused(_("Está cancelada: ya no cambia."))
    if session.agreements.count() >= MOST_AGREEMENTS:
        raise Refused(_("Caben %(most)d acuerdos.") % {"most": MOST_AGREEMENTS})
    said = {"session": session, "what": tidy(what), "who": tidy(who), "due_on": due_on, "noted_by": by}
    agreement, created = Agreement.objects.get_or_create(uuid=client_uuid, defaults=said)
    if agreement.session_id != session.pk:
        raise Refused(_("Este formulario ya se envió para otra fecha. Vuelve a abrir la página."))
    if created:
        log(instance=session, action="cohorts.agree", user=by, data={"agreement": str(agreement.uuid)})
    return agreement


@transaction.atomic
def settle_agreement(agreement: Agreement, *, done: bool, by) -> Agreement:
    """It was done, or was not after all. Said twice it is said once, and the first day stays."""
    rows = Agreement.objects.filter(pk=agreement.pk, done_at__isnull=done)
    changed = rows.update(done_at=timezone.now() if done else None, done_by=by if done else None)
    agreement.refresh_from_db()
    if changed:
        data = {"agreement": str(agreement.uuid), "done": done}
        log(instance=agreement.session, action="cohorts.settle_agreement", user=by, data=data)
    return agreement


@transaction.atomic
def drop_agreement(agreement: Agreement, *, by) -> None:
    """Noted by mistake: it goes, and the audit keeps what it said. Dropped twice it is dropped once."""
    data = {"agreement": str(agreement.uuid), "what": agreement.what}
    gone, _rows = Agreement.objects.filter(pk=agreement.pk).delete()
    if gone:
        log(instance=agreement.session, action="cohorts.drop_agreement", user=by, data=data)


@transaction.atomic
def renew_cohort_calendar(cohort: Cohort, *, instead_of: str | None = None, by) -> CohortCalendar:
    """The cohort's link, made when there is none; ``instead_of``, the one before, opens nothing any more.

    Asked again for the same one, the link that took its place stays.
    """
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    known = CohortCalendar.objects.filter(cohort=cohort).first()
    if known and known.token != instead_of:
        return known
    row = {"token": new_token(), "created_by": by, "created_at": timezone.now()}
    calendar, _new = CohortCalendar.objects.update_or_create(cohort=cohort, defaults=row)
    log(instance=cohort, action="cohorts.renew_calendar", user=by)
    return calendar


@transaction.atomic
def revoke_cohort_calendar(cohort: Cohort, *, by) -> None:
    """There is no link any more. Revoked twice it is revoked once."""
    gone, _rows = CohortCalendar.objects.filter(cohort=cohort).delete()
    if gone:
        log(instance=cohort, action="cohorts.revoke_calendar", user=by)
