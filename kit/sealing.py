"""What must not be read by whoever finds the database: sealed with a key from outside it, found again by a keyed mark.

Keys come from ``settings.FIELD_KEYS``, the first one seals, all of them open; behind them stand those derived from the
secret key, so that an installation without keys of its own has one too.
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.utils.encoding import force_bytes

_PURPOSE = b"paralelo.kit.sealing"


def seal(text: str) -> str:
    """The text as it may lie in the database. The same text twice gives two different seals."""
    return _box(_keys()).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The text again; None when none of today's keys opens it."""
    try:
        return _box(_keys()).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def mark(text: str) -> str:
    """Equal for equal texts, 64 characters, and tells nothing without the key: what is searched for instead of it."""
    return _marked(_keys()[0], text)


def marks(text: str) -> list[str]:
    """The marks of the text under every key, today's first: what was sealed before a change of keys is found too."""
    return [_marked(key, text) for key in _keys()]


def _keys() -> tuple[bytes, ...]:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    derived = (base64.urlsafe_b64encode(_digest(force_bytes(secret), _PURPOSE)) for secret in secrets)
    return (*(key.encode() for key in settings.FIELD_KEYS), *derived)


@lru_cache(maxsize=8)
def _box(keys: tuple[bytes, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


@lru_cache(maxsize=16)
def _mark_key(key: bytes) -> bytes:
    """Sealing and marking never share a key."""
    return _digest(base64.urlsafe_b64decode(key), _PURPOSE + b".mark")


def _marked(key: bytes, text: str) -> str:
    return hmac.new(_mark_key(key), text.encode(), hashlib.sha256).hexdigest()


def _digest(key: bytes, text: bytes) -> bytes:
    return hmac.new(key, text, hashlib.sha256).digest()


class SealedField(models.TextField):
    """A text that lies sealed in its column and is plain in Python; empty when no key opens it any more.

    It cannot be searched: keep a :func:`mark` beside it.
    """

    def from_db_value(self, value, expression, connection):
        return value if value is None else unseal(value) or ""

    def get_prep_value(self, value):
        return value if value is None else seal(str(value))
