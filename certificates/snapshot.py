"""Every fact that a certificate prints, taken down on the day it is issued, in the words it is printed with."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from certificates.wording import COMPLETION, because_of, title_of
from cohorts.facts import Promise
from cohorts.models import Cohort, Session
from cohorts.promise import promise_of
from courses.models import CoursePage
from kit.clock import local
from learning.rules import Verdict
from people.models import Person
from programmes.terms import word

# Programmes run in Spanish: so do their certificates, whoever presses the button.
LANGUAGE = "es"
PAPER_OF = {"MX": "us-letter", "CO": "us-letter", "CL": "us-letter"}
LABELS = {
    "hours": gettext_lazy("Duración"),
    "modality": gettext_lazy("Modalidad"),
    "dates": gettext_lazy("Fechas"),
    "attendance": gettext_lazy("Asistencia"),
    "led": gettext_lazy("Tiempo facilitado"),
    "sessions": gettext_lazy("Sesiones"),
    "people": gettext_lazy("Personas que participaron"),
    "issued": gettext_lazy("Fecha de emisión"),
    "place": gettext_lazy("Lugar"),
}


@dataclass(frozen=True)
class Setting:
    """What all certificates of one cohort have in common."""

    cohort: Cohort
    promise: Promise
    first: date
    last: date
    place: str


@dataclass(frozen=True)
class Whose:
    """Who holds it: the name as printed, and the word that opens its page beside the folio."""

    kind: str
    name: str
    surname: str


def setting_of(cohort: Cohort) -> Setting:
    """One query for the sessions, besides the cohort's programme and region."""
    sessions = list(cohort.sessions.filter(cancelled_at=None).order_by("starts_at", "pk"))
    days = [local(session.starts_at, session.time_zone).date() for session in sessions]
    return Setting(
        cohort=cohort,
        promise=promise_of(cohort),
        first=min(days, default=cohort.starts_on),
        last=max(days, default=cohort.ends_on),
        place=_place(cohort, sessions),
    )


def snapshot_of(
    person: Person,
    verdict: Verdict,
    setting: Setting,
    *,
    folio: str,
    token: str,
    issued_at: datetime,
    kind: str = COMPLETION,
    waiver: int | None = None,
) -> dict:
    """The facts of somebody enrolled, stored for ever: what is printed under ``text``, in numbers beside it.

    No identity document, no organisation: they are nobody's business who reads the code. ``waiver`` is the number of
    the one that stood in for the rule: kept inside, never printed.
    """
    with translation.override(LANGUAGE):
        said = {"hours": _hours(setting), "attendance": _attendance(verdict)}
    taken = {
        "attended": verdict.count.present,
        "attendance_base": verdict.base,
        "attendance_over": verdict.requirements.base,
        "attendance_unit": verdict.requirements.unit,
    }
    if waiver is not None:
        taken["waiver"] = waiver
    whose = Whose(kind, person.printed_name, person.surname1)
    return frozen(whose, setting, said, taken, folio=folio, token=token, issued_at=issued_at)


def frozen(
    whose: Whose, setting: Setting, said: dict, taken: dict, *, folio: str, token: str, issued_at: datetime
) -> dict:
    """The facts every kind has, with those of its own: ``said`` as printed by code, ``taken`` in numbers and codes."""
    programme = setting.cohort.programme
    with translation.override(LANGUAGE):
        facts = _facts(setting, said, issued_on=local(issued_at, programme.time_zone).date())
        text = _sentences(whose, setting, facts) | _address(folio, token)
    return {
        "kind": whose.kind,
        "language": LANGUAGE,
        "country": programme.country,
        "paper": PAPER_OF.get(programme.country, "a4"),
        "url": public_url(token),
        "surname": whose.surname,
        "course": setting.promise.course,
        "course_kind": setting.promise.kind,
        "hours": setting.promise.hours,
        "modality": setting.promise.modality,
        "first_day": setting.first.isoformat(),
        "last_day": setting.last.isoformat(),
        "attended": None,
        "attendance_base": None,
        **taken,
        "text": text,
    }


def _sentences(whose: Whose, setting: Setting, facts: list[list[str]]) -> dict:
    programme, promise = setting.cohort.programme, setting.promise
    folio_word = word(programme, "folio")
    return {
        "programme": programme.name,
        "title": title_of(whose.kind, capfirst(word(programme, "certificate"))),
        "given": _("%(issuer)s hace constar que") % {"issuer": programme.issuer},
        "name": whose.name,
        "because": because_of(whose.kind, promise.kind, promise.course),
        "course": promise.course,
        "facts": facts,
        "issuer": programme.issuer,
        "signatory_name": programme.signatory_name,
        "signatory_post": programme.signatory_post,
        "folio_word": capfirst(folio_word),
        "verify": _("Comprueba su validez: escanea el código o escribe el %(folio)s en") % {"folio": folio_word},
    }


def renamed(old: dict, *, name: str, surname: str, folio: str, token: str, issued_on: date) -> dict:
    """The same facts under another name, folio and day of issue."""
    with translation.override(old["language"]):
        fresh = {"issued": _day(issued_on)}
        facts = [[code, label, fresh.get(code, value)] for code, label, value in old["text"]["facts"]]
        text = old["text"] | {"name": name, "facts": facts} | _address(folio, token)
    return old | {"surname": surname, "url": public_url(token), "text": text}


def public_url(token: str) -> str:
    return settings.SITE_URL + reverse("certificates:verify", args=[token])


def _address(folio: str, token: str) -> dict:
    """How the reader of the paper finds the page."""
    return {
        "folio": folio,
        "verify_at": settings.SITE_URL + reverse("certificates:verify_form"),
        "code_words": _("Código QR que abre %(url)s") % {"url": public_url(token)},
    }


def _facts(setting: Setting, said: dict, *, issued_on: date) -> list[list[str]]:
    """``[code, label, value]`` in the order they are printed; those with nothing to say are left out."""
    common = {
        "modality": str(CoursePage.Modality(setting.promise.modality).label),
        "dates": _days(setting.first, setting.last),
        "issued": _day(issued_on),
        "place": setting.place,
    }
    values = common | said
    return [[code, str(label), values[code]] for code, label in LABELS.items() if values.get(code)]


def _hours(setting: Setting) -> str:
    hours = setting.promise.hours
    return ngettext("%(hours)d hora", "%(hours)d horas", hours) % {"hours": hours}


def _attendance(verdict: Verdict) -> str:
    if not verdict.base:
        return ""
    numbers = {"attended": verdict.count.present, "base": verdict.base}
    if verdict.requirements.unit == Cohort.Unit.MINUTES:
        return _("%(attended)d de %(base)d minutos") % numbers
    if verdict.requirements.base == Cohort.Base.PLANNED:
        return _("%(attended)d de %(base)d sesiones planeadas") % numbers
    return _("%(attended)d de %(base)d sesiones realizadas") % numbers


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _days(first: date, last: date) -> str:
    if first == last:
        return _day(last)
    start = date_format(first, "MONTH_DAY_FORMAT") if first.year == last.year else _day(first)
    return _("Del %(start)s al %(end)s") % {"start": start, "end": _day(last)}


def _place(cohort: Cohort, sessions: list[Session]) -> str:
    """The hall, when all met in the same one, and the region."""
    venues = {session.venue for session in sessions if session.in_a_hall}
    halls = sorted(venues) if len(venues) == 1 else []
    return ", ".join(part for part in (*halls, cohort.region.name if cohort.region else "") if part)
