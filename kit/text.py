"""Words as people type them: compared without accents, kept as written."""

import re
import unicodedata
from functools import lru_cache

# Abbreviations of given names found in registers, after folding.
_ABBREVIATIONS = {"ma": "maria"}
_NOT_A_WORD = re.compile(r"[^\w]+|_+")
# Invisible marks that turn or join text: they make two equal names differ and let a file name lie.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


# Lists say the same few words over and over: a municipality, a post, a given name.
@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The text for comparing: no accents, no capitals, single spaces, ``ñ`` as ``n``. Folding twice changes nothing."""
    previous = None
    while text != previous:
        if text.isascii():
            text = text.lower()
            break
        previous = text
        decomposed = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text).casefold())
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(text.split())


def words_of(text: str) -> list[str]:
    """The folded words without punctuation: ``"Bogotá, D.C."`` gives ``["bogota", "d", "c"]``."""
    return [word for word in _NOT_A_WORD.split(fold(text)) if word]


def longest_word(text: str) -> str:
    """The one with most letters; empty where there is none."""
    return max(text.split(), key=len, default="")


def name_key(given: str, surname1: str, surname2: str = "") -> str:
    """A person's name for finding the same person again, whatever the order, accents or abbreviations.

    ``Mª`` and ``Ma.`` count as ``maria``; 240 characters at most. Equal keys suggest one person; they never prove it.
    """
    words = []
    for part in (given, surname1, surname2):
        words += words_of(part.replace(".ª", "ª"))
    return " ".join(sorted(_ABBREVIATIONS.get(word, word) for word in words))[:240]


def listed(given: str, surname1: str, surname2: str = "") -> str:
    """A name as lists are read aloud: surnames first."""
    return f"{surname1} {surname2}".strip() + f", {given}"


def tidy(text: str) -> str:
    """One clean line: composed accents (NFC), no control or invisible characters, single spaces."""
    if text.isprintable():  # then there is nothing to take out of it
        return " ".join(unicodedata.normalize("NFC", text).split())
    spaced = re.sub(r"\s+", " ", text)
    kept = "".join(char for char in spaced if unicodedata.category(char) not in {"Cc", "Cs"})
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", kept)).split())


def tidy_lines(text: str) -> str:
    """Like :func:`tidy` for several lines: line breaks, tabs and inner spaces stay; ends are trimmed."""
    if text.isprintable():
        return unicodedata.normalize("NFC", text).strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", kept)).strip()
