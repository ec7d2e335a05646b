"""The rows of the board, each written by one format: as template nodes they cost more than the rest of the page."""

from dataclasses import dataclass

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
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
_EDIT = (
    '<a class="button button--quiet button--small" href="{url}">{edit_label}'
    '<span class="visually-hidden"> {name}</span></a>'
)
_INVITE = (
    '<button class="button button--quiet button--small" name="enrolment" value="{uuid}">{invite_label}'
    '<span class="visually-hidden"> {name}</span></button>'
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
    shapes = Shapes(
        row=with_words(_ROW, **labels),
        post=_POST.replace("{}", in_its_language("{}")),
        edit=with_words(_EDIT, edit_label=_("Datos")) if coordinates else "",
        invite=with_words(_INVITE, invite_label=_("Invitar")) if coordinates else "",
    )
    return format_html_join("\n", "{}", ((_row(one, shapes),) for one in passages))


@dataclass(frozen=True)
class Shapes:
    """The formats of a row and of what stands in it for some; those of buttons are empty for who may not press them."""

    row: str
    post: str
    edit: str
    invite: str


def _row(one, shapes):
    name = conditional_escape(one.name)
    contact = [line for line in (one.email, one.phone) if line]
    return format_html(
        shapes.row,
        name=name,
        passage=one.passage_url,
        organisation=one.organisation or "—",
        post=format_html(shapes.post, one.post) if one.post else "",
        place=one.place or "—",
        contact=format_html("{}<br>{}", *contact) if len(contact) == 2 else "".join(contact) or "—",
        presence=one.presence,
        kind=one.account_kind,
        account=one.account_word,
        leave=one.withdraw_url,
        edit=format_html(shapes.edit, url=one.person_url, name=name) if shapes.edit else "",
        invite=format_html(shapes.invite, uuid=one.uuid, name=name) if shapes.invite and one.can_invite else "",
    )
