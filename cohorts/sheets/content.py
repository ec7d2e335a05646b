"""What the sheets to be signed say: plain values, gathered in as many queries for one session as for forty."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cohorts.models import Enrolment, Facilitation, Register
from cohorts.sheets.codes import row_code
from kit.clock import local
from kit.sheets import qr_svg
from kit.text import fold
from kit.weave import weave_svg
from people.actions import Refused
from people.identity.queries import endings_of
from people.privacy.consent import notice_for
from programmes.logos import drawn_logos
from programmes.papers import size_of
from programmes.vocabulary import Vocabulary

# Programmes run in Spanish: so do the sheets that people sign, whoever prints them.
LANGUAGE = "es"
# What one document may hold: more takes longer than anybody waits, and no clip holds it.
MOST_ROWS = 3_000
MOST_SHEETS = 60
MOST_BLANK = 40
LONGEST_WORD = 24
LONGEST_OUTLINE = 160
# Beside number, code, name and signature a sheet carries only what was asked for. The whole number of a document never.
COLUMNS = {
    "organisation": gettext_lazy("Organización"),
    "phone": gettext_lazy("Teléfono"),
    "document": gettext_lazy("Documento (últimas 3 cifras)"),
}
# Whoever prints without deciding on the cohort gets these at most.
FOR_ALL = ("organisation",)


@dataclass(frozen=True)
class Wish:
    """How a sheet is wanted: columns beside the name, empty rows for who arrives, and paper."""

    columns: tuple[str, ...] = ()
    blank: int = 5
    paper: str = "letter"


@dataclass(frozen=True)
class _Name:
    pk: int
    name: str
    cells: dict[str, str]
    withdrawn_at: datetime | None


def content_of(registers: Sequence[Register], wish: Wish) -> dict:
    """Everything the drawn sheets say, one for each register, which are all of one programme and have their
    ``session``, ``cohort``, its ``programme``, ``region`` and ``course`` at hand. Six queries.

    ``Refused`` when there is none, or more than fit one document.
    """
    if not registers:
        raise Refused(_("No hay hojas que imprimir."))
    if len(registers) > MOST_SHEETS:
        words = {"most": MOST_SHEETS, "asked": len(registers)}
        raise Refused(_("Son %(asked)s hojas y caben %(most)s en un documento: elige menos fechas.") % words)
    with translation.override(LANGUAGE):
        return _Document(registers, wish).said()


class _Document:
    def __init__(self, registers: Sequence[Register], wish: Wish):
        self.registers, self.wish = registers, wish
        self.programme = registers[0].cohort.programme
        self.say = Vocabulary(self.programme)
        self.cohorts = {register.cohort_id for register in registers}

    def said(self) -> dict:
        sheets = [self._sheet(register) for register in self.registers]
        rows = sum(len(sheet["rows"]) + sheet["blank"] for sheet in sheets)
        if rows > MOST_ROWS:
            words = {"most": MOST_ROWS, "asked": rows}
            raise Refused(_("Son %(asked)s renglones y caben %(most)s en un documento: elige menos fechas.") % words)
        width, height = size_of(self.wish.paper, self.programme.country)
        return {
            "language": LANGUAGE,
            "title": f"{self.say['Registers']} – {self.programme.name}",
            "issuer": self.programme.issuer,
            "paper": {"width": width, "height": height},
            "cloth": weave_svg(self.programme.name, 480, 15),
            "logos": drawn_logos(self.programme),
            "columns": [self._heading(column) for column in self.wish.columns],
            "words": self._words(),
            "sheets": sheets,
        }

    def _heading(self, column: str) -> str:
        return self.say["Organisation"] if column == "organisation" else str(COLUMNS[column])

    def _words(self) -> dict:
        return {
            "number": _("N.º"),
            "row_code": _("Clave"),
            "name": _("Nombre"),
            "signature": _("Firma"),
            "code": _("Pasar lista en línea"),
            "code_alt": _("Código QR que abre esta lista en el sitio"),
            "pages": _("Hoja {page} de {pages}"),
        }

    def _sheet(self, register: Register) -> dict:
        session, cohort = register.session, register.cohort
        starts = local(session.starts_at, session.time_zone)
        number, of = self._place(register)
        word = self.say["Session"]
        url = settings.SITE_URL + reverse("cohorts:roll", args=[register.uuid])
        rows = [each for each in self._names[cohort.pk] if _stays(each, session.starts_at)]
        return {
            "entity": f"{self.programme.name} · {self.programme.issuer}",
            "title": self.say["Register"],
            "subject": _subject(word, number, of, session.title),
            "strip": f"{cohort.code} · {session.title} · {date_format(starts, 'SHORT_DATE_FORMAT')}",
            "facts": self._facts(register),
            "url": url,
            "code": qr_svg(url),
            "rows": [self._row(at, each) for at, each in enumerate(rows, 1)],
            "blank": self.wish.blank,
            "notice": self._notice,
            "closing": [
                _("Personas presentes (total)"),
                _("Firma: %(word)s") % {"word": self.say["trainer"]},
                _("Recibió la coordinación (nombre y fecha)"),
            ],
        }

    def _row(self, number: int, each: _Name) -> dict:
        cells = [each.cells.get(column, "") for column in self.wish.columns]
        return {"number": str(number), "code": row_code(each.pk), "name": each.name, "cells": cells}

    def _facts(self, register: Register) -> list[tuple[str, str]]:
        session, cohort = register.session, register.cohort
        starts, ends = (local(moment, session.time_zone) for moment in (session.starts_at, session.ends_at))
        group = f"{cohort.code} · {cohort.name}" + (f" · {cohort.region.name}" if cohort.region else "")
        facts = [
            (self.say["Cohort"], group),
            (_("Fecha"), date_format(starts, "DATE_FORMAT")),
            (_("Horario"), f"{starts:%H:%M}–{ends:%H:%M}"),
            (_("Actividad"), cohort.course.title),
            (_("Duración"), _hours(session.minutes)),
            (_("Modalidad"), session.get_modality_display()),
            (_("Lugar"), session.venue or ("" if session.in_a_hall else session.get_modality_display())),
            (self.say["Trainer"], ", ".join(self._trainers[cohort.pk])),
        ]
        outline = " ".join(session.outline.split())
        if outline:
            cut = outline if len(outline) <= LONGEST_OUTLINE else outline[: LONGEST_OUTLINE - 1] + "…"
            facts.append((_("Qué se trabaja"), cut))
        return [(name, _breakable(value)) for name, value in facts]

    @cached_property
    def _names(self) -> dict[int, list[_Name]]:
        """By cohort, everybody who is or was enrolled, as lists are read aloud."""
        people = Enrolment.objects.filter(cohort__in=self.cohorts).select_related("person", "organisation")
        endings = endings_of(people.values("person")) if "document" in self.wish.columns else {}
        found = defaultdict(list)
        for each in people.only(
            "cohort_id", "withdrawn_at", "organisation__name", "person__given_names", "person__surname1",
            "person__surname2", "person__phone", "person__erased_at"
        ):  # fmt: skip
            cells = {
                "organisation": each.organisation.name if each.organisation else "",
                "phone": each.person.phone,
                "document": endings.get(each.person_id, ""),
            }
            name = _Name(each.pk, _breakable(each.person.list_name), cells, each.withdrawn_at)
            found[each.cohort_id].append(name)
        return {cohort: sorted(found[cohort], key=lambda each: (fold(each.name), each.pk)) for cohort in self.cohorts}

    @cached_property
    def _trainers(self) -> dict[int, list[str]]:
        charges = Facilitation.objects.filter(cohort__in=self.cohorts, ended_at=None, role=Facilitation.Role.TRAINER)
        found = defaultdict(list)
        for charge in charges.select_related("person").order_by("pk"):
            found[charge.cohort_id].append(charge.person.full_name)
        return found

    @cached_property
    def _standing(self) -> dict[int, list[int]]:
        """By cohort, its registers that stand, in the order of their sessions."""
        rows = Register.objects.filter(cohort__in=self.cohorts, session__cancelled_at=None)
        found = defaultdict(list)
        for cohort, pk in rows.order_by("session__starts_at", "session_id").values_list("cohort", "pk"):
            found[cohort].append(pk)
        return found

    def _place(self, register: Register) -> tuple[int, int]:
        row = self._standing[register.cohort_id]
        return row.index(register.pk) + 1, len(row)

    @cached_property
    def _notice(self) -> str:
        notice = notice_for(self.programme.country, self.programme.slug)
        return notice.said("short", self.programme.issuer) if notice else ""


def _subject(word: str, number: int, of: int, title: str) -> str:
    """Which meeting it is; a title that says no more than its number is not said twice."""
    words = {"word": word, "number": number, "of": of, "title": _breakable(title)}
    if fold(title) in {fold(word), fold(f"{word} {number}")}:
        return _("%(word)s %(number)s de %(of)s") % words
    return _("%(word)s %(number)s de %(of)s: %(title)s") % words


def _stays(each: _Name, starts_at: datetime) -> bool:
    """Who had left when the session began is not on its list (``cohorts.actions.roll.on_roll``)."""
    return each.withdrawn_at is None or each.withdrawn_at > starts_at


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    said = ngettext("%(hours)d hora", "%(hours)d horas", hours) % {"hours": hours} if hours else ""
    return f"{said} {rest} min".strip() if rest else said


def _breakable(text: str) -> str:
    """A word longer than the column may be broken: an invisible space says where."""
    return " ".join(
        word
        if len(word) <= LONGEST_WORD
        else "\u200b".join(word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))
        for word in text.split(" ")
    )
