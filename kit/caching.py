"""A cache on Redis that may lose its Redis: while it is away, each process remembers by itself."""

import logging
import time
from functools import wraps

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

# A Redis that did not answer is left alone this long, so that its absence costs one request a moment, not all of them.
SILENCE = 5.0
SAID_EVERY = 60.0
# One try more, for a connection that was cut since it was last used. A Redis that hangs costs half a second.
PATIENCE = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 1)}
ENTRIES = 10_000


class Away:
    """What this process knows of the absence: until when to be quiet, and when it was last told."""

    def __init__(self):
        self.until = self.said_at = float("-inf")

    def __bool__(self):
        return time.monotonic() < self.until

    def note(self, error: Exception) -> None:
        now = time.monotonic()
        self.until = now + SILENCE
        if now >= self.said_at + SAID_EVERY:
            self.said_at = now
            logger.warning("The cache does not answer (%s): this process remembers by itself meanwhile.", error)


# Every thread has a cache object of its own; the absence is the same for all of them.
away = Away()


def forgiving(verb: str):
    """The method of that name: Redis answers, or else this process's own memory. Connection errors never come out."""
    ask_redis, ask_memory = getattr(RedisCache, verb), getattr(LocMemCache, verb)

    @wraps(ask_redis)
    def answer(self, *args, **kwargs):
        if not away:
            try:
                return ask_redis(self, *args, **kwargs)
            except (RedisError, OSError) as error:
                away.note(error)
        return ask_memory(self.memory, *args, **kwargs)

    return answer


class ForgivingRedisCache(RedisCache):
    """Django's own, for what may be forgotten, and for counts that must not vanish: these go on in memory.

    Sign-in limits are such counts. While Redis is away each process counts for itself, so that somebody who guesses
    gets at most as many times more tries as there are processes.
    """

    def __init__(self, server, params):
        super().__init__(server, params)
        self._options = {**PATIENCE, **self._options}
        self.memory = LocMemCache("away", {**params, "OPTIONS": {"MAX_ENTRIES": ENTRIES}})

    add, get, set, touch = forgiving("add"), forgiving("get"), forgiving("set"), forgiving("touch")
    delete, has_key = forgiving("delete"), forgiving("has_key")
    get_many, set_many, delete_many = forgiving("get_many"), forgiving("set_many"), forgiving("delete_many")

    def incr(self, key, delta=1, version=None):
        """As Django's; but a count begun in Redis goes on from zero when Redis goes away, instead of failing."""
        if not away:
            try:
                return super().incr(key, delta, version)
            except (RedisError, OSError) as error:
                away.note(error)
        self.memory.add(key, 0, None, version)
        return self.memory.incr(key, delta, version)

    def clear(self):
        self.memory.clear()
        return forgiving("clear")(self)
