"""The rows of the sheet of permissions, written by one format: hundreds of them, nine answers each."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from kit.icons import icon_svg

register = template.Library()

_ROW = (
    '<tr><th scope="row"><label class="choice" for="p-{key}">'
    '<input type="checkbox" id="p-{key}" name="p-{key}"{checked}>'
    "<span>{name}</span></label></th>{answers}{guardian}</tr>"
)
_ANSWER = '<td data-label="{}">{}</td>'
_GUARDIAN = (
    '<td data-label="{title}"><div><div class="field"><label for="g-{key}">{who}</label>'
    '<input id="g-{key}" name="g-{key}" value="{name}" maxlength="160"></div>'
    '<div class="field"><label for="r-{key}">{what}</label>'
    '<input id="r-{key}" name="r-{key}" value="{relationship}" maxlength="60"></div></div></td>'
)


@register.simple_tag
def consent_lines(form):
    """A table row for each person: a box to tick, what stands for each purpose, and the guardian of a minor."""
    titles = [purpose.title for purpose in form.board.notice.listed()]
    marks = _marks()
    return format_html_join(
        "\n",
        "{}",
        (
            (
                format_html(
                    _ROW,
                    key=line["row"].person.pk,
                    checked=" checked" if line["ticked"] else "",
                    name=line["row"].person.list_name,
                    answers=format_html_join(
                        "",
                        _ANSWER,
                        ((title, marks[said]) for title, said in zip(titles, line["row"].said, strict=True)),
                    ),
                    guardian=_guardian(line),
                ),
            )
            for line in form.lines()
        ),
    )


def _marks() -> dict[str, str]:
    badge = '<span class="badge badge--{}">{}{}</span>'
    return {
        "granted": format_html(badge, "ok", icon_svg("check"), _("Sí")),
        "refused": format_html(badge, "muted", "", _("No")),
        "withdrawn": format_html(badge, "muted", "", _("Retirado")),
        "": format_html('<span class="muted">{}</span>', _("Falta")),
    }


def _guardian(line: dict) -> str:
    if not line["row"].minor:
        return format_html("<td></td>")
    return format_html(
        _GUARDIAN,
        key=line["row"].person.pk,
        title=_("Si tiene menos de 18"),
        who=_("Quién autoriza"),
        what=_("Parentesco"),
        name=line["guardian"],
        relationship=line["relationship"],
    )
