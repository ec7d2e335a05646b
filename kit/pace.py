"""How often something may be asked for."""

import time

from django.core.cache import cache


def within_pace(key: str, *, most: int, seconds: int) -> bool:
    """Whether ``key`` has asked at most that often in the current stretch of so many seconds, this time included."""
    slot = f"pace:{key}:{int(time.time()) // seconds}"
    cache.add(slot, 0, timeout=seconds * 2)
    try:
        return cache.incr(slot) <= most
    except ValueError:  # forgotten between the two: a full cache refuses nobody
        return True
