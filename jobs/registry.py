"""Which function does which kind of job. Upper apps register theirs in their ``tasks.py``."""

from collections.abc import Callable, Iterator

Steps = Iterator[tuple[int, int]]
Handler = Callable[..., Steps]

_handlers: dict[str, Handler] = {}


class CannotBeDone(Exception):
    """Raised by a handler when trying again is no use. Its text is shown to whoever asked: a clear sentence."""


class LostLease(Exception):
    """Somebody else holds the job now: stop, write nothing more."""


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register ``function(job)`` for ``kind``.

    The function yields ``(done, total)`` after each small transaction, counted over the whole job (what an earlier
    attempt did is counted too). It may be killed between any two lines and started again from the top, so it first
    finds what is still missing. It may set ``job.message``, which is stored with the progress. A step lasts less
    than ``jobs.models.LEASE``; ``jobs.actions.hold(job)`` at the start of its transaction refuses a late worker.
    """

    def register(function: Handler) -> Handler:
        if _handlers.setdefault(kind, function) is not function:
            raise ValueError(f"Two handlers for {kind}")
        return function

    return register


def handler_for(kind: str) -> Handler:
    """The registered function. LookupError when no code in this process knows the kind."""
    return _handlers[kind]
