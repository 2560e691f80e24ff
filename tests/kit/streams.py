"""Reading an event stream in a test: open it, wait for events, drop the line; and web processes that serve it."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

from tests.apps.jobs.elsewhere import ROOT, database_url

PATIENCE = 30.0
"""Seconds to wait for what must come, on a machine with much else to do."""
SERVE = """
import sys, django
from hipwise.project import serve
django.setup()
listener = serve.listen("127.0.0.1", int(sys.argv[1]))
print(serve.address(listener), flush=True)
serve.serve(listener, worker=False, log=False)
"""


@dataclass(frozen=True, slots=True)
class Event:
    """One event; ``id`` is None where it had none."""

    name: str
    id: int | None
    data: Any


class Stream:
    """A line that is listened to. Events wait here until they are asked for; ``beats`` counts comments."""

    def __init__(self, address: str, *, key: str = "", after: int | None = None, cookie: str = "", **more: str) -> None:
        """Open ``address`` (with its path). ``more`` are headers, ``Like_This``."""
        parts = urlsplit(address)
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        headers |= {"X-Chat-Key": key} if key else {}
        headers |= {"Last-Event-ID": str(after)} if after is not None else {}
        headers |= {"Cookie": cookie} if cookie else {}
        self.line = HTTPConnection(parts.netloc, timeout=PATIENCE)
        self.line.request("GET", f"{parts.path}?{parts.query}".rstrip("?"), headers=headers)
        assert self.line.sock is not None
        self.socket: socket.socket = self.line.sock
        self.answer: HTTPResponse = self.line.getresponse()
        self.status, self.headers = self.answer.status, self.answer.headers
        self.body, self.beats, self.last = b"", 0, after or 0
        self.ended = threading.Event()
        self.socket.settimeout(None)
        self._came: queue.Queue[Event | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        try:
            if self.status == 200:
                self._listen()
            else:
                self.body = self.answer.read()
        except (OSError, HTTPException, ValueError, AttributeError):
            pass  # dropped, by either side
        finally:
            self.ended.set()
            self._came.put(None)

    def _listen(self) -> None:
        said: dict[str, str] = {}
        while line := self.answer.readline():
            text = line.decode().rstrip("\n")
            if text.startswith(":"):
                self.beats += 1
            elif text:
                name, _, value = text.partition(": ")
                said[name] = value
            elif "data" in said:
                number = int(said["id"]) if "id" in said else None
                self._came.put(Event(said.get("event", "message"), number, json.loads(said["data"])))
                said = {}

    def next(self, name: str = "", seconds: float = PATIENCE) -> Event | None:
        """The next event (of a name); None when the stream ended, or nothing came in time."""
        end = time.monotonic() + seconds
        while True:
            try:
                event = self._came.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                return None
            if event is None:
                self._came.put(None)
                return None
            self.last = max(self.last, event.id or 0)
            if name in ("", event.name):
                return event

    def messages(self, count: int, seconds: float = PATIENCE) -> list[int]:
        """The numbers of the next messages, in the order in which they came: so many, or fewer when no more came."""
        end = time.monotonic() + seconds
        found: list[int] = []
        while len(found) < count:
            event = self.next("message", max(0.0, end - time.monotonic()))
            if event is None:
                break
            found.append(int(event.data["seq"]))
        return found

    def quiet(self, seconds: float = 0.5, name: str = "message") -> bool:
        """Whether no such event comes for a while."""
        return self.next(name, seconds) is None

    def drop(self) -> None:
        """Break the line as a network does, without a farewell."""
        with contextlib.suppress(OSError):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.socket.shutdown(socket.SHUT_RDWR)
        self.close()

    def close(self) -> None:
        """End it."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self._reader.join(PATIENCE)
        self.answer.close()
        self.line.close()

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Web:
    """A web process of ours on the database of the test. It can be ended, killed and started again on its port."""

    def __init__(self, port: int = 0) -> None:
        self.port, self.said = port, ""
        self.start()

    def start(self) -> None:
        """Start it, and wait until it listens."""
        environ = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "tests.kit.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        command = [sys.executable, "-c", SERVE, str(self.port)]
        self.process = subprocess.Popen(
            command, env=environ, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        assert self.address.startswith("http"), self.address + self.process.stdout.read()
        self.port = urlsplit(self.address).port or 0

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> float:
        """Ask it to end; the seconds it took."""
        began = time.monotonic()
        self._end(signal.SIGTERM)
        return time.monotonic() - began

    def _end(self, how: signal.Signals) -> None:
        self.process.send_signal(how)
        self.process.wait(PATIENCE)
        assert self.process.stdout is not None
        self.said += self.process.stdout.read()
        self.process.stdout.close()

    def stream(self, key: str, after: int | None = None, **more: str) -> Stream:
        """The visitor's stream of a conversation."""
        return Stream(f"{self.address}/chat/stream/", key=key, after=after, **more)

    def inbox(self, cookie: str, talk: int | None = None, after: int | None = None, **more: str) -> Stream:
        """A member of staff's stream, with a conversation open or without."""
        asked = f"?talk={talk}" if talk is not None else ""
        return Stream(f"{self.address}/staff/inbox/stream/{asked}", cookie=cookie, after=after, **more)


@contextmanager
def web(count: int = 1) -> Iterator[Sequence[Web]]:
    """That many web processes on the database of a transactional test, gone in the end."""
    made: list[Web] = []
    try:
        for _ in range(count):
            made.append(Web())  # noqa: PERF401 what is made so far is ended when one does not start
        yield made
    finally:
        for one in made:
            if one.process.poll() is None:
                one.kill()
