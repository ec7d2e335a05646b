"""``manage.py serve``: from an empty folder to a page, and one clear line when something is in the way."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db import connection

from lms import serving
from tests.services import free_port

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]


def lasting(seconds):
    return [sys.executable, "-c", f"import time; time.sleep({seconds})"]


@pytest.fixture
def empty_place(tmp_path):
    """The environment of a machine that has never served: an empty folder and, on PostgreSQL, an empty database."""
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DEBUG": "1", "DEMO": "0", "PORT": str(free_port())}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield environment
        return
    database = f"empty_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {database}")
        yield {**environment, "DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{database}"))}
        admin.execute(f"DROP DATABASE {database} WITH (FORCE)")


def first_page(port, process):
    while process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/cuenta/login/", timeout=20) as answer:
                return answer.status
        except OSError:
            time.sleep(0.2)
    return None


@pytest.mark.slow
def test_an_empty_place_is_migrated_served_and_stopped(empty_place):
    process = subprocess.Popen([*MANAGE, "serve"], env=empty_place)
    try:
        status = first_page(empty_place["PORT"], process)
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=30)
    check = subprocess.run([*MANAGE, "migrate", "--check"], env=empty_place, capture_output=True)

    assert (status, code, check.returncode) == (200, 0, 0)


def test_a_port_in_use_is_said_in_one_line():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CommandError) as refusal:
            serving.check_port("127.0.0.1", port)

    assert str(refusal.value) == f"Port {port} is already in use. Choose another: make run PORT={port + 1}"


def test_a_data_folder_that_cannot_be_written_is_said_in_one_line():
    with pytest.raises(CommandError) as refusal:
        serving.check_data_dir(Path("/proc"))

    assert str(refusal.value).startswith("The data folder /proc cannot be written: ")


@pytest.mark.django_db
def test_a_database_without_migrations_is_seen_as_such():
    # The tests build their tables without migrations: all of them are owed.
    assert ("people", "0001_initial") in serving.unapplied()
    assert connection.vendor in {"sqlite", "postgresql"}


def test_a_child_that_dies_is_started_again_after_a_pause():
    child = serving.Child("web", lasting(60))
    lines = []
    child.start()
    first = child.process.pid
    child.process.kill()
    child.process.wait()

    serving.look_after(child, lines.append)
    child.again_at = 0
    serving.look_after(child, lines.append)

    try:
        assert lines == ["The web process stopped (-9); starting it again in 1 s"]
        assert child.running
        assert child.process.pid != first
    finally:
        serving.stop([child])


def test_a_child_that_keeps_dying_waits_longer_each_time_up_to_half_a_minute():
    child = serving.Child("worker", [sys.executable, "-c", "raise SystemExit(3)"])
    pauses = []
    for _ in range(7):
        child.start()
        child.process.wait()
        serving.look_after(child, lambda line: pauses.append(line.split()[-2]))

    assert pauses == ["1", "2", "4", "8", "16", "30", "30"]


def test_the_demo_loader_runs_once_and_goes_on_at_the_next_start_when_it_was_cut(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    lines = []
    for code in (1, 0):
        serving.demo_mark().touch()
        child = serving.Child("demo", [sys.executable, "-c", f"raise SystemExit({code})"], once=True)
        child.start()
        child.process.wait()
        serving.look_after(child, lines.append)
        serving.look_after(child, lines.append)
        lines.append(serving.demo_mark().exists())

    assert lines == [
        "The demo data is not complete (1); the next start goes on with it",
        True,
        "The demo data is complete",
        False,
    ]


DEAF = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).touch()
time.sleep(60)
"""


def test_stopping_insists_when_a_child_does_not_listen(tmp_path, monkeypatch):
    monkeypatch.setattr(serving, "GRACE_SECONDS", 0.3)
    ready = tmp_path / "ready"
    deaf = serving.Child("deaf", [sys.executable, "-c", DEAF, str(ready)])
    deaf.start()
    while not ready.exists():
        assert deaf.running

    serving.stop([deaf])

    assert deaf.process.wait(timeout=5) == -signal.SIGKILL
