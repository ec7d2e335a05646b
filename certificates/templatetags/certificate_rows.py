"""The rows of the board, each written by one format: as template nodes they cost more than the whole page."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.eligibility import FACILITATION, ORGANISATION
from certificates.models import Certificate
from certificates.wording import time_led
from kit.icons import icon_svg
from kit.languages import in_its_language
from kit.markup import BREAK, side_by_side, with_words
from kit.templatetags.kit import percent
from learning.templatetags.learning import in_words

register = template.Library()

_ROW = (
    '<tr><th scope="row">{name}</th>{kind}'
    '<td data-label="{folio_label}"><a class="folio nowrap" href="{verify}">{folio}</a></td>'
    '<td data-label="{state_label}">{state}</td>'
    '<td data-label="{actions_label}"><div class="cluster">{actions}</div></td></tr>'
)
_KIND = '<td data-label="{}">{}</td>'
_READY = '<tr><th scope="row">{name}</th>{kind}<td class="num" data-label="{figure_label}">{figure}</td></tr>'
_TICK = (
    '<label class="choice" for="r-{kind}-{number}"><input type="checkbox" id="r-{kind}-{number}" name="claim"'
    ' value="{kind}:{number}"><span>{name}</span></label>'
)
_MISSING = '</th><td data-label="{}">{}</td><td data-label="{}">{}{}'
_MISSING_END = '</td><td class="num" data-label="{}">{}</td></tr>\n'
_MISSING_WAIVED = "</span></a>" + _MISSING_END
_BADGE = '<span class="badge badge--{}">{}{}</span>'
_ANY = "anybody"
# Stands for the number of a passage.
_NUMBER = "9999999999"


@register.simple_tag
def issued_rows(board, coordinates, folio_word):
    """A table row for each ``certificates.board.Row`` with a certificate; what may be done with it beside it.

    ``folio_word`` is what the programme calls the number.
    """
    shape = with_words(_ROW, folio_label=folio_word, state_label=_("Estado"), actions_label=_("Acciones"))
    states, links, kinds = _states(), _links(coordinates), _kinds(board)
    verify = reverse("certificates:verify", args=[_ANY])
    cells = (
        {
            "name": row.name,
            "kind": kinds[row.claim[0]],
            "folio": row.certificate.folio,
            "verify": verify.replace(_ANY, row.certificate.token),
            "state": _state(row, states),
            "actions": _actions(row, links),
        }
        for row in board.issued
    )
    return format_html_join("\n", shape, cells)


@register.simple_tag
def ready_rows(board, ticked):
    """A table row for each who may be given one; with ``ticked`` a box before the name, to choose some."""
    shape, kinds = with_words(_READY, figure_label=_("Asistencia")), _kinds(board)
    cells = (
        {
            "name": _vouched(_ticked(row) if ticked else row.name, row.waiver),
            "kind": kinds[row.claim[0]],
            "figure": _figure(row),
        }
        for row in board.ready
    )
    return format_html_join("\n", shape, cells)


@register.simple_tag
def missing_rows(board, coordinates):
    """A table row for each ``certificates.board.Row`` short of the rule: what is missing, and whether it can be met."""
    begin = format_html('<tr><th scope="{}">', "row")
    href, waive = _waive_link()
    ends: dict[int, tuple] = {}
    drawn: list[str | int] = []
    for row in board.missing:
        # In a group many stand exactly alike, and share one verdict: their cells are put together once.
        told = ends.get(id(row.verdict))
        if told is None:
            told = ends[id(row.verdict)] = _told(row.verdict, href if coordinates else "")
        if coordinates:
            drawn += (begin, row.name, told[0], row.claim[1], waive, row.name, told[1])
        else:
            drawn += (begin, row.name, told[0], told[1])
    return side_by_side(drawn)


def _told(verdict, href) -> tuple[str, str]:
    """The cells of all who stand like this, up to the number in the link and from behind the name in it."""
    badge = (
        format_html(_BADGE, "info", "", _("Todavía puede"))
        if verdict.reachable
        else format_html(_BADGE, "muted", "", _("Ya no alcanza"))
    )
    lines = format_html_join(BREAK, "{}", ((line,) for line in in_words(verdict, "third")))
    attendance = percent(verdict.count.present, verdict.base)
    return (
        format_html(_MISSING, _("Qué falta"), lines, _("¿Alcanza?"), badge, href),
        format_html(_MISSING_WAIVED if href else _MISSING_END, _("Asistencia"), attendance),
    )


def _waive_link() -> tuple[str, str]:
    """The link to vouch for somebody, up to the number of the passage and from there to her name."""
    before, after = reverse("certificates:waive", args=[_NUMBER]).split(_NUMBER)
    word = _("Dispensar")
    return format_html(' <a href="{}', before), format_html('{}">{}<span class="visually-hidden"> ', after, word)


@register.simple_tag
def other_rows(board):
    """A table row for each trainer and organisation that may not be given one yet, and why."""
    kinds = _kinds(board)
    why = {
        FACILITATION: _("Todavía hay sesiones por venir.")
        if board.coming
        else _("No hay sesiones realizadas a su cargo."),
        ORGANISATION: _("Nadie de la organización cumple la asistencia."),
    }
    row_shape = '<tr><th scope="row">{}</th>{}<td data-label="{}">{}</td></tr>'
    label = _("Qué falta")
    return format_html_join(
        "\n", row_shape, ((row.name, kinds[row.claim[0]], label, why[row.claim[0]]) for row in board.others)
    )


def _kinds(board) -> dict[str, str]:
    """The cell that says the kind; empty where there is only one to be given."""
    label = _("Tipo")
    return {kind: format_html(_KIND, label, word) if board.several else "" for kind, word in Certificate.Kind.choices}


def _ticked(row) -> str:
    kind, number = row.claim
    return format_html(_TICK, kind=kind, number=number, name=row.name)


def _figure(row) -> str:
    if row.verdict is not None:
        return percent(row.verdict.count.present, row.verdict.base)
    if row.claim[0] == FACILITATION:
        return time_led(row.figure.minutes)
    return ngettext("%(count)d persona", "%(count)d personas", row.figure) % {"count": row.figure}


def _vouched(name: str, reason: str) -> str:
    """Why she is given one all the same stands below her name."""
    if not reason:
        return name
    return format_html('{}<br><span class="small">{} {}</span>', name, _("Dispensa:"), in_its_language(reason))


def _states() -> dict[str, str]:
    return {
        "valid": format_html(_BADGE, "ok", icon_svg("check"), _("Vigente")),
        "revoked": format_html(_BADGE, "error", "", _("Anulada")),
        "doubtful": format_html(" " + _BADGE, "warn", "", _("Por decidir")),
        "upheld": format_html(" " + _BADGE, "muted", "", _("Se mantiene")),
        "waived": format_html(" " + _BADGE, "muted", "", _("Dispensa")),
    }


def _state(row, states: dict[str, str]) -> str:
    if row.certificate.revoked:
        return _because(states["revoked"], row.certificate.revoked_reason)
    if row.doubtful:
        return format_html("{}{}", states["valid"], states["doubtful"])
    if row.upheld:
        return _because(states["valid"] + states["upheld"], row.upheld)
    return _because(states["valid"] + states["waived"], row.waiver) if row.waiver else states["valid"]


def _because(state: str, reason: str) -> str:
    return format_html('{} <span class="small">{}</span>', state, in_its_language(reason))


def _links(coordinates: bool) -> dict[str, str]:
    """By how a row stands, the formats of what may be done; the folio is not known yet."""
    words = {
        "download": _("PDF"),
        "replace": _("Corregir nombre"),
        "revoke": _("Anular"),
        "uphold": _("Mantener"),
        "anew": _("Emitir de nuevo"),
    }
    link = '<a href="{}">{}<span class="visually-hidden"> {}</span></a>'
    made = {
        name: format_html(link, reverse(f"certificates:{name}", args=[_ANY]).replace(_ANY, "{folio}"), word, "{folio}")
        for name, word in words.items()
    }
    read, valid = made["download"], made["download"] + made["replace"] + made["revoke"]
    if not coordinates:
        return {"valid": read, "doubtful": read, "revoked": read}
    return {"valid": valid, "doubtful": valid + made["uphold"], "revoked": read + made["anew"]}


def _actions(row, links: dict[str, str]) -> str:
    if row.erased:
        return ""
    how = "revoked" if row.certificate.revoked else "doubtful" if row.doubtful else "valid"
    return format_html(links[how], folio=row.certificate.folio)
