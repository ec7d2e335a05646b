"""The rows of the board, each written by one format: as template nodes they cost more than the rest of the page."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kit.languages import in_its_language
from kit.markup import with_words
from programmes.terms import word

register = template.Library()

_ROW = (
    '<tr><th scope="row"><a href="{passage}">{name}</a></th>'
    '<td data-label="{organisation_label}">{organisation}{post}</td>'
    '<td data-label="{place_label}">{place}</td><td data-label="{contact_label}" class="small">{contact}</td>'
    '<td class="num" data-label="{attendance_label}">{presence}</td>'
    '<td data-label="{account_label}"><span class="badge badge--{kind}">{account}</span></td>'
    '<td data-label="{actions_label}"><span class="cluster">'
    '{edit}<a class="button button--quiet button--small" href="{leave}">'
    '{leave_label}<span class="visually-hidden"> {name}</span></a>{invite}</span></td></tr>'
)
_POST = '<br><span class="small muted">{}</span>'
_EDIT = '<a class="button button--quiet button--small" href="{}">{}<span class="visually-hidden"> {}</span></a>'
_INVITE = (
    '<button class="button button--quiet button--small" name="enrolment" value="{}">{}'
    '<span class="visually-hidden"> {}</span></button>'
)


@register.simple_tag
def people_rows(passages, coordinates, programme=None):
    """A table row for each ``cohorts.board.Passage``; with the button to invite for those who may press it.

    On a telephone each cell says what it holds, in the words of ``programme``.
    """
    labels = {
        "organisation_label": capfirst(word(programme, "organisation")),
        "place_label": _("Municipio"),
        "contact_label": _("Contacto"),
        "attendance_label": _("Asistencia"),
        "account_label": _("Cuenta"),
        "actions_label": _("Acciones"),
        "leave_label": _("Dar de baja"),
    }
    invite_label, edit_label = _("Invitar"), _("Datos")
    shape = with_words(_ROW, **labels)
    rows = ((_row(one, shape, *((edit_label, invite_label) if coordinates else ("", ""))),) for one in passages)
    return format_html_join("\n", "{}", rows)


def _row(one, shape, edit_label, invite_label):
    contact = [line for line in (one.email, one.phone) if line]
    return format_html(
        shape,
        name=one.name,
        passage=one.passage_url,
        organisation=one.organisation or "—",
        post=format_html(_POST, in_its_language(one.post)) if one.post else "",
        place=one.place or "—",
        contact=format_html("{}<br>{}", *contact) if len(contact) == 2 else "".join(contact) or "—",
        presence=one.presence,
        kind=one.account_kind,
        account=one.account_word,
        leave=one.withdraw_url,
        edit=format_html(_EDIT, one.person_url, edit_label, one.name) if edit_label else "",
        invite=format_html(_INVITE, one.uuid, invite_label, one.name) if invite_label and one.can_invite else "",
    )
