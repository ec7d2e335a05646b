"""The rows of a signed sheet on the screen, and whether a list still waits for its paper."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from cohorts.paper import lacking_sheet
from cohorts.sheet import CHECKED
from kit.rows import rows

register = template.Library()

_ROW = (
    '<fieldset class="roll__row leaf__row" data-row="{number}">'
    '<legend class="visually-hidden">{number}. {name}</legend>'
    '<div class="roll__name leaf__name" aria-hidden="true"><b class="leaf__number">{number}</b>'
    '<span class="leaf__code">{code}</span><span>{name}{note}</span></div>'
)
_CHOICE = (
    '<label class="is-{status}"><input type="radio" name="{field}" value="{status}" data-key="{key}"{checked}>'
    "<span>{word}</span></label>"
)
_SMALL = "<small>{}</small>"
# What cohorts.paper.lacks_sheet says of one list, and how many pages it has: every roll asks it.
_PAPER_OF = """SELECT (SELECT COUNT(*) FROM cohorts_sheetscan s WHERE s.register_id = r.id AND s.retired_at IS NULL),
 EXISTS (SELECT 1 FROM cohorts_attendancemark m WHERE m.register_id = r.id AND m.method = 'paper')
 FROM cohorts_register r WHERE r.id IN ({})"""


def keys() -> list[tuple[str, str, str, str]]:
    """(status, key on the keyboard, word, a second key that says the same) in the order of the choices."""
    return [
        ("present", _("P"), _("Presente"), ""),
        ("late", _("T"), _("Tarde"), ""),
        ("excused", _("J"), _("Justificada"), ""),
        ("absent", _("F"), _("Faltó"), _("A")),
    ]


@register.simple_tag
def paper_keys():
    return keys()


@register.simple_tag
def paper_rows(leaf):
    """A row of four choices for each of ``cohorts.paper.Leaf.rows``; those that take no mark say why."""
    choices = keys()
    notes = {
        "gone": _("se dio de baja antes de la sesión"),
        "same": _("es la misma persona que en un renglón anterior"),
    }
    return format_html_join("\n", "{}", ((_row(each, choices, notes),) for each in leaf))


def _row(row, choices, notes):
    note = notes.get(row["why"]) or row["note"]
    words = {"number": row["number"] or "+", "code": row["code"], "name": row["name"]}
    head = format_html(_ROW, note=format_html(_SMALL, note) if note else "", **words)
    if row["why"]:
        return format_html("{}</fieldset>", head)
    boxes = format_html_join("", _CHOICE, ((_choice(row, choice)) for choice in choices))
    return format_html('{}<div class="roll__choices">{}</div></fieldset>', head, boxes)


def _choice(row, choice) -> dict:
    status, key, word, second = choice
    return {"status": status, "key": key + second, "word": word, "field": row["field"],
            "checked": row[CHECKED[status]]}  # fmt: skip


@register.simple_tag
def without_sheet(registers):
    """Which of these registers (ids) were transcribed from a paper that is not attached."""
    return lacking_sheet(registers)


@register.simple_tag
def paper_of(of):
    """Of one register: ``lacks``, and ``pages`` attached. One query."""
    ((pages, of_paper),) = rows(_PAPER_OF, [of.pk])
    return {"lacks": bool(of_paper and not pages), "pages": pages}
