"""What ``manage.py serve`` is made of: make ready, start the children, keep them alive, stop them all.

The children are the web server, the worker (with its clock inside) and, on a first start of the demo, the loader.
Each runs in a session of its own, so that Ctrl-C reaches only us and we stop them in order.
"""

import ctypes
import errno
import fcntl
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from programmes.models import Programme

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]
LEAST_FREE_BYTES = 200 * 1000 * 1000
GRACE_SECONDS = 10
LONGEST_PAUSE_SECONDS = 30
STEADY_SECONDS = 60  # alive this long, a child's earlier deaths are forgotten
MIGRATION_LOCK = 7_019_335  # any number nobody else takes an advisory lock with
PR_SET_PDEATHSIG = 1


# ------------------------------------------------------------------ before anything starts
def check_port(host: str, port: int) -> None:
    """Refuse in one line when the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"Port {port} is already in use. Choose another: make run PORT={port + 1}"
                ) from error
            raise CommandError(f"Cannot listen on {host}:{port}: {error.strerror}.") from error


def check_data_dir(folder: Path) -> None:
    """Refuse in one line when the data folder is full or cannot be written."""
    try:
        probe = folder / ".writable"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise CommandError(f"The data folder {folder} cannot be written: {error.strerror}.") from error
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        raise CommandError(f"The disk of {folder} has only {free // 1_000_000} MB left; 200 MB are needed.")


# ------------------------------------------------------------------ database and static files
def unapplied() -> list[tuple[str, str]]:
    """Migrations on disk that the database does not know. One query, no migration imported: it runs at every start."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    on_disk = {
        (config.label, path.stem)
        for config in apps.get_app_configs()
        for path in Path(config.path, "migrations").glob("[0-9]*.py")
    }
    return sorted(on_disk - applied)


@contextmanager
def migration_lock():
    """One migrates, the others wait: across processes by a file, across machines by the database."""
    with open(settings.DATA_DIR / "migrate.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            yield
        finally:
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def migrate(say) -> None:
    """Bring the database up to date; a blink when it is."""
    if not unapplied():
        return
    with migration_lock():
        waiting = unapplied()
        if not waiting:
            return
        first = not MigrationRecorder(connection).applied_migrations()
        say(
            f"Preparing an empty database: {len(waiting)} steps, about half a minute, only this once"
            if first
            else f"Updating the database: {len(waiting)} steps"
        )
        call_command("migrate", interactive=False, verbosity=0)


def static_digest() -> str:
    """Changes when a file of ours or an installed version does."""
    digest = hashlib.sha256((settings.BASE_DIR / "requirements" / "base.txt").read_bytes())
    for path in sorted(path for path in (settings.BASE_DIR / "static").rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def static_files_collected(say):
    """Collect and compress the static files when they changed, in a process beside whatever the block does."""
    stamp = settings.DATA_DIR / "static.stamp"
    digest = static_digest()
    fresh = settings.DEBUG or (settings.STATIC_ROOT.exists() and stamp.exists() and stamp.read_text() == digest)
    if fresh:
        yield
        return
    say("Collecting and compressing the static files")
    command = [*MANAGE, "collectstatic", "--noinput", "--clear", "--verbosity", "0"]
    collecting = subprocess.Popen(command, start_new_session=True, preexec_fn=die_with_parent)
    try:
        yield
    except BaseException:
        collecting.terminate()
        raise
    if collecting.wait():
        raise CommandError("The static files could not be collected; the lines above say why.")
    stamp.write_text(digest)


# ------------------------------------------------------------------ children
@dataclass
class Child:
    """One process that is kept alive, or, when ``once``, runs to its end."""

    name: str
    command: list[str]
    once: bool = False
    deaths: int = 0
    started: float = 0.0
    again_at: float = 0.0
    process: subprocess.Popen | None = field(default=None, repr=False)

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command, cwd=settings.BASE_DIR, start_new_session=True, preexec_fn=die_with_parent
        )

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        if self.process is not None and self.running:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                pass


def die_with_parent() -> None:
    """Ask Linux to stop this child when its parent is killed without a word: no orphan keeps the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def web(host: str, port: int) -> Child:
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    workers = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload"]
    quiet = ["--log-level", "warning", "--graceful-timeout", "8", "--worker-tmp-dir", str(memory_folder())]
    command = [sys.executable, "-m", "gunicorn", "lms.wsgi", "--bind", address, *workers, *quiet, "--no-control-socket"]
    return Child("web", command)


def memory_folder() -> Path:
    """Gunicorn's heartbeat touches a file: in memory it never waits for a slow disk."""
    return Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else settings.DATA_DIR  # noqa: S108


def worker() -> Child:
    clock = ["--beat", "--schedule", str(settings.DATA_DIR / "beat.schedule")]
    pool = ["--pool", "threads", "--concurrency", "2", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    # In a container everything is root; Celery's warning about it would be the first thing a newcomer reads.
    calm = ["-W", "ignore:You're running the worker with superuser"]
    command = [
        sys.executable,
        *calm,
        "-m",
        "celery",
        "--quiet",
        "--skip-checks",
        "--app",
        "lms",
        "worker",
        *clock,
        *pool,
    ]
    return Child("worker", [*command, "--loglevel", "warning"])


def demo() -> Child:
    return Child("demo", [*MANAGE, "load_demo"], once=True)


def demo_mark() -> Path:
    """There while the demo is being loaded: a start that finds it goes on with the loading."""
    return settings.DATA_DIR / "demo.loading"


def wants_demo(say) -> bool:
    if not settings.DEMO or (Programme.objects.exists() and not demo_mark().exists()):
        return False
    if "load_demo" not in get_commands():
        say("No demo data: this version has no load_demo command")
        return False
    return True


def children(host: str, port: int, say) -> list[Child]:
    both = [web(host, port), worker()]
    if wants_demo(say):
        demo_mark().touch()
        both.append(demo())
    return both


# ------------------------------------------------------------------ keeping and stopping
def wait_until_answering(host: str, port: int, process: subprocess.Popen, seconds: float = 60) -> bool:
    """True when something listens; False when the process died or took too long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection((host, port), timeout=1).close()
            return True
        except OSError:
            time.sleep(0.1)
    return False


def look_after(child: Child, say) -> None:
    """Notice a death; start again, each time after a longer pause."""
    if child.running:
        return
    now = time.monotonic()
    if child.once:
        ended(child, say)
    elif child.process is not None:
        child.deaths = 1 if now - child.started > STEADY_SECONDS else child.deaths + 1
        pause = min(2 ** (child.deaths - 1), LONGEST_PAUSE_SECONDS)
        say(f"The {child.name} process stopped ({child.process.returncode}); starting it again in {pause} s")
        child.process, child.again_at = None, now + pause
    elif now >= child.again_at:
        child.start()


def ended(child: Child, say) -> None:
    if child.process is None:
        return
    if child.process.returncode == 0:
        demo_mark().unlink(missing_ok=True)
        say("The demo data is complete")
    else:
        say(f"The demo data is not complete ({child.process.returncode}); the next start goes on with it")
    child.process = None


def keep_alive(running: list[Child], stopping, say) -> None:
    """Until ``stopping`` is set."""
    while not stopping.wait(0.3):
        for child in running:
            look_after(child, say)


def stop(running: list[Child]) -> None:
    """Ask politely, wait, then insist. Work that was cut is swept up by the next start: the database is the queue."""
    for child in running:
        child.signal(signal.SIGTERM)
    until = time.monotonic() + GRACE_SECONDS
    while any(child.running for child in running) and time.monotonic() < until:
        time.sleep(0.1)
    for child in running:
        child.signal(signal.SIGKILL)
