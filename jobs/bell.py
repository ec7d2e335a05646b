"""Waking the workers. Nothing depends on the bell being heard: ``jobs.tasks.sweep`` finds what was not."""

import logging
import time
from dataclasses import dataclass

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import KombuError

logger = logging.getLogger(__name__)

# A broker that did not answer is left alone this long, so that its absence costs one request a moment, not all of them.
SILENCE = 10.0
_quiet_until = 0.0


@dataclass(frozen=True)
class Ring:
    """One stroke: a task's name and its arguments."""

    task: str
    args: tuple = ()

    def __call__(self) -> bool:
        """Send the task. Never raises and never waits long; returns whether the broker took it."""
        global _quiet_until
        if time.monotonic() < _quiet_until:
            return False
        try:
            current_app.send_task(self.task, args=self.args, retry=False)
        except (KombuError, OSError) as error:
            _quiet_until = time.monotonic() + SILENCE
            logger.warning("The broker did not take %s (%s): the sweeper will.", self.task, error)
            return False
        return True


def ring_after_commit(task: str, *args) -> None:
    """Send ``task`` once the current transaction has committed, and once only however often it is asked for."""
    stroke = Ring(task, args)
    if not any(registered == stroke for _sids, registered, *_robust in connection.run_on_commit):
        transaction.on_commit(stroke, robust=True)
