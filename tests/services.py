"""Real parts for the tests: a PostgreSQL cluster and a Redis of their own, on loopback, gone afterwards.

    with postgres() as url, redis() as broker:
        ...

Both live in a temporary folder on a free port, write nothing through to disk, and are stopped by their own process.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

OWNER = "postgres"  # PostgreSQL refuses to run as root; Debian's package brings this unprivileged user
# A cluster that lives for minutes: what a power cut would lose does not matter, time does.
FAST = [
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"),
    *("jit=off", "autovacuum=off", "max_connections=60", "shared_buffers=128MB"),
]


class Missing(RuntimeError):
    """A part that is not installed on this machine."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def postgres_programmes() -> Path | None:
    """The folder of initdb and postgres: the newest of Debian's, else whatever is on PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = versions[-1] if versions else shutil.which("initdb")
    return Path(found).parent if found else None


def unprivileged() -> dict:
    """Arguments for subprocess: someone who is not root, when we are."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(OWNER)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def wait_for(name: str, port: int, process: subprocess.Popen, log: Path, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{name} did not start:\n{log.read_text()[-2000:]}")


@contextmanager
def service(name: str):
    """A temporary folder that whoever runs the service may write."""
    folder = Path(tempfile.mkdtemp(prefix=f"paralelo-{name}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(command: list[str], port: int, folder: Path, stop=signal.SIGTERM, **options):
    log = folder / "log"
    with open(log, "w") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, **options)
        try:
            wait_for(command[0], port, process, log)
            yield
        finally:
            process.send_signal(stop)
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def postgres():
    """A cluster with an empty database; yields its DATABASE_URL."""
    programmes = postgres_programmes()
    if not programmes:
        raise Missing("PostgreSQL (Debian: postgresql)")
    someone = unprivileged()
    with service("postgres") as folder:
        if someone:
            os.chown(folder, someone["user"], someone["group"])
        data, port = folder / "data", free_port()
        setup = [programmes / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        subprocess.run(setup, cwd=folder, check=True, stdout=subprocess.DEVNULL, **someone)
        options = [part for setting in FAST for part in ("-c", setting)]
        where = ["-h", "127.0.0.1", "-p", str(port), "-k", str(folder)]
        command = [str(programmes / "postgres"), "-D", str(data), *where, *options]
        # SIGTERM would wait for every client to leave; SIGINT shows them out.
        with running(command, port, folder, stop=signal.SIGINT, **someone):
            wait_until_ready(programmes, port)
            yield f"postgres://{OWNER}@127.0.0.1:{port}/postgres"


def wait_until_ready(programmes: Path, port: int) -> None:
    for _ in range(200):
        ready = [str(programmes / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        if subprocess.run(ready).returncode == 0:
            return
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL never became ready")


@contextmanager
def redis():
    """An empty Redis that keeps nothing; yields its URL without a database number."""
    programme = shutil.which("redis-server")
    if not programme:
        raise Missing("Redis (Debian: redis-server)")
    port = free_port()
    with service("redis") as folder:
        options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
        with running([programme, *options], port, folder):
            yield f"redis://127.0.0.1:{port}"


def chromium() -> str | None:
    """The same Chromium without its windows first: it draws the same pages in a third less time."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)
