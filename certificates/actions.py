"""Giving what was earned, and taking back what should not have been given. Every act may be asked for twice."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from certificates.design.choosing import designs_for
from certificates.design.dressing import require_signatory
from certificates.eligibility import ATTENDANCE, COMPLETION, Claim, Standing, claim_of, standing_of
from certificates.giving import Subject, drafted, subjects_of
from certificates.models import Certificate, FolioSeries
from certificates.signing.keys import standing_key
from certificates.snapshot import LANGUAGE, Setting, renamed, setting_of
from certificates.webhooks.announcing import ISSUED, REPLACED, REVOKED, announce
from cohorts.models import Cohort, Enrolment, Register
from jobs.actions import enqueue, restart, resume
from jobs.models import Job
from kit.audit import log_each
from kit.clock import local
from kit.ids import folio as folio_of
from kit.ids import new_token
from kit.sheets import unknown_signs
from kit.text import tidy
from learning.rules import Verdict
from notices.actions import post_each
from people.actions import Refused
from people.models import Membership, Person

# What was issued longer ago than this is history being written down: nobody is told of it as news.
NEWS_FOR = timedelta(days=30)
NAME_LENGTH = 160
# Two machines that serve one site need not agree to the second.
CLOCKS_DIFFER = timedelta(minutes=5)


class NotEarned(Refused):
    """``verdict``, of somebody enrolled, says what is missing; the words for it are in ``{% reasons %}``."""

    def __init__(self, verdict: Verdict | None, kind: str = COMPLETION):
        completion = _("Todavía no se cumple la regla de acreditación.")
        super().__init__(completion if kind == COMPLETION else _("Hoy no corresponde este documento."))
        self.verdict = verdict


class RegistersPending(Refused):
    """``count`` registers of sessions that took place are not approved yet: the figures could still change."""

    def __init__(self, count: int):
        sentence = ngettext(
            "Falta aprobar %(count)d lista de asistencia.",
            "Faltan por aprobar %(count)d listas de asistencia.",
            count,
        )
        super().__init__(sentence % {"count": count})
        self.count = count


@transaction.atomic
def issue(enrolment: Enrolment, *, by, at: datetime | None = None, kind: str = COMPLETION) -> Certificate:
    """The valid certificate of this passage; issued now when there is none. Asking again returns the same one.

    Raises ``RegistersPending`` while attendance is not settled, ``NotEarned`` with what is missing, ``Refused`` for a
    moment to come, or when the clock was set back. After a revocation this gives a new one: to issue again is a
    decision of its own.
    """
    if enrolment.person.erased_at and not certificate_held(enrolment.cohort, (kind, enrolment.pk)):
        raise Refused(_("Los datos de esta persona ya se borraron."))
    return issue_claim(enrolment.cohort, (kind, enrolment.pk), by=by, at=at)


@transaction.atomic
def issue_claim(cohort: Cohort, claim: Claim, *, by, at: datetime | None = None) -> Certificate:
    """``issue`` for any kind and whosesoever it is: a passage, a trainer, an organisation of the cohort."""
    moment = _moment(cohort, at)
    series = _series(cohort, moment)
    held = certificate_held(cohort, claim)
    if held:
        return held
    require_settled(cohort)
    standing = standing_of(cohort, [claim])
    subjects = subjects_of(cohort, [claim]) if standing.earned(claim) else []
    if not subjects:
        raise NotEarned(standing.verdicts.get(claim[1]) if _of_passage(claim) else None, claim[0])
    require_letters(subjects[0].printed_name)
    (certificate,) = _give(subjects, standing, setting_of(cohort), series=series, by=by, at=moment)
    if _is_news(moment):
        _draw_later(certificate, by)
    return certificate


@transaction.atomic
def issue_many(cohort: Cohort, enrolments: Iterable[int], *, by, at: datetime | None = None) -> list[Certificate]:
    """Issue to the given enrolments (ids) what they have earned and were never given; the new ones.

    Whoever has one, had it revoked, does not meet the rule or has a name we have no letters for is passed over, so that
    doing it again does nothing more. A fixed number of queries a call. Raises ``RegistersPending``, ``NobodySigns``,
    ``Refused`` for a moment to come.
    """
    claims = [(kind, pk) for pk in enrolments for kind in (COMPLETION, ATTENDANCE)]
    return issue_claims(cohort, claims, by=by, at=at)


@transaction.atomic
def issue_claims(cohort: Cohort, claims: Iterable[Claim], *, by, at: datetime | None = None) -> list[Certificate]:
    """``issue_many`` for claims of any kind."""
    moment, wanted = _moment(cohort, at), list(dict.fromkeys(claims))
    series = _series(cohort, moment)
    require_settled(cohort)
    standing = standing_of(cohort, wanted)
    earned = [claim for claim in wanted if claim not in standing.papers and standing.earned(claim)]
    printable = [each for each in subjects_of(cohort, earned) if not unknown_signs(each.printed_name)]
    return _give(printable, standing, setting_of(cohort), series=series, by=by, at=moment)


@transaction.atomic
def issue_anew(certificate: Certificate, *, by) -> Certificate:
    """Another one, with a new folio, for what was taken back and is earned today. Asking again returns the same one.

    ``Refused`` when it was not taken back, ``NotEarned`` and ``RegistersPending`` as for the first.
    """
    if not certificate.revoked_at:
        raise Refused(_("Este documento no está anulado: no hace falta otro."))
    if certificate.person and certificate.person.erased_at:
        raise Refused(_("Los datos de esta persona ya se borraron."))
    return issue_claim(certificate.cohort, claim_of(certificate), by=by)


@transaction.atomic
def request_issue(cohort: Cohort, *, by, claims: Iterable[Claim] = ()) -> Job:
    """Ask for the certificates of everybody in the cohort who has earned one, or of some ``claims`` alone.

    The same job while one for the same is under way; a paused one goes on. Raises ``RegistersPending``, and
    ``NobodySigns`` where a chosen design has no signatory, ``CannotSign`` without a key.
    """
    require_settled(cohort)
    standing_key(cohort.programme_id)
    for design in designs_for(cohort.programme).values():
        require_signatory(design)
    chosen = sorted({claim_words(claim) for claim in claims})
    payload = {"cohort": cohort.pk} | ({"claims": chosen} if chosen else {})
    key = cohort_job_key(cohort, by) + (f":{sha256(' '.join(chosen).encode()).hexdigest()[:16]}" if chosen else "")
    job = enqueue("certificates.issue_cohort", key=key, payload=payload, by=by)
    return restart(job, by=by) if job.finished else resume(job, by=by)


def claim_words(claim: Claim) -> str:
    """As a form and a job name it."""
    return f"{claim[0]}:{claim[1]}"


def claim_read(words: str) -> Claim:
    """``ValueError`` when it names no kind and number."""
    kind, _colon, number = words.partition(":")
    return (Certificate.Kind(kind).value, int(number))


def cohort_job_key(cohort: Cohort, by) -> str:
    """Each coordinator sees the progress of what they asked for themselves."""
    return f"certificates.issue_cohort:{cohort.pk}:{by.pk if by else 0}"


@transaction.atomic
def revoke(certificate: Certificate, *, reason: str, by) -> Certificate:
    """Take the certificate back, in public, with its reason. Revoking twice keeps the first reason.

    ``Refused`` without a reason, or when the certificate was replaced: then its successor is the one to revoke.
    """
    why = tidy(reason)[:400]
    if not why:
        raise Refused(_("Escribe el motivo: se mostrará a quien verifique."))
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if locked.replaced_by_id:
        raise Refused(_("Este documento ya fue sustituido. Anula el que lo sustituye."))
    if not locked.revoked_at:
        locked.revoked_at, locked.revoked_reason = timezone.now(), why
        locked.save(update_fields=["revoked_at", "revoked_reason"])
        log(instance=locked, action="certificates.revoke", user=by, data={"reason": why})
        announce([locked], REVOKED)
    return locked


@transaction.atomic
def replace(certificate: Certificate, *, printed_name: str, by) -> Certificate:
    """A new certificate, with a new folio, that says the same under another name; the old one points to it.

    Asking again with the same name returns the same successor. ``Refused`` without a name, when the name does not
    change, when it was revoked, or when another name has replaced it already.
    """
    name = tidy(printed_name)[:NAME_LENGTH]
    if not name:
        raise Refused(_("Escribe el nombre como debe aparecer."))
    now = _moment(certificate.cohort, None)
    series = _series(certificate.cohort, now)
    old = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if old.replaced_by and old.replaced_by.snapshot["text"]["name"] == name:
        return old.replaced_by
    if old.holder_gone:
        raise Refused(_("Su titular pidió que se borraran sus datos: ya no se puede sustituir."))
    if old.replaced_by or old.revoked_at:
        raise Refused(_("Este documento ya no es válido: no se puede sustituir."))
    require_letters(name)
    if old.snapshot["text"]["name"] == name:
        raise Refused(_("Ese es el nombre que ya tiene."))
    return _succeed(old, name, series=series, by=by, at=now)


def require_letters(name: str) -> None:
    """``Refused`` for a name that would be printed with empty boxes."""
    unknown = unknown_signs(name)
    if unknown:
        sentence = _("No tenemos letras para imprimir %(signs)s. Escribe el nombre con otras letras.")
        raise Refused(sentence % {"signs": " ".join(sign for sign in unknown if sign.strip())})


def certificate_held(cohort: Cohort, claim: Claim) -> Certificate | None:
    """The valid one of this claim."""
    kind, number = claim
    whose = "enrolment" if _of_passage(claim) else "person" if kind == Certificate.Kind.FACILITATION else "organisation"
    # What still holds is picked here: asked to do it, SQLite would read every certificate that nothing replaced.
    given = Certificate.objects.filter(cohort=cohort, kind=kind, **{whose: number}).order_by("-pk")
    return next((each for each in given if not each.revoked_at and not each.replaced_by_id), None)


def _of_passage(claim: Claim) -> bool:
    return claim[0] in Certificate.OF_PASSAGES


def require_settled(cohort: Cohort) -> None:
    """Raises ``RegistersPending`` while a session took place whose register nobody approved or did without."""
    count = pending_registers(cohort).count()
    if count:
        raise RegistersPending(count)


def pending_registers(cohort: Cohort):
    return Register.objects.held().filter(cohort=cohort).exclude(status__in=Register.SETTLED)


def _moment(cohort: Cohort, at: datetime | None) -> datetime:
    """``at`` when it has passed; else now, unless this machine's clock was set back: what it issues would seem older
    than what came before. What was issued with the clock ahead stands in the way until it is revoked.
    """
    now = timezone.now()
    if at is not None:
        if at > now:
            raise Refused(_("La fecha de emisión no puede estar en el futuro."))
        return at
    given = Certificate.objects.valid().filter(programme=cohort.programme_id).order_by("-pk")
    last = given.values_list("issued_at", flat=True).first()
    if last and last > now + CLOCKS_DIFFER:
        sentence = _("Hay documentos del %(date)s y para el reloj del servidor aún no llega. Avisa a quien administra.")
        raise Refused(sentence % {"date": local(last, cohort.programme.time_zone).strftime("%d/%m/%Y %H:%M")})
    return now


def _is_news(moment: datetime) -> bool:
    return moment > timezone.now() - NEWS_FOR


def _series(cohort: Cohort, moment: datetime) -> FolioSeries:
    """The counter, locked until the transaction ends: whoever issues in this programme and year takes turns."""
    year = local(moment, cohort.programme.time_zone).year
    FolioSeries.objects.get_or_create(programme=cohort.programme, year=year)
    return FolioSeries.objects.select_for_update().get(programme=cohort.programme, year=year)


def _next_folios(series: FolioSeries, prefix: str, count: int) -> list[str]:
    first, series.last = series.last + 1, series.last + count
    series.save(update_fields=["last"])
    return [folio_of(prefix, series.year, number) for number in range(first, first + count)]


def _give(
    earned: list[Subject], standing: Standing, setting: Setting, *, series: FolioSeries, by, at: datetime
) -> list[Certificate]:
    """Folios in the order of ``earned``; certificates, log lines and letters go in together, or not at all."""
    if not earned:
        return []
    programme = setting.cohort.programme
    # Nothing is given whose sheet could not be signed.
    standing_key(programme.pk)
    folios = _next_folios(series, programme.certificate_prefix, len(earned))
    given = Certificate.objects.bulk_create(
        drafted(subject, standing, setting, folio=folio, by=by, at=at)
        for subject, folio in zip(earned, folios, strict=True)
    )
    log_each([(each, {"folio": each.folio}) for each in given], "certificates.issue", user=by)
    _tell(given)
    announce(given, ISSUED)
    return given


def _succeed(old: Certificate, name: str, *, series: FolioSeries, by, at: datetime) -> Certificate:
    standing_key(old.programme_id)
    (folio,), token = _next_folios(series, old.programme.certificate_prefix, 1), new_token()
    issued_on = local(at, old.programme.time_zone).date()
    new = Certificate(
        programme=old.programme,
        cohort=old.cohort,
        kind=old.kind,
        enrolment=old.enrolment,
        person=old.person,
        organisation=old.organisation,
        beside=old.beside,
        folio=folio,
        token=token,
        snapshot=renamed(
            old.snapshot,
            name=name,
            surname=old.person.surname1 if old.person else name,
            folio=folio,
            token=token,
            issued_on=issued_on,
        ),
        issued_at=at,
        issued_by=by,
    )
    # One valid certificate at any instant: the old one steps back in the same breath. The key is set once it exists.
    old.revoked_at, old.revoked_reason = at, _("Sustituida")
    old.save(update_fields=["revoked_at", "revoked_reason"])
    new.save()
    old.revoked_at, old.revoked_reason, old.replaced_by = None, "", new
    old.save(update_fields=["revoked_at", "revoked_reason", "replaced_by"])
    log(instance=new, action="certificates.replace", user=by, data={"folio": folio, "replaces": old.folio})
    _tell([new])
    announce([old], REPLACED)
    _draw_later(new, by)
    return new


def _tell(certificates: list[Certificate]) -> None:
    """Write the letters in the transaction that issues. Those without an address hear of it from their team.

    What an organisation earned, its contact hears.
    """
    news = [each for each in certificates if _is_news(each.issued_at)]
    bodies = {each.organisation_id for each in news if each.organisation_id}
    posts = Membership.objects.contacts().filter(organisation__in=bodies).select_related("person") if bodies else ()
    contacts = {post.organisation_id: post.person for post in posts}
    told = [(each, each.person or contacts.get(each.organisation_id)) for each in news]
    letters = [(f"certificate:{each.pk}", one.email, _told(each, one)) for each, one in told if one and one.email]
    post_each(letters, template="certificate_ready", language=LANGUAGE)


def _told(certificate: Certificate, reader: Person) -> dict:
    return {
        "certificate": certificate,
        "text": certificate.snapshot["text"],
        "person": reader,
        "mine_url": settings.SITE_URL + reverse("certificates:mine"),
        "public_url": certificate.snapshot["url"],
    }


def _draw_later(certificate: Certificate, by) -> None:
    key = f"certificates.draw:{certificate.pk}"
    enqueue("certificates.draw", key=key, payload={"certificate": certificate.pk}, by=by)
