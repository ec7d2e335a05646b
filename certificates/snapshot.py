"""Every fact that a certificate prints, taken down on the day it is issued, in the words it is printed with."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from certificates.design.choosing import designs_for
from certificates.design.dressing import dressed, redressed
from cohorts.facts import Promise
from cohorts.models import Cohort, Session
from cohorts.promise import promise_of
from courses.models import CoursePage
from kit.clock import local
from kit.text import words_of
from learning.rules import Verdict
from people.models import Person
from programmes.terms import word

# Programmes run in Spanish: so do their certificates, whoever presses the button.
LANGUAGE = "es"
PAPER_OF = {"MX": "us-letter", "CO": "us-letter", "CL": "us-letter"}
ACHIEVED = {
    "course": gettext_lazy("acreditó el curso"),
    "diploma": gettext_lazy("acreditó el diplomado"),
    "workshop": gettext_lazy("acreditó el taller"),
    "seminar": gettext_lazy("acreditó el seminario"),
}
# For a course whose own title begins with what it is: "acreditó el" / "Seminario de…".
ACHIEVED_AS_TITLED = gettext_lazy("acreditó el")
LABELS = {
    "hours": gettext_lazy("Duración"),
    "modality": gettext_lazy("Modalidad"),
    "dates": gettext_lazy("Fechas"),
    "attendance": gettext_lazy("Asistencia"),
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
    # The frozen design of each kind; none where nobody chose one.
    designs: dict[str, dict] = field(default_factory=dict)


def setting_of(cohort: Cohort) -> Setting:
    """A query for the sessions and one for the designs, besides the cohort's programme and region."""
    sessions = list(cohort.sessions.filter(cancelled_at=None).order_by("starts_at", "pk"))
    days = [local(session.starts_at, session.time_zone).date() for session in sessions]
    return Setting(
        cohort=cohort,
        promise=promise_of(cohort),
        first=min(days, default=cohort.starts_on),
        last=max(days, default=cohort.ends_on),
        place=_place(cohort, sessions),
        designs=designs_for(cohort.programme),
    )


def snapshot_of(
    person: Person, verdict: Verdict, setting: Setting, *, folio: str, token: str, issued_at: datetime
) -> dict:
    """The facts as stored for ever: what is printed under ``text``, the same in numbers and codes beside it.

    No identity document, no organisation: they are nobody's business who reads the code.
    """
    programme = setting.cohort.programme
    design = setting.designs.get("completion")
    language = design["language"] if design else LANGUAGE
    with translation.override(language):
        facts = _facts(verdict, setting, issued_on=local(issued_at, programme.time_zone).date())
        text = _sentences(person, setting, facts) | _address(folio, token)
    snapshot = {
        "language": language,
        "country": programme.country,
        "paper": PAPER_OF.get(programme.country, "a4"),
        "url": public_url(token),
        "surname": person.surname1,
        "course": setting.promise.course,
        "course_kind": setting.promise.kind,
        "hours": setting.promise.hours,
        "modality": setting.promise.modality,
        "first_day": setting.first.isoformat(),
        "last_day": setting.last.isoformat(),
        "attended": verdict.count.present,
        "attendance_base": verdict.base,
        "attendance_over": verdict.requirements.base,
        "attendance_unit": verdict.requirements.unit,
        "text": text,
    }
    return dressed(snapshot, design)


def _sentences(person: Person, setting: Setting, facts: list[list[str]]) -> dict:
    programme, promise = setting.cohort.programme, setting.promise
    folio_word = word(programme, "folio")
    return {
        "programme": programme.name,
        "title": _("%(certificate)s de acreditación") % {"certificate": capfirst(word(programme, "certificate"))},
        "given": _("%(issuer)s hace constar que") % {"issuer": programme.issuer},
        "name": person.printed_name,
        "because": _achieved(promise),
        "course": promise.course,
        "facts": facts,
        "issuer": programme.issuer,
        "signatory_name": programme.signatory_name,
        "signatory_post": programme.signatory_post,
        "folio_word": capfirst(folio_word),
        "verify": _("Comprueba su validez: escanea el código o escribe el %(folio)s en") % {"folio": folio_word},
    }


def _achieved(promise: Promise) -> str:
    kind = CoursePage.Kind(promise.kind) if promise.kind in ACHIEVED else CoursePage.Kind.COURSE
    titled = words_of(promise.course)[:1] == words_of(str(kind.label))
    return str(ACHIEVED_AS_TITLED if titled else ACHIEVED[kind])


def renamed(old: dict, *, name: str, surname: str, folio: str, token: str, issued_on: date) -> dict:
    """The same facts under another name, folio and day of issue."""
    with translation.override(old["language"]):
        fresh = {"issued": _day(issued_on)}
        facts = [[code, label, fresh.get(code, value)] for code, label, value in old["text"]["facts"]]
        text = old["text"] | {"name": name, "facts": facts} | _address(folio, token)
    return redressed(old | {"surname": surname, "url": public_url(token), "text": text})


def public_url(token: str) -> str:
    return settings.SITE_URL + reverse("certificates:verify", args=[token])


def _address(folio: str, token: str) -> dict:
    """How the reader of the paper finds the page."""
    return {
        "folio": folio,
        "verify_at": settings.SITE_URL + reverse("certificates:verify_form"),
        "code_words": _("Código QR que abre %(url)s") % {"url": public_url(token)},
    }


def _facts(verdict: Verdict, setting: Setting, *, issued_on: date) -> list[list[str]]:
    """``[code, label, value]`` in the order they are printed; those with nothing to say are left out."""
    hours = setting.promise.hours
    values = {
        "hours": ngettext("%(hours)d hora", "%(hours)d horas", hours) % {"hours": hours},
        "modality": str(CoursePage.Modality(setting.promise.modality).label),
        "dates": _days(setting.first, setting.last),
        "attendance": _attendance(verdict),
        "issued": _day(issued_on),
        "place": setting.place,
    }
    return [[code, str(LABELS[code]), value] for code, value in values.items() if value]


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
