"""The rows of the board, each written by one format: as template nodes they cost more than the whole page."""

from functools import cache

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from kit.icons import icon_svg
from kit.languages import in_its_language
from kit.markup import BREAK, with_words
from kit.templatetags.kit import percent
from learning.templatetags.learning import in_words

register = template.Library()

_ROW = (
    '<tr><th scope="row">{name}</th>'
    '<td data-label="{folio_label}"><a class="folio nowrap" href="{verify}">{folio}</a></td>'
    '<td data-label="{state_label}">{state}</td>'
    '<td data-label="{actions_label}"><div class="cluster">{actions}</div></td></tr>'
)
_MISSING = (
    '<tr><th scope="row">{name}</th><td data-label="{missing_label}">{missing}</td>'
    '<td data-label="{reach_label}">{reach}</td><td class="num" data-label="{attendance_label}">{attendance}</td></tr>'
)
_BADGE = '<span class="badge badge--{}">{}{}</span>'
_ANY = "anybody"


@register.simple_tag
def issued_rows(rows, coordinates, folio_word):
    """A table row for each ``certificates.board.Row`` with a certificate; what may be done with it beside it.

    ``folio_word`` is what the programme calls the number.
    """
    shape = with_words(_ROW, folio_label=folio_word, state_label=_("Estado"), actions_label=_("Acciones"))
    states, links = _states(), _links()
    verify = reverse("certificates:verify", args=[_ANY])
    cells = (
        {
            "name": row.name,
            "folio": row.certificate.folio,
            "verify": verify.replace(_ANY, row.certificate.token),
            "state": _state(row, states),
            "actions": _actions(row, links if coordinates else links[:1]),
        }
        for row in rows
    )
    return format_html_join("\n", shape, cells)


@register.simple_tag
def missing_rows(rows):
    """A table row for each ``certificates.board.Row`` short of the rule: what is missing, and whether it can be met."""
    labels = {"missing_label": _("Qué falta"), "reach_label": _("¿Alcanza?"), "attendance_label": _("Asistencia")}
    shape = with_words(_MISSING, **labels)
    badges = {
        True: format_html(_BADGE, "info", "", _("Todavía puede")),
        False: format_html(_BADGE, "muted", "", _("Ya no alcanza")),
    }

    @cache  # in a group many stand exactly alike
    def told(verdict):
        return {
            "missing": format_html_join(BREAK, "{}", ((line,) for line in in_words(verdict, "third"))),
            "reach": badges[verdict.reachable],
            "attendance": percent(verdict.count.present, verdict.base),
        }

    cells = ({"name": row.name, **told(row.verdict)} for row in rows)
    return format_html_join("\n", shape, cells)


def _states() -> dict[str, str]:
    return {
        "valid": format_html(_BADGE, "ok", icon_svg("check"), _("Vigente")),
        "revoked": format_html(_BADGE, "error", "", _("Anulada")),
        "doubtful": format_html(" " + _BADGE, "warn", "", _("Hoy no cumpliría la regla")),
    }


def _state(row, states: dict[str, str]) -> str:
    if row.certificate.revoked_at:
        return format_html(
            '{} <span class="small">{}</span>', states["revoked"], in_its_language(row.certificate.revoked_reason)
        )
    if row.verdict.earned:
        return states["valid"]
    return format_html("{}{}", states["valid"], states["doubtful"])


def _links() -> list[str]:
    """The formats of the links to the file, to correct the name and to revoke; the folio is not known yet."""
    words = {"download": _("PDF"), "replace": _("Corregir nombre"), "revoke": _("Anular")}
    link = '<a href="{}">{}<span class="visually-hidden"> {}</span></a>'
    return [
        format_html(link, reverse(f"certificates:{name}", args=[_ANY]).replace(_ANY, "{folio}"), word, "{folio}")
        for name, word in words.items()
    ]


def _actions(row, links: list[str]) -> str:
    if row.erased:
        return ""
    shown = links[:1] if row.certificate.revoked_at else links
    return format_html("".join(shown), folio=row.certificate.folio)
