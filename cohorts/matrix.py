"""People by sessions: one letter and one word a cell, and each person's two rates with their base. Fixed queries.

Screen, spreadsheet and paper read the same rows and the same rates.

The cells are written here and not in the template: 415 people in five sessions are two thousand of them.
"""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts.attendance import presence_of, statuses_on
from cohorts.facts import Presence
from cohorts.models import AttendanceMark, Cohort, Enrolment, Register
from kit.clock import local
from kit.markup import side_by_side
from kit.numbers import NOTHING, whole_percent
from kit.text import fold, listed

LETTERS = {
    "present": gettext_lazy("P"),
    "late": gettext_lazy("T"),
    "excused": gettext_lazy("J"),
    "absent": gettext_lazy("A"),
    "": "–",
}


@dataclass(frozen=True)
class Rate:
    """``part`` of ``base`` sessions that count."""

    part: int
    base: int

    @property
    def percent(self) -> int | None:
        return whole_percent(self.part, self.base)

    @property
    def words(self) -> str:
        return _("%(part)d de %(base)d") % {"part": self.part, "base": self.base}

    @property
    def shown(self) -> str:
        return NOTHING if self.percent is None else f"{self.percent} %"


class Matrix:
    """``registers`` are the columns, in time; ``rows`` are ``(name, organisation, withdrawn, statuses, presence)``."""

    def __init__(self, cohort: Cohort):
        self.cohort = cohort
        registers = Register.objects.filter(cohort=cohort, session__cancelled_at=None).select_related("session")
        self.registers = list(registers.order_by("session__starts_at", "pk"))
        standing = statuses_on([register.pk for register in self.registers])
        columns = [standing.get(register.pk, {}) for register in self.registers]
        presences = presence_of(cohort, standing)
        self.nobody = presences[0]
        people = Enrolment.objects.filter(cohort=cohort).values_list(
            "pk",
            "person__given_names",
            "person__surname1",
            "person__surname2",
            "organisation__name",
            "withdrawn_at",
        )
        self.rows = []
        for pk, given, surname1, surname2, organisation, withdrawn_at in people:
            name = listed(given, surname1, surname2)
            statuses = [column.get(pk, "") for column in columns]
            self.rows.append(
                (name, organisation or "", withdrawn_at is not None, statuses, presences.get(pk, self.nobody))
            )
        self.rows.sort(key=lambda row: (row[2], fold(row[0])))

    @property
    def heads(self) -> list[dict]:
        """Number, day in the hall's zone and state of each column."""
        return [
            {
                "number": number,
                "register": register,
                "day": local(register.session.starts_at, register.session.time_zone),
            }
            for number, register in enumerate(self.registers, 1)
        ]

    @staticmethod
    def rates(presence: Presence) -> tuple[Rate, Rate]:
        """Of the sessions that took place, and of all that still stand."""
        return Rate(presence.attended, presence.held), Rate(presence.attended, presence.planned)

    @property
    def base(self) -> str:
        words = {"held": self.nobody.held, "planned": self.nobody.planned}
        return _("Base: fechas que cuentan y se realizaron, %(held)d de %(planned)d planeadas.") % words

    @property
    def legend(self) -> list[tuple[str, str]]:
        words = {"": _("Sin registrar")} | {str(value): str(label) for value, label in AttendanceMark.Status.choices}
        return [(str(letter), words[status]) for status, letter in LETTERS.items()]

    @property
    def body(self) -> str:
        """The ``<tr>``s, escaped."""
        cells = _cells()
        shown = {presence: _rate_cells(*self.rates(presence)) for presence in {row[4] for row in self.rows}}
        withdrawn = format_html(' <span class="badge badge--muted">{}</span>', _("Baja"))
        rows = (
            (
                name,
                withdrawn if left else "",
                organisation,
                side_by_side([cells[status] for status in statuses]),
                shown[presence],
            )
            for name, organisation, left, statuses, presence in self.rows
        )
        row = '<tr><th scope="row">{}{}<small class="muted">{}</small></th>{}{}</tr>\n'
        return format_html_join("", row, rows)

    def table(self) -> list[list]:
        """Header and rows for a spreadsheet: words in the cells, figures in the totals."""
        words = {"": _("Sin registrar")} | {str(value): str(label) for value, label in AttendanceMark.Status.choices}
        header = [_("Nombre"), _("Organización"), _("Situación")]
        header += [
            f"{head['number']}. {head['register'].session.title} ({head['day']:%Y-%m-%d})" for head in self.heads
        ]
        header += [_("Asistió"), _("Sesiones realizadas que cuentan"), _("Sesiones planeadas que cuentan")]
        header += [_("% de las realizadas"), _("% de las planeadas")]
        body = [
            [
                name,
                organisation,
                _("Baja") if left else _("Activa"),
                *(words[status] for status in statuses),
                presence.attended,
                presence.held,
                presence.planned,
                *(rate.percent for rate in self.rates(presence)),
            ]
            for name, organisation, left, statuses, presence in self.rows
        ]
        return [header, *body]


def _rate_cells(*rates: Rate) -> str:
    cells = ((rate.words, rate.shown) for rate in rates)
    return format_html_join("", '<td class="num">{} <small class="muted">{}</small></td>', cells)


def _cells() -> dict[str, str]:
    labels = {str(value): label for value, label in AttendanceMark.Status.choices}
    cell = '<td><span class="mark is-{}" aria-hidden="true">{}</span><span class="visually-hidden">{}</span></td>'
    cells: dict[str, str] = {
        status: format_html(cell, status, letter, labels[status]) for status, letter in LETTERS.items() if status
    }
    cells[""] = format_html(cell, "none", LETTERS[""], _("Sin registrar"))
    return cells
