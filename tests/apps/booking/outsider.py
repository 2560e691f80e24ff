"""A web server of a practitioner's other calendar: well-behaved, or not at all."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


class Outsider(ThreadingHTTPServer):
    """Answers every question with ``answer``; ``asked`` keeps the headers of each."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.answer: Answer = says(b"")
        self.asked: list[dict[str, str]] = []

    @property
    def address(self) -> str:
        """The address of its calendar."""
        return f"http://127.0.0.1:{self.server_address[1]}/calendar.ics"


class _Talk(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Outsider)
        server.asked.append(dict(self.headers))
        server.answer(self)

    def log_message(self, *_: object) -> None:
        """Be quiet."""


@contextmanager
def outsider() -> Iterator[Outsider]:
    """A server that is up inside the block."""
    with Outsider() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()


def says(content: bytes, status: int = 200, **headers: str) -> Answer:
    """An answer with this content."""

    def answer(talk: BaseHTTPRequestHandler) -> None:
        talk.send_response(status)
        for name, value in headers.items():
            talk.send_header(name.replace("_", "-"), value)
        talk.send_header("Content-Length", str(len(content)))
        talk.end_headers()
        talk.wfile.write(content)

    return answer


def drips(talk: BaseHTTPRequestHandler) -> None:
    """A byte now and then, for ever: no single step takes too long."""
    talk.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
    for _ in range(600):
        talk.wfile.write(b"x")
        talk.wfile.flush()
        time.sleep(0.1)


def pours(talk: BaseHTTPRequestHandler) -> None:
    """A file without end."""
    talk.send_response(200)
    talk.end_headers()
    talk.wfile.write(b"BEGIN:VCALENDAR\r\n")
    try:
        while True:
            talk.wfile.write(b"X-MORE:" + b"x" * 4000 + b"\r\n")
    except OSError:
        pass
