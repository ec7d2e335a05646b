"""The rows of those who have one, each written by one format: as template nodes they cost more than the whole page."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from kit.icons import icon_svg

register = template.Library()

_ROW = (
    '<tr><th scope="row">{name}</th>'
    '<td data-label="{folio_label}"><a class="folio nowrap" href="{verify}">{folio}</a></td>'
    '<td data-label="{state_label}">{state}</td>'
    '<td data-label="{actions_label}"><div class="cluster">{actions}</div></td></tr>'
)
_BADGE = '<span class="badge badge--{}">{}{}</span>'
_ANY = "anybody"


@register.simple_tag
def issued_rows(rows, coordinates):
    """A table row for each ``certificates.board.Row`` with a certificate; what may be done with it beside it."""
    labels = {"folio_label": _("Folio"), "state_label": _("Estado"), "actions_label": _("Acciones")}
    states, links = _states(), _links()
    verify = reverse("certificates:verify", args=[_ANY])
    cells = (
        labels
        | {
            "name": row.enrolment.person.list_name,
            "folio": row.certificate.folio,
            "verify": verify.replace(_ANY, row.certificate.token),
            "state": _state(row, states),
            "actions": _actions(row, links if coordinates else links[:1]),
        }
        for row in rows
    )
    return format_html_join("\n", _ROW, cells)


def _states() -> dict[str, str]:
    return {
        "valid": format_html(_BADGE, "ok", icon_svg("check"), _("Vigente")),
        "revoked": format_html(_BADGE, "error", "", _("Anulada")),
        "doubtful": format_html(" " + _BADGE, "warn", "", _("Hoy no cumpliría la regla")),
    }


def _state(row, states: dict[str, str]) -> str:
    if row.certificate.revoked_at:
        return format_html('{} <span class="small">{}</span>', states["revoked"], row.certificate.revoked_reason)
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
    if row.enrolment.person.erased_at:
        return ""
    shown = links[:1] if row.certificate.revoked_at else links
    return format_html("".join(shown), folio=row.certificate.folio)
