"""How often something may be asked for."""

import time

from django.core.cache import cache


def within_pace(key: str, *, most: int, seconds: int) -> bool:
    """Whether ``key`` has asked at most that often in the current stretch of so many seconds, this time included."""
    slot = _slot(key, seconds)
    cache.add(slot, 0, timeout=seconds * 2)
    try:
        return cache.incr(slot) <= most
    except ValueError:  # forgotten between the two: a full cache refuses nobody
        return True


def _slot(key: str, seconds: int) -> str:
    return f"pace:{key}:{int(time.time()) // seconds}"


def seconds_to_wait(key: str, *, most: int, seconds: int) -> int:
    """0 while fewer than ``most`` of ``key`` were noted in the current stretch, else the seconds until the next one."""
    if cache.get(_slot(key, seconds), 0) < most:
        return 0
    return seconds - int(time.time()) % seconds


def note(key: str, *, seconds: int) -> None:
    """One more of ``key`` in the current stretch of so many seconds."""
    slot = _slot(key, seconds)
    cache.add(slot, 0, timeout=seconds * 2)
    try:
        cache.incr(slot)
    except ValueError:  # forgotten between the two: it begins anew
        cache.set(slot, 1, timeout=seconds * 2)
