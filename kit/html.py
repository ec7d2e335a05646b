"""The one door for HTML that people wrote. Nothing else in the house marks foreign text as safe.

Length first, because parsing is what an attacker makes us pay for; then nh3 sanitises; then bleach makes links
of bare addresses and holds the last allow-list. Clean once, when saving, and store the outcome beside the source.
"""

import re
from functools import partial

import nh3
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from kit.text import tidy_lines

TAGS = frozenset({"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "code", "pre", "h3", "h4"})
SCHEMES = frozenset({"http", "https", "mailto"})
REL = "nofollow ugc noopener"
# Browsers and parsers slow down on deep trees, and nobody writes one by hand.
MAX_DEPTH = 40
# Escaping makes text longer ("&" is "&amp;"), hence room beyond the source's limit.
_GROWTH = 8
# Only what was written as an address becomes a link: «Gracias.Me gusta» is prose, though domains end so too.
_ADDRESS = re.compile(r"""\b(?:https?://|www\.)[^\s<>"'`]*[^\s<>"'`.,;:!?]""", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z0-9]+)")
_HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}


class TooLong(ValueError):
    """The text is longer than this door takes. ``str()`` is a sentence for the person who wrote it."""

    def __init__(self, length: int, limit: int):
        super().__init__(length, limit)
        self.length, self.limit = length, limit

    def __str__(self):
        return _("El texto tiene %(length)d caracteres y el máximo es %(limit)d. Acórtalo o divídelo en partes.") % {
            "length": self.length,
            "limit": self.limit,
        }


def clean_html(source: str, *, max_length: int = 20_000) -> SafeString:
    """HTML with only the tags of ``TAGS``, and links to http, https or mailto addresses.

    What is not allowed is dropped, its words kept (but for scripts and styles). Cleaning twice changes nothing.
    ``TooLong`` when the source has more than ``max_length`` characters.
    """
    _check_length(source, max_length)
    return _clean(source)


def clean_text_post(source: str, *, max_length: int = 20_000) -> SafeString:
    """A post written in plain text or Markdown, as clean HTML. HTML typed into it is shown as text.

    ``TooLong`` when the source has more than ``max_length`` characters.
    """
    _check_length(source, max_length)
    tokens = _markdown.parse(tidy_lines(source))
    for token in tokens:
        token.tag = _HEADINGS.get(token.tag, token.tag)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    _check_length(html, max_length * _GROWTH)
    return _clean(html)


# No image: a picture from elsewhere tells its owner who reads. No reference: one long address could be repeated
# a thousand times. No table or strike-through: their tags are not allowed.
_markdown = MarkdownIt("js-default", {"html": False, "breaks": True, "maxNesting": 20}).disable(
    ["image", "reference", "table", "strikethrough"]
)


def _check_length(text: str, limit: int) -> None:
    if len(text) > limit:
        raise TooLong(len(text), limit)


def _clean(source: str) -> SafeString:
    html = _sanitise(tidy_lines(source), TAGS)
    # Crossed tags make the parser repeat them by the thousand; such a text keeps its words only.
    if _depth(html) > MAX_DEPTH or html.count("<") > 2 * source.count("<"):
        html = _sanitise(html, frozenset())
    # A cleaner keeps the state of its parser, so threads cannot share one.
    cleaner = Cleaner(
        tags=TAGS,
        attributes={"a": ["href"]},
        protocols=SCHEMES,
        strip=True,
        filters=[partial(LinkifyFilter, callbacks=[_with_our_rel], url_re=_ADDRESS, skip_tags={"pre", "code"})],
    )
    return mark_safe(cleaner.clean(html))


def _sanitise(html: str, tags: frozenset) -> str:
    return nh3.clean(
        html,
        tags=set(tags),
        attributes={"a": {"href"}} if tags else {},
        url_schemes=set(SCHEMES),
        url_relative="deny",
        link_rel=None,
    )


def _depth(html: str) -> int:
    depth = deepest = 0
    for closing, name in _TAG.findall(html):
        if name != "br":
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def _with_our_rel(attributes: dict, new: bool = False) -> dict | None:
    href = attributes.get((None, "href"))
    return {(None, "href"): href, (None, "rel"): REL, "_text": attributes["_text"]} if href else None
