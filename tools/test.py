"""The whole suite, as ``make test`` and the builders run it.

SQLite, then PostgreSQL with Redis, then the browser journeys. What this machine lacks is fetched from Debian when
that is allowed; what cannot be had is named at the end, and under CI=true it makes the run fail.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import services  # noqa: E402

# What to look for, and the Debian package that brings it.
PARTS = {
    "PostgreSQL": (services.postgres_programmes, "postgresql"),
    "Redis": (lambda: shutil.which("redis-server"), "redis-server"),
    "Chromium": (services.chromium, "chromium-headless-shell"),
    "gettext": (lambda: shutil.which("msgfmt"), "gettext"),
}
# Two workers, a file kept whole: what a file prepares once is not prepared again by the other. In our own order.
TWO = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
# A journey waits for its browser, the browser for the site: a third one works meanwhile. None prepares anything for
# the next one in its file, so each goes to whoever is free.
THREE = ("-n", "3", "--dist", "load", "--maxschedchunk", "1")
NO_TESTS = 5
TESTS, MARK = ROOT / "tests", "pytest.mark.browser"
OUTCOMES = ("passed", "failed", "error", "skipped")


def fetch_parts() -> list[str]:
    """Install what is missing, where that is allowed; return the names of what is missing still."""
    absent = [name for name, (find, _) in PARTS.items() if not find()]
    if absent and shutil.which("apt-get"):
        packages = [PARTS[name][1] for name in absent]
        print(f"Installing from Debian: {' '.join(packages)}", flush=True)
        apt(["update", "-qq"])
        apt(["install", "-y", "-qq", "--no-install-recommends", *packages])
    return [name for name, (find, _) in PARTS.items() if not find()]


def apt(arguments: list[str]) -> None:
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and not shutil.which("sudo"):
        return
    command = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *arguments]
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


class Suite:
    """Runs pytest several times and adds up what it says."""

    def __init__(self, arguments: list[str]):
        self.arguments = arguments
        self.totals = dict.fromkeys(OUTCOMES, 0)
        self.failed: list[str] = []
        self.left_out: list[str] = []

    def run(self, name: str, *options: str, **environment: str) -> None:
        print(f"\n=== {name}", flush=True)
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="paralelo-test-") as data:
            variables = {**os.environ, "DATA_DIR": data, **environment}
            slowest = ["--durations=12", "--durations-min=4"]
            command = [sys.executable, "-m", "pytest", "-q", *slowest, *options, *self.arguments]
            code, last = streamed(command, variables)
        for number, word in re.findall(r"(\d+) (passed|failed|error|skipped)", last):
            self.totals[word] += int(number)
        if code not in (0, NO_TESTS):
            self.failed.append(name)
        print(f"--- {name}: {time.monotonic() - started:.0f} s", flush=True)

    def leave_out(self, name: str, why: str) -> None:
        self.left_out.append(f"{name} ({why})")

    def finish(self) -> int:
        print()
        for line in self.left_out:
            print(f"Left out: {line}")
        for name in self.failed:
            print(f"Failed: {name}")
        broken = self.totals["failed"] + self.totals["error"]
        print(f"{self.totals['passed']} passed, {broken} failed" + skipped(self.totals["skipped"]))
        strict = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
        return int(bool(self.failed or broken or not self.totals["passed"] or (strict and self.left_out)))


def skipped(number: int) -> str:
    return f", {number} skipped" if number else ""


def streamed(command: list[str], environment: dict) -> tuple[int, str]:
    """Run, show everything as it comes, and keep the line with the counts."""
    last = ""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if re.search(r"\d+ (passed|failed|error|skipped|deselected).* in [\d.]+s", line):
                last = line
    return process.returncode, last


def on_sqlite(suite: Suite) -> None:
    unset = dict.fromkeys(["DATABASE_URL", "REDIS_URL", "CACHE_URL", "CELERY_BROKER_URL"], "")
    suite.run("SQLite", *TWO, "-m", "not browser", **unset)


def on_postgres(suite: Suite, absent: list[str]) -> None:
    if lacking := {"PostgreSQL", "Redis"} & set(absent):
        suite.leave_out("the suite on PostgreSQL with Redis", f"missing: {', '.join(sorted(lacking))}")
        return
    with services.postgres() as database, services.redis() as redis:
        urls = {"DATABASE_URL": database, "CELERY_BROKER_URL": f"{redis}/0", "CACHE_URL": f"{redis}/1"}
        suite.run("PostgreSQL with Redis", *TWO, "-m", "not browser", **urls)


def in_the_browser(suite: Suite, absent: list[str]) -> None:
    if "Chromium" in absent:
        suite.leave_out("the browser journeys", "missing: Chromium")
        return
    unset = dict.fromkeys(["DATABASE_URL", "REDIS_URL", "CACHE_URL", "CELERY_BROKER_URL"], "")
    # Each worker imports what it may choose from: only these files hold journeys. Named ones are taken as they are.
    files = [] if suite.arguments else [str(path) for path in journeys()]
    suite.run("Chromium", *THREE, "-m", "browser", *files, **unset)


def journeys() -> list[Path]:
    """The files with tests for the browser, in our own order."""
    return [path for path in sorted(TESTS.rglob("test_*.py")) if MARK in path.read_text()]


def main() -> int:
    # Told to stop, leave as on an error: the services are shown out too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    suite = Suite(sys.argv[1:])
    absent = fetch_parts()
    on_sqlite(suite)
    on_postgres(suite, absent)
    in_the_browser(suite, absent)
    if "gettext" in absent:
        suite.leave_out("nothing but make check's translations", "missing: gettext")
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
