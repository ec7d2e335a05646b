"""One POST to an address that somebody typed: resolved once, pinned, in three seconds, no further than one answer."""

import socket
import ssl
import time
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from urllib.parse import urlsplit

from certificates.webhooks.rules import fault_of_url, is_loopback, is_public

SECONDS = 3.0
MOST_READ = 1024


class Unreachable(Exception):
    """Nothing was answered, or nothing asked.

    ``code``: refused_address, no_address, no_connection, no_answer, tls, broken_answer, no_secret (see words.ERRORS).
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def post(url: str, body: bytes, headers: dict[str, str], *, loopback: bool) -> int:
    """The number of the answer. Redirects are not followed, proxies not asked, cookies not kept.

    The name is looked up once; the connection goes to the address that was judged, while certificate and ``Host`` are
    the name's. Raises ``Unreachable``. Never call it inside a transaction.
    """
    if fault_of_url(url, loopback=loopback):
        raise Unreachable("refused_address")
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address = _address_of(parts.hostname or "", port, loopback=loopback)
    over = time.monotonic() + SECONDS
    try:
        with socket.create_connection((address, port), timeout=SECONDS) as plain:
            sock = _wrapped(plain, parts.hostname) if secure else plain
            # The time-out of a socket is one of each step: who answers a byte at a time is cut off by this.
            watch = Timer(max(0.0, over - time.monotonic()), _cut, [sock])
            watch.daemon = True
            watch.start()
            try:
                return _exchange(sock, parts, port, body, headers)
            finally:
                watch.cancel()
                sock.close()
    except ssl.SSLError as error:
        raise Unreachable("tls") from error
    except TimeoutError as error:
        raise Unreachable("no_answer") from error
    except HTTPException as error:
        raise Unreachable("no_answer" if time.monotonic() >= over else "broken_answer") from error
    except OSError as error:
        raise Unreachable("no_answer" if time.monotonic() >= over else "no_connection") from error


def _address_of(host: str, port: int, *, loopback: bool) -> str:
    """The address to go to; ``Unreachable`` when a single one of the name's lies inside."""
    try:
        found = {str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise Unreachable("no_address") from error
    if not all(is_public(each) or (loopback and is_loopback(each)) for each in found):
        raise Unreachable("refused_address")
    # Of several, one that speaks IPv4: it is what every network has.
    return min(found, key=lambda each: (":" in each, each))


def _exchange(sock: socket.socket, parts, port: int, body: bytes, headers: dict[str, str]) -> int:
    if isinstance(sock, ssl.SSLSocket):
        sock.do_handshake()
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname, port, timeout=SECONDS)
    # With a socket in its hands it opens none itself.
    connection.sock = sock
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request("POST", target, body=body, headers=headers | {"Connection": "close"})
    answer = connection.getresponse()
    answer.read(MOST_READ)
    return answer.status


def _wrapped(plain: socket.socket, host: str | None) -> ssl.SSLSocket:
    return _context().wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)


@lru_cache(maxsize=1)
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _cut(sock: socket.socket) -> None:
    try:
        # Of the plain socket, also of a wrapped one: that one's own would wait for the other side.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return
