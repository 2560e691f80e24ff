"""Workers in processes of their own, on the database of the test."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).parents[3]
WORKER = """
import django, time
django.setup()
import tests.apps.jobs.sample
from hipwise.kit.jobs import Worker
Worker(interval=0.05).start()
print("ready", flush=True)
time.sleep(120)
"""


def database_url() -> str:
    """Where the test's own database is, for another process."""
    said = {name: str(value) for name, value in connection.settings_dict.items()}
    if connection.vendor == "sqlite":
        return f"sqlite:///{said['NAME']}"
    who = quote(said["USER"], safe="") + (f":{quote(said['PASSWORD'], safe='')}" if said["PASSWORD"] else "")
    port = f":{said['PORT']}" if said["PORT"] else ""
    return f"postgres://{who}@{quote(said['HOST'], safe='')}{port}/{said['NAME']}"


@contextmanager
def workers(count: int = 1) -> Iterator[list[subprocess.Popen[bytes]]]:
    """That many worker processes, all of them up, and killed in the end."""
    environ = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "tests.kit.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    command = [sys.executable, "-c", WORKER]
    made = [subprocess.Popen(command, env=environ, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(count)]
    try:
        for process in made:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
        yield made
    finally:
        for process in made:
            process.kill()
            process.communicate()


def wait_until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for something that another process or thread brings about."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def marks(place: Path) -> list[str]:
    """What jobs have written so far."""
    return place.read_text().split() if place.exists() else []
