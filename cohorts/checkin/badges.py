"""A person's badge: her name, a QR and six digits, on her telephone or on paper."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from cohorts.checkin.badge_code import badge_text, digits_of
from cohorts.checkin.pictures import picture_of
from cohorts.models import Cohort, Enrolment
from kit import sheets
from people.actions import Refused
from programmes.papers import size_of, usual_paper

SHEET: Final = Path(__file__).resolve().parent.parent / "typst" / "badges.typ"
# Programmes run in Spanish: so does what people carry, whoever prints it.
LANGUAGE = "es"
MOST = 1_000


@dataclass(frozen=True)
class Badge:
    enrolment: Enrolment
    digits: str
    picture: str


def badge_of(enrolment: Enrolment) -> Badge:
    """What the page of the person shows; the enrolment has its ``cohort`` at hand."""
    cohort = enrolment.cohort.uuid
    return Badge(enrolment, grouped(digits_of(enrolment.pk, cohort)), picture_of(badge_text(enrolment.pk, cohort)))


def grouped(digits: str) -> str:
    """As they are read aloud: ``482 913``."""
    return f"{digits[:3]} {digits[3:]}"


def content_of(cohort: Cohort) -> dict:
    """Everything the sheet says: a badge for everybody in the cohort, as lists are read aloud. One query.

    ``Refused`` when nobody is, or more than one document holds.
    """
    seats = Enrolment.objects.active().filter(cohort=cohort, person__erased_at=None).select_related("person")
    found = list(seats.order_by("person__surname1", "person__surname2", "person__given_names", "pk")[: MOST + 1])
    if not found:
        raise Refused(_("Todavía no hay inscripciones: no hay credenciales que imprimir."))
    if len(found) > MOST:
        raise Refused(_("Caben %(most)s credenciales en un documento y son más.") % {"most": MOST})
    programme = cohort.programme
    width, height = size_of(usual_paper(programme.country), programme.country)
    with translation.override(LANGUAGE):
        return {
            "language": LANGUAGE,
            "title": f"{_('Credenciales')} – {cohort.name}",
            "issuer": programme.issuer,
            "paper": {"width": width, "height": height},
            "words": {"alt": _("Código QR de la credencial"), "show": _("Muéstrala al llegar")},
            "group": f"{programme.name} · {cohort.name}",
            "badges": [_said(seat, cohort) for seat in found],
        }


def draw(content: dict, *, at: datetime) -> bytes | list[bytes]:
    """One PDF, tagged and with its fonts in it. No database: never inside a transaction."""
    return sheets.draw(SHEET, content, at=at)


def _said(seat: Enrolment, cohort: Cohort) -> dict:
    text = badge_text(seat.pk, cohort.uuid)
    return {"name": seat.person.full_name, "digits": grouped(text[-6:]), "code": sheets.qr_svg(text)}
