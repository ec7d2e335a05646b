"""The code of a badge: six digits for an enrolment, none of which two of a cohort share. Nothing is kept for it.

The number of an enrolment is shuffled within the million with a key of the cohort (a Feistel network over two groups of
three digits): each number has one place and each place one number, so that codes never collide and tell nothing.
"""

import re
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from cohorts.sheets.codes import LETTERS, row_code

HALF = 1000
PLACES = HALF * HALF
ROUNDS = 8
_SHOWN = re.compile(r"(?:([0-9]{1,18})([A-Z]))?([0-9]{6})?")
_BETWEEN = re.compile(r"[\s\-–—.]")


@dataclass(frozen=True)
class Shown:
    """What was read at the door: digits alone, the name of a row of a signing sheet, or both, which is a badge's QR."""

    number: int | None
    digits: str

    @property
    def is_badge(self) -> bool:
        return self.number is not None and bool(self.digits)


def digits_of(enrolment: int, cohort: UUID, key: str | bytes | None = None) -> str:
    """The same six digits for as long as the site keeps its key."""
    left, right = divmod(enrolment % PLACES, HALF)
    for turn in range(ROUNDS):
        left, right = right, (left + _mixed(cohort, turn, right, key)) % HALF
    return f"{left:03}{right:03}"


def numbers_of(digits: str, cohort: UUID) -> list[int]:
    """What the number of that enrolment leaves when divided by a million: by today's key, then by former ones."""
    found = []
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        left, right = int(digits[:3]), int(digits[3:])
        for turn in reversed(range(ROUNDS)):
            left, right = (right - _mixed(cohort, turn, left, key)) % HALF, left
        found.append(left * HALF + right)
    return found


def badge_text(enrolment: int, cohort: UUID) -> str:
    """What the QR of a badge says: ``1234-X-482913``. It names the enrolment: another cohort's is recognised."""
    return f"{row_code(enrolment)}-{digits_of(enrolment, cohort)}"


def belongs(shown: Shown, cohort: UUID) -> bool:
    """Whether the two halves of a badge's QR say the same."""
    return shown.number is not None and shown.number % PLACES in numbers_of(shown.digits, cohort)


def parse(text: str) -> Shown | None:
    """What was typed or read, whatever stands between; None when it is no such code or its letter disagrees."""
    found = _SHOWN.fullmatch(_BETWEEN.sub("", text[:60]).upper())
    if not found or not found[0]:
        return None
    number = int(found[1]) if found[1] else None
    if number is not None and LETTERS[number % len(LETTERS)] != found[2]:
        return None
    return Shown(number, found[3] or "")


def _mixed(cohort: UUID, turn: int, half: int, key: str | bytes | None) -> int:
    text = f"{cohort}:{turn}:{half}"
    return int.from_bytes(salted_hmac("cohorts.checkin.badge", text, secret=key, algorithm="sha256").digest()) % HALF
