"""CPU a request, as a ratio to the smallest view: both asked of the same real server, in turn, in the same minute.

What is read is the processor time of gunicorn's worker, as the kernel counts it: the client costs nothing here, and
a busy machine slows both sides alike.
"""

import http.client
from collections.abc import Callable
from urllib.parse import urlsplit

import psutil
from django.conf import settings

from bench.results import Figure, median
from bench.server import Server, session_cookie

SMALLEST = "/bench/smallest/"
TOKEN = "a" * 32
WARM_UP, ROUNDS, REQUESTS = 15, 7, 60


class Reader:
    """Someone with one open connection: signed in as ``user``, or a visitor without cookies.

    With ``said``, each request sends what it returns, as JSON and with a form's token.
    """

    def __init__(self, address: str, user=None, said: Callable[[], bytes] | None = None):
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self.headers = {"Accept": "text/html", "Accept-Language": "es-MX,es;q=0.9"}
        self.said = said
        if user:
            self.headers["Cookie"] = "=".join(session_cookie(user))
        if said:
            self.headers |= {"Content-Type": "application/json", "X-CSRFToken": TOKEN}
            self.headers["Cookie"] += f"; {settings.CSRF_COOKIE_NAME}={TOKEN}"

    def get(self, path: str) -> None:
        """Ask and read the whole answer. Raises RuntimeError unless it is 200: a quick refusal is no quick page."""
        try:
            answer = self.ask(path)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.connection.close()  # the server ends quiet connections after some seconds
            answer = self.ask(path)
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}, not 200")

    def ask(self, path: str) -> http.client.HTTPResponse:
        body = self.said() if self.said else None
        self.connection.request("POST" if body else "GET", path, body, self.headers)
        return self.connection.getresponse()


class Stick:
    """Compares pages with the smallest view of ``anyone`` (any active account)."""

    def __init__(self, server: Server, anyone):
        self.server = server
        self.smallest = Reader(server.address, anyone)
        self.smallest.get(SMALLEST)  # the port is open before the worker is there
        (self.worker,) = psutil.Process(server.pid).children()

    def smallest_ms(self) -> Figure:
        self.warm_up(self.smallest, SMALLEST)
        return Figure(
            "smallest_view_ms", median(self.milliseconds(self.smallest, SMALLEST) for _ in range(ROUNDS)), "ms"
        )

    def ratio(self, name: str, path: str, user=None, limit: float | None = None, said=None) -> Figure:
        """CPU of ``path`` for ``user`` (None: a visitor) over CPU of the smallest view; medians, measured in turn.

        ``said()``: what each request sends, when it is not only a question.
        """
        reader = Reader(self.server.address, user, said)
        self.warm_up(self.smallest, SMALLEST)
        self.warm_up(reader, path)
        rounds = [(self.milliseconds(reader, path), self.milliseconds(self.smallest, SMALLEST)) for _ in range(ROUNDS)]
        mine, least = (median(column) for column in zip(*rounds, strict=True))
        return Figure(name, round(mine / least, 2), "x", limit)

    def milliseconds(self, reader: Reader, path: str) -> float:
        before = self.worker.cpu_times()
        for _ in range(REQUESTS):
            reader.get(path)
        after = self.worker.cpu_times()
        return (after.user - before.user + after.system - before.system) * 1000 / REQUESTS

    @staticmethod
    def warm_up(reader: Reader, path: str) -> None:
        for _ in range(WARM_UP):
            reader.get(path)
