"""Names for machines and for people: tokens nobody can guess, folios anybody can check."""

import re
import secrets

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FOLIO = re.compile(r"([A-Z0-9]{1,16})-?(2[0O][0-9OIL]{2})-?([0-9OIL]{5,9})-?([A-Z0-9])")
_DASHES = re.compile(r"[\u2010-\u2015\u2212_.]")
_AS_DIGIT = str.maketrans("OIL", "011")


def new_token() -> str:
    """192 random bits as 32 characters safe in an address."""
    return secrets.token_urlsafe(24)


def check_character(text: str) -> str:
    """The Luhn check character in base 36 (ISO/IEC 7812-1 carried to 0–9A–Z) of ``text``; other characters are skipped.

    One wrong character always shows, and so do two neighbours swapped, except ``0`` with ``Z``.
    """
    total = 0
    for place, char in enumerate(char for char in reversed(text.upper()) if char in _ALPHABET):
        value = _ALPHABET.index(char)
        total += sum(divmod(value * 2, 36)) if place % 2 == 0 else value
    return _ALPHABET[-total % 36]


def folio(prefix: str, year: int, number: int) -> str:
    """``PREFIX-2026-00001-C``. ``ValueError`` when the prefix is not 1 to 16 of A–Z and 0–9, or the year not 20xx."""
    if not re.fullmatch(r"[A-Z0-9]{1,16}", prefix) or not 2000 <= year <= 2099 or not 1 <= number < 10**9:
        raise ValueError("folio")
    body = f"{prefix}-{year}-{number:05d}"
    return f"{body}-{check_character(body)}"


def parse_folio(text: str) -> str | None:
    """The folio somebody typed, as it is printed; None when it is not one or its check character disagrees.

    Forgives lower case, spaces, missing or long dashes, and letters read for digits (O for 0, I or l for 1).
    """
    if len(text) > 100:
        return None
    typed = "".join(_DASHES.sub("-", text.upper()).split())
    found = _FOLIO.fullmatch(typed.strip("-"))
    if not found:
        return None
    prefix, year, number, check = found.groups()
    year, number = int(year.translate(_AS_DIGIT)), int(number.translate(_AS_DIGIT))
    if number < 1:
        return None
    right = folio(prefix, year, number)
    return right if right[-1].translate(_AS_DIGIT) == check.translate(_AS_DIGIT) else None
