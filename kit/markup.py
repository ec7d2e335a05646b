"""Long tables: a row is one format, and what is the same in every row is put into it once."""

from collections.abc import Iterable
from html import escape as plain_escape

from django.utils.html import escape
from django.utils.safestring import SafeString

BREAK = SafeString("<br>")


def with_words(row: str, **words: str) -> str:
    """The format ``row`` with ``words`` escaped and filled in; its other places stay open for ``format_html``."""
    for name, word in words.items():
        row = row.replace(f"{{{name}}}", escape(word).replace("{", "{{").replace("}", "}}"))
    return row


def side_by_side(parts: Iterable[str | int]) -> SafeString:
    """``parts`` one after another; those that are not markup yet are escaped. For thousands of cells at a time."""
    # As Django's ``escape``, without its wrapping of every answer.
    return SafeString("".join([part if type(part) is SafeString else plain_escape(str(part)) for part in parts]))
