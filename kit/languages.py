"""The language of parts: what people wrote here is in one language, the words around it in the reader's."""

from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language


def lang_attribute(code: str | None = None) -> str:
    """`` lang="es"`` when ``code`` is not the language of the reader, nothing when it is.

    Without a code it is the site's own language, in which people here write (WCAG 2.2, 3.1.2).
    """
    code = code or settings.LANGUAGE_CODE
    return "" if code == get_language() else format_html(' lang="{}"', code)


def reader_attribute() -> str:
    """`` lang="en"`` for a reader whose language is not the site's; nothing for all others."""
    code = get_language() or settings.LANGUAGE_CODE
    return "" if code == settings.LANGUAGE_CODE else format_html(' lang="{}"', code)


def in_its_language(text, code: str | None = None):
    """``text`` in a ``<span>`` that says its language; as it came when it is the reader's, or when empty."""
    code = code or settings.LANGUAGE_CODE
    if not text or code == get_language():
        return text
    return format_html('<span lang="{}">{}</span>', code, text)
