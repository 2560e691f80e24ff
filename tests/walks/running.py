"""The ``hipwise`` command as processes of their own, each with a data directory of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from tests.kit import laid

ROOT = Path(__file__).parents[2]
PATIENCE = 240.0
"""Seconds that a first start may take on a machine with much else to do."""


def environ(data: Path, **more: str) -> dict[str, str]:
    """The environment of somebody who set nothing but ``HIPWISE_DATA``, and ``more``."""
    ours = ("HIPWISE_", "DJANGO_", "DATABASE_", "PORT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "HIPWISE_DATA": str(data), **more}


def hipwise(*words: str, env: dict[str, str], stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = [sys.executable, "-W", "error", "-m", "hipwise.project", *words]
    return subprocess.run(command, env=env, input=stdin, capture_output=True, text=True, timeout=PATIENCE, check=False)


class Running:
    """A command under way, and what it has said so far."""

    def __init__(self, *words: str, env: dict[str, str]) -> None:
        command = [sys.executable, "-m", "hipwise.project", *words]
        self.process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.said = ""
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def wait_for(self, pattern: str) -> str:
        """Wait until it says something; the first group of the pattern."""
        end = time.monotonic() + PATIENCE
        while not (found := re.search(pattern, self.said)):
            assert time.monotonic() < end and self.reader.is_alive(), f"never said {pattern!r}:\n{self.said}"
            time.sleep(0.05)
        return found[found.lastindex or 0]

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self._ended()

    def stop(self) -> int:
        """Ask it to end; its exit code."""
        self.process.terminate()
        self.process.wait(20)
        return self._ended()

    def _ended(self) -> int:
        code = self.process.wait()
        self.reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


@contextmanager
def running(*words: str, env: dict[str, str]) -> Iterator[Running]:
    """A command that does not outlive the block."""
    one = Running(*words, env=env)
    try:
        yield one
    finally:
        one.kill()


@contextmanager
def database(data: Path | None = None) -> Iterator[dict[str, str]]:
    """What to set so that a process uses the engine of this run: nothing for SQLite, else a database of its own.

    It is empty, unless a data directory is named for which it shall hold the tables already.
    """
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        if data is not None:
            laid.copy_to(data / "hipwise.sqlite3")
        yield {}
        return
    import psycopg

    name, like = f"walk_{uuid4().hex[:12]}", laid.template(url) if data is not None else ""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{like}"' if like else ""))
    try:
        yield {"DATABASE_URL": f"{url.rpartition('/')[0]}/{name}"}
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
