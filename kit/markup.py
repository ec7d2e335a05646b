"""Long tables: a row is one format, and what is the same in every row is put into it once."""

from django.utils.html import escape
from django.utils.safestring import SafeString

BREAK = SafeString("<br>")


def with_words(row: str, **words: str) -> str:
    """The format ``row`` with ``words`` escaped and filled in; its other places stay open for ``format_html``."""
    for name, word in words.items():
        row = row.replace(f"{{{name}}}", escape(word).replace("{", "{{").replace("}", "}}"))
    return row
