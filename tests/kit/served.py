"""A Hipwise that listens while a test asks it things over the wire."""

from __future__ import annotations

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from tests.kit.ports import free_port


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: bytes


def fetch(address: str, **headers: str) -> Answer:
    """Ask for a page; refusals raise ``HTTPError``."""
    asked = urllib.request.Request(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    with urllib.request.urlopen(asked, timeout=60) as came:
        return Answer(came.status, came.headers, came.read())


@contextmanager
def served(words: list[str], environment: Mapping[str, str], folder: Path, seconds: float = 300) -> Iterator[str]:
    """Run a command that ends in ``--port``'s value, yield its address once it answers, then stop it."""
    port = free_port()
    address, log = f"http://127.0.0.1:{port}", folder / "served.log"
    with log.open("wb") as said:
        server = subprocess.Popen(
            [*words, "--port", str(port)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
    try:
        _wait_for_an_answer(address, server, log, seconds)
        yield address
        assert server.poll() is None, f"it ended by itself with {server.returncode}: {log.read_text()[-4000:]}"
    finally:
        server.terminate()
        server.wait(timeout=60)


def _wait_for_an_answer(address: str, server: subprocess.Popen[bytes], log: Path, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            fetch(f"{address}/")
        except urllib.error.HTTPError as wrong:
            wrong.close()
            return  # it answers; what, is for the tests to judge
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise AssertionError(f"no answer: {log.read_text(errors='replace')[-4000:]}")
