"""A mail server just big enough for one letter at a time: it takes what comes, or plays dead."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import cast


class _Talk(socketserver.StreamRequestHandler):
    """One conversation in SMTP."""

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline().strip():
            word = line.split()[0].upper()
            if word == b"DATA":
                self._say("354 go on")
                cast(Postbox, self.server).letters.append(message_from_bytes(self._letter()))
            if word == b"RCPT" and b"refused" in line:
                self._say("550 ana@example.org has no such box")
                continue
            self._say("221 bye" if word == b"QUIT" else "250 fine")

    def _letter(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class Postbox(socketserver.ThreadingTCPServer):
    """Keeps what it was sent in ``letters``."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Talk)
        self.letters: list[Message] = []

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


@contextmanager
def postbox(port: int = 0) -> Iterator[Postbox]:
    """A mail server that is up inside the block."""
    with Postbox(port) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()
