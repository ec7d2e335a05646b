"""The code on the screen: another one every half minute, made of the door and the time. Nothing is kept for it."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from people.claiming.rules import ALPHABET, BETWEEN

INTERVAL = 30
# The one before still serves: a code lives from half a minute to a whole one.
GRACE = 1
LENGTH = 6
LONGEST = 40


def shown_at(door: UUID, moment: datetime) -> str:
    """The six characters on the screen of that door at that moment."""
    return _code(door, _window(moment), settings.SECRET_KEY)


def seconds_left(moment: datetime) -> int:
    """Until the screen shows another one: 1 to 30."""
    return INTERVAL - int(moment.timestamp()) % INTERVAL


def serves(code: str, door: UUID, moment: datetime) -> bool:
    """Whether this is, or a moment ago was, the code of that door; also while the site's key is being changed."""
    now, keys = _window(moment), [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    serving = [_code(door, now - ago, key) for ago in range(GRACE + 1) for key in keys]
    return any(constant_time_compare(code, each) for each in serving)


def parse(text: str) -> str | None:
    """What was typed, in capitals and without what stands between; None when it cannot be such a code."""
    if len(text) > LONGEST:
        return None
    code = BETWEEN.sub("", text).upper()
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def grouped(code: str) -> str:
    """As it is read aloud: ``ABC-DEF``."""
    return f"{code[:3]}-{code[3:]}"


def _window(moment: datetime) -> int:
    return int(moment.timestamp()) // INTERVAL


def _code(door: UUID, window: int, key: str | bytes) -> str:
    digest = salted_hmac("cohorts.checkin.screen", f"{door}:{window}", secret=key, algorithm="sha256").digest()
    number, letters = int.from_bytes(digest), []
    for _place in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[digit])
    return "".join(letters)
