"""The report as a workbook: what the screen shows, one sheet a table, without a single name of a person."""

from django.utils.translation import gettext as _

from kit.spreadsheet import write_xlsx
from reports.report import Report

HIDDEN = "< 5"


def workbook(report: Report) -> bytes:
    """XLSX. Hidden counts are written as "< 5"."""
    sheets = {
        _("Cifras"): [
            [_("Cifra"), _("Valor"), _("Cómo se contó")],
            *([str(one.label), value, str(one.how)] for one, value in report.numbers),
        ],
        _("Por región"): _funnel(_("Región"), report.regions),
        _("Por perfil"): _funnel(_("Perfil"), report.profiles),
        _("Por sexo (personas)"): _funnel(_("Sexo"), report.sexes),
        _("Por área"): _funnel(_("Área al inscribirse"), report.areas),
        _("Por periodo"): [
            [_("Periodo"), _("Desde"), _("Hasta"), _("Sesiones"), _("Asistencias"), _("Constancias")],
            *([p.label, p.first, p.last, p.sessions, p.attendances, p.certificates] for p in report.periods),
        ],
        _("Por sesión"): [
            [_("Sesión"), _("Fecha"), _("Inscripciones"), _("Presentes"), _("Personas invitadas"), _("Organizaciones")],
            *([s.title, s.held_on, s.enrolled, s.present, s.guests, s.bodies] for s in report.sessions),
        ],
        _("Organizaciones"): [
            [_("Tipo"), _("Organizaciones"), _("Integrantes declarados")],
            *([*row] for row in report.kinds),
        ],
    }
    return write_xlsx({title: rows for title, rows in sheets.items() if len(rows) > 1})


def _funnel(first, lines):
    header = [first, _("Inscripciones"), _("Asistió al menos una vez"), _("Cumplió la asistencia"), _("Constancias")]
    return [
        header,
        *([line.label, *map(_cell, (line.enrolled, line.came, line.met, line.certified))] for line in lines),
    ]


def _cell(count):
    return HIDDEN if count is None else count
