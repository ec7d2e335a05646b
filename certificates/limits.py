"""Guessing folios is made slow; a room full of people who verify what they hold is not."""

from django.core.cache import cache

FAILURES = 30
SECONDS = 600


def guesses_left(request) -> bool:
    """Only wrong answers count: thirty in ten minutes an account, or an address for visitors."""
    return cache.get(_key(request), 0) < FAILURES


def count_wrong_guess(request) -> None:
    key = _key(request)
    cache.add(key, 0, SECONDS)
    try:
        cache.incr(key)
    except ValueError:  # it lapsed between the two
        cache.set(key, 1, SECONDS)


def _key(request) -> str:
    who = f"u{request.user.pk}" if request.user.is_authenticated else request.META.get("REMOTE_ADDR", "")
    return f"verify:{who}"
