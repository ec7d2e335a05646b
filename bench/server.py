"""The site as ``make run`` serves it."""

import os
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from lms import serving
from tests.services import free_port


@dataclass(frozen=True)
class Server:
    address: str
    pid: int


@contextmanager
def serve(*options: str):
    """Yields a running ``Server`` on a free port of loopback; ``options`` are the web server's own."""
    port = free_port()
    command = [*serving.web("127.0.0.1", port).command, *options]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ.copy())
    try:
        if not serving.wait_until_answering("127.0.0.1", port, process):
            raise RuntimeError("the web server did not start")
        yield Server(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def session_cookie(user) -> tuple[str, str]:
    """Name and value of the cookie of a signed-in session, made as the site itself makes it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return settings.SESSION_COOKIE_NAME, session.session_key
