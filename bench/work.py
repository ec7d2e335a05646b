"""Work beside the requests: a command's time and the most memory it held."""

import os
import sys
import time

from django.conf import settings


def of_command(*arguments: str) -> tuple[float, float]:
    """Run ``manage.py`` with ``arguments`` to its end; seconds of the clock and peak megabytes of that process.

    Raises RuntimeError when it fails.
    """
    started = time.monotonic()
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    child = os.posix_spawn(sys.executable, command, dict(os.environ))
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"manage.py {' '.join(arguments)} failed")
    return round(time.monotonic() - started, 2), round(usage.ru_maxrss / 1024, 1)
