"""What a coordination decides: which certificates a cohort gives, who is vouched for, what stands all the same."""

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from certificates.eligibility import COMPLETION, claim_of, standing_of, terms_of
from certificates.models import Certificate, Offer, Upheld, Waiver
from cohorts.models import Cohort, Enrolment
from kit.text import tidy
from people.actions import Refused

LONGEST = 400


@transaction.atomic
def set_offer(cohort: Cohort, *, by, **given: bool) -> Offer:
    """Which certificates the cohort gives from now on; those given stay. The same again changes nothing.

    ``Refused`` when nothing is left to give, or when the parts do not go together.
    """
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    offer = Offer.objects.filter(cohort=cohort).first() or Offer(cohort=cohort)
    before = {name: getattr(offer, name) for name in given}
    for name, value in given.items():
        setattr(offer, name, value)
    if not any((offer.completion, offer.attendance, offer.facilitation, offer.organisation)):
        raise Refused(_("Elige al menos un tipo de documento."))
    if offer.both and not (offer.completion and offer.attendance):
        raise Refused(_("Para dar las dos, elige también la de acreditación y la de participación."))
    if offer.pk is None or before != given:
        offer.save()
        log(instance=cohort, action="certificates.offer", user=by, data={"before": before, "after": given})
    return offer


@transaction.atomic
def waive(enrolment: Enrolment, *, reason: str, by, kind: str = COMPLETION) -> Waiver:
    """Vouch for somebody whom the rule alone would not give a certificate of that kind. Asking again keeps the first.

    Attendance, lessons, verdict and every figure stay as they are. ``Refused`` without a reason, for a kind the cohort
    does not give, for whoever left, and where the rule is met already.
    """
    why = _said(reason)
    locked = Enrolment.objects.select_for_update().select_related("person", "cohort__programme").get(pk=enrolment.pk)
    standing = Waiver.objects.standing().filter(enrolment=locked, kind=kind).first()
    if standing:
        return standing
    if locked.withdrawn_at or locked.person.erased_at:
        raise Refused(_("Esta persona ya no está inscrita aquí."))
    claim = (kind, locked.pk)
    now = standing_of(locked.cohort, [claim])
    if not asdict(now.terms).get(kind):
        raise Refused(_("Aquí no se da ese tipo de documento."))
    if now.supported(claim):
        raise Refused(_("Ya cumple la regla: no hace falta una dispensa."))
    waiver, created = Waiver.objects.get_or_create(
        enrolment=locked,
        kind=kind,
        lifted_at=None,
        defaults={"reason": why, "given_at": timezone.now(), "given_by": by},
    )
    if created:
        log(instance=locked, action="certificates.waive", user=by, data={"kind": kind, "waiver": waiver.pk})
    return waiver


@transaction.atomic
def lift_waiver(waiver: Waiver, *, reason: str, by) -> Waiver:
    """Take a waiver back. What was given by it stays until somebody decides: it is listed. Twice keeps the first."""
    why = _said(reason)
    said = {"lifted_at": timezone.now(), "lifted_by": by, "lifted_reason": why}
    lifted = Waiver.objects.standing().filter(pk=waiver.pk).update(**said)
    waiver.refresh_from_db()
    if lifted:
        data = {"kind": waiver.kind, "waiver": waiver.pk}
        log(instance=waiver.enrolment, action="certificates.lift_waiver", user=by, data=data)
    return waiver


@transaction.atomic
def uphold(certificate: Certificate, *, reason: str, by) -> Upheld:
    """Let a certificate stand that its record no longer earns, until the record changes again. Twice keeps the first.

    ``Refused`` without a reason, when it is valid no more, and when its record earns it.
    """
    why = _said(reason)
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if locked.revoked_at or locked.replaced_by_id:
        raise Refused(_("Este documento ya no es válido: no hay nada que mantener."))
    claim = claim_of(locked)
    standing = standing_of(certificate.cohort, [claim])
    if standing.supported(claim):
        raise Refused(_("Su registro lo sostiene: no hay nada que decidir."))
    upheld, created = Upheld.objects.get_or_create(
        certificate=locked,
        record=standing.record(claim),
        defaults={"reason": why, "decided_at": timezone.now(), "decided_by": by},
    )
    if created:
        log(instance=locked, action="certificates.uphold", user=by, data={"record": upheld.record})
    return upheld


def kinds_to_waive(cohort: Cohort) -> list[str]:
    """The kinds of people enrolled that the cohort gives."""
    terms = asdict(terms_of(cohort))
    return [kind for kind in Waiver.Kind.values if terms[kind]]


def _said(reason: str) -> str:
    why = tidy(reason)[:LONGEST]
    if not why:
        raise Refused(_("Escribe el motivo: queda en el historial."))
    return why
