"""How often something may be asked for.

A stretch begins when something is first counted, not with the wall clock: around a full hour nobody gets twice as many.
"""

import time

from django.core.cache import cache


def within_pace(key: str, *, most: int, seconds: int) -> bool:
    """Whether ``key`` has asked at most that often in its stretch of so many seconds, this time included."""
    return note(key, seconds=seconds) <= most


def seconds_to_wait(key: str, *, most: int, seconds: int) -> int:
    """0 while fewer than ``most`` of ``key`` were noted in its stretch, else the seconds until that is over."""
    began, now = cache.get(_start(key), 0), int(time.time())
    if began + seconds <= now or cache.get(_slot(key, began), 0) < most:
        return 0
    return began + seconds - now


def note(key: str, *, seconds: int) -> int:
    """One more of ``key``; how many there are by now in its stretch of so many seconds."""
    now = int(time.time())
    began = cache.get_or_set(_start(key), now, timeout=seconds * 2)
    if began + seconds <= now:
        began = now
        cache.set(_start(key), began, timeout=seconds * 2)
    slot = _slot(key, began)
    cache.add(slot, 0, timeout=seconds * 2)
    try:
        return cache.incr(slot)
    except ValueError:  # forgotten between the two, as a full cache does: it begins anew
        cache.set(slot, 1, timeout=seconds * 2)
        return 1


def _start(key: str) -> str:
    return f"pace:{key}"


def _slot(key: str, began: int) -> str:
    return f"pace:{key}:{began}"
