"""Several who act in the same moment, each on a connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each of them gave, or the exception it ended with, in their order. For tests with ``transaction=True``."""
    start = threading.Barrier(len(acts))

    def acted(act):
        try:
            start.wait()
            return act()
        except Exception as fault:
            return fault
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(acted, acts))
