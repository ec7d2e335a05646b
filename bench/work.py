"""Work beside the requests: a command's time and the most memory it held."""

import os
import sys
import time
from pathlib import Path

from django.conf import settings


def of_command(*arguments: str) -> tuple[float, float]:
    """Run ``manage.py`` with ``arguments`` to its end; seconds of the clock and peak megabytes of that process.

    Seconds count from ``begin``: the worker that does this work on a site is up already. Raises RuntimeError when it
    fails.
    """
    _mark().unlink(missing_ok=True)
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    child = os.posix_spawn(sys.executable, command, dict(os.environ))
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"manage.py {' '.join(arguments)} failed")
    return round(time.monotonic() - float(_mark().read_text()), 2), round(usage.ru_maxrss / 1024, 1)


def begin() -> None:
    """Said by the command, once its process has started."""
    _mark().write_text(str(time.monotonic()))


def _mark() -> Path:
    return Path(settings.DATA_DIR) / "began"
