"""``make bench``: an own data folder, the site in production settings, a table, and ``bench/latest.json``.

Ratios compare with the smallest view in the same process and the same minute: they mean the same on every machine.
"""

import os
import subprocess
import sys
import tempfile

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="paralelo-bench-") as data:
        os.environ.update(DATA_DIR=data, DATABASE_URL="", DJANGO_SETTINGS_MODULE="bench.settings", DEBUG="0")
        # Playwright keeps an event loop in our thread; the ORM is used beside it, never inside it.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        # Another process prepares: this one must not have met the static files' manifest while it was empty.
        subprocess.run([sys.executable, "manage.py", "serve", "--prepare"], check=True)
        execute_from_command_line(["bench", "measure", *sys.argv[1:]])
