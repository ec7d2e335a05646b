"""CPU a request, as a ratio to the smallest view: both measured in turn, in one process, through every middleware.

The WSGI application is called directly: no network, no test client; what counts is what our code costs.
"""

import io
import time

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.wsgi import get_wsgi_application

from bench.results import Figure, median

SMALLEST = "/bench/smallest/"
WARM_UP, ROUNDS, REQUESTS = 10, 9, 12


def session_of(user) -> str:
    """A signed-in session as the site itself would make it; the value of the session cookie."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


class Requests:
    """Answers for one reader: signed in as ``user``, or a visitor without cookies."""

    def __init__(self, application, user=None):
        self.application = application
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(user)}" if user else ""

    def get(self, path: str) -> int:
        """Ask, read the whole answer, return its status."""
        status = []
        answer = self.application(self.environ(path), lambda line, headers, error=None: status.append(line))
        for _ in answer:
            pass
        answer.close()
        return int(status[0].split()[0])

    def environ(self, path: str) -> dict:
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_ACCEPT": "text/html",
            "HTTP_ACCEPT_LANGUAGE": "es-MX,es;q=0.9",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
        }
        return {**environ, "HTTP_COOKIE": self.cookie} if self.cookie else environ

    def milliseconds(self, path: str) -> float:
        started = time.process_time()
        for _ in range(REQUESTS):
            self.get(path)
        return (time.process_time() - started) * 1000 / REQUESTS


class Stick:
    """Compares pages with the smallest view of ``anyone`` (any active account)."""

    def __init__(self, anyone):
        self.application = get_wsgi_application()
        self.smallest = Requests(self.application, anyone)

    def smallest_ms(self) -> Figure:
        self.warm_up(self.smallest, SMALLEST)
        return Figure("smallest_view_ms", median(self.smallest.milliseconds(SMALLEST) for _ in range(ROUNDS)), "ms")

    def ratio(self, name: str, path: str, user=None, limit: float | None = None) -> Figure:
        """CPU of ``path`` for ``user`` (None: a visitor) over CPU of the smallest view; medians, measured in turn.

        Raises RuntimeError when the page does not answer 200: a quick refusal would look like a quick page.
        """
        reader = Requests(self.application, user)
        self.warm_up(self.smallest, SMALLEST)
        self.warm_up(reader, path)
        pairs = [(reader.milliseconds(path), self.smallest.milliseconds(SMALLEST)) for _ in range(ROUNDS)]
        mine, least = (median(column) for column in zip(*pairs, strict=True))
        return Figure(name, round(mine / least, 2), "x", limit)

    @staticmethod
    def warm_up(reader: Requests, path: str) -> None:
        for _ in range(WARM_UP):
            if (status := reader.get(path)) != 200:
                raise RuntimeError(f"{path} answered {status}, not 200")
