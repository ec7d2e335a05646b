"""People by sessions: one letter and one word a cell, and each person's total with its base. Fixed queries.

The cells are written here and not in the template: 415 people in five sessions are two thousand of them.
"""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from cohorts.attendance import presence_of, standing_marks
from cohorts.models import AttendanceMark, Cohort, Enrolment, Register
from kit.clock import local
from kit.text import fold


class Matrix:
    """``registers`` are the columns, in time; ``rows`` are ``(name, organisation, withdrawn, statuses, presence)``."""

    def __init__(self, cohort: Cohort):
        self.cohort = cohort
        registers = Register.objects.filter(cohort=cohort, session__cancelled_at=None).select_related("session")
        self.registers = list(registers.order_by("session__starts_at", "pk"))
        presences = presence_of(cohort)
        self.nobody = presences[0]
        standing = standing_marks([register.pk for register in self.registers])
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
            name = f"{surname1} {surname2}".strip() + f", {given}"
            statuses = [standing.get((register.pk, pk), "") for register in self.registers]
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

    @property
    def body(self) -> str:
        """The ``<tr>``s, escaped."""
        cells = _cells()
        total = format_html('<td class="num" data-label="{}">', _("Total")) + "{} {} {}</td>"
        withdrawn = format_html(' <span class="badge badge--muted">{}</span>', _("Baja"))
        rows = (
            (
                name,
                withdrawn if left else "",
                organisation,
                format_html_join("", "{}", ((cells[status],) for status in statuses)),
                format_html(total, presence.attended, _("de"), presence.held),
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
        body = [
            [
                name,
                organisation,
                _("Baja") if left else _("Activa"),
                *(words[status] for status in statuses),
                presence.attended,
                presence.held,
                presence.planned,
            ]
            for name, organisation, left, statuses, presence in self.rows
        ]
        return [header, *body]


def _cells() -> dict[str, str]:
    letters = {"present": _("P"), "late": _("T"), "excused": _("J"), "absent": _("A")}
    labels = {str(value): label for value, label in AttendanceMark.Status.choices}
    cell = '<td><span class="mark is-{}" aria-hidden="true">{}</span><span class="visually-hidden">{}</span></td>'
    cells: dict[str, str] = {
        status: format_html(cell, status, letter, labels[status]) for status, letter in letters.items()
    }
    cells[""] = format_html(cell, "none", "–", _("Sin registrar"))
    return cells
