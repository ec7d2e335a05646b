"""The rows of the attendance list, each written by one format: as template nodes they were a third of the page."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from cohorts.sheet import CHECKED

register = template.Library()

_ROW = (
    '<fieldset class="roll__row"><legend class="visually-hidden">{name}</legend>'
    '<div class="roll__name" aria-hidden="true">{name}{note}{later}</div><div class="roll__choices">'
)
_CHOICE = '<label class="is-{status}"><input type="radio" name="{field}" value="{status}"{checked}><span>{word}</span>'
_SMALL = "<small>{}</small>"


@register.simple_tag
def roll_rows(rows):
    """A row of four choices for each of ``cohorts.sheet.Sheet.rows``."""
    words = {"present": _("Presente"), "late": _("Tarde"), "excused": _("Justificada"), "absent": _("Ausente")}
    later = format_html(_SMALL, _("se inscribió después"))
    row = _ROW + "".join(_choice(status, word) for status, word in words.items()) + "</div></fieldset>"
    return format_html_join("\n", row, (_values(each, later) for each in rows))


def _choice(status: str, word: str) -> str:
    """The format of one choice: its word is known, its person is not yet."""
    known = format_html(_CHOICE, status=status, word=word, field="{field}", checked=f"{{{CHECKED[status]}}}")
    return f"{known}</label>"


def _values(row: dict, later: str) -> dict:
    marks = {letter: row[letter] for letter in CHECKED.values()}
    note = format_html(_SMALL, row["note"]) if row["note"] else ""
    return marks | {"field": row["field"], "name": row["name"], "note": note, "later": later if row["later"] else ""}
