"""Another system, on this machine: it takes webhooks and remembers them."""

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class Received:
    """``answers`` are taken one after another, the last for ever; ``dripping`` seconds lie between two bytes."""

    url: str
    answers: list[int] = field(default_factory=lambda: [204])
    dripping: float = 0.0
    size: int = 0
    requests: list[tuple[str, dict, bytes]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        received = self.server.received
        body = self.rfile.read(int(self.headers["Content-Length"]))
        received.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        status = received.answers.pop(0) if len(received.answers) > 1 else received.answers[0]
        if received.dripping:
            self.drip(received.dripping)
            return
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(received.size))
        self.end_headers()
        self.wfile.write(b"x" * received.size)

    def drip(self, pause):
        try:
            for byte in b"HTTP/1.1 200 OK\r\n" * 20:
                self.wfile.write(bytes([byte]))
                time.sleep(pause)
        except OSError:
            return

    def log_message(self, *args):
        return


@contextmanager
def receiver(tls=None):
    """Runs until the end of the block; ``url`` is where it listens."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.received = received = Received(
        f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}/avisos?de=paralelo"
    )
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
