"""A server on the test's database, in a process of its own that may be killed, and many clients at its door.

usage: python -m tests.apps.booking.race.serving [careless]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[4]


@dataclass(slots=True)
class Server:
    """One that runs, and its address."""

    process: subprocess.Popen[bytes]
    address: str

    def kill(self) -> None:
        """End it at once: SIGKILL gives nobody time to tidy up."""
        self.process.kill()
        self.process.wait()


@contextmanager
def server(*words: str) -> Iterator[Server]:
    """One that is up inside the block."""
    from tests.apps.jobs.elsewhere import database_url

    environ = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "tests.kit.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    command = [sys.executable, "-m", __name__, *words]
    with subprocess.Popen(command, env=environ, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            assert process.stdout is not None
            yield Server(process, process.stdout.readline().decode().strip())
        finally:
            process.kill()


@dataclass(frozen=True, slots=True)
class Time:
    """A time that can be asked for."""

    service: str
    practitioner: int
    start: datetime


def ask(address: str, asked: list[Time], clients: int) -> Counter[int]:
    """Let that many clients hold and book, each over a kept connection; the statuses they got, 0 for no answer."""

    def client(number: int) -> Counter[int]:
        got: Counter[int] = Counter()
        line = HTTPConnection(urlsplit(address).netloc, timeout=60)
        for one in asked[number::clients]:
            try:
                got.update(_book(line, one))
            except (OSError, HTTPException):
                got[0] += 1
                line.close()
        line.close()
        return got

    with ThreadPoolExecutor(clients) as crowd:
        return sum(crowd.map(client, range(clients)), Counter())


def _book(line: HTTPConnection, one: Time) -> Iterator[int]:
    asked = {"service": one.service, "practitioner": one.practitioner, "start": one.start.isoformat()}
    status, hold = _post(line, "/api/v1/holds", asked)
    yield status
    if status == 201:
        who = {"hold": hold["id"], "name": "Ana", "email": "ana@example.org", "consent": True}
        status, _ = _post(line, "/api/v1/appointments", who)
        yield status


def _post(line: HTTPConnection, path: str, body: dict[str, object]) -> tuple[int, dict[str, Any]]:
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
    line.request("POST", path, json.dumps(body), headers)
    answer = line.getresponse()
    return answer.status, json.loads(answer.read())


def main() -> None:
    """Serve. A careless one has no transactions, and dawdles between a visit and its slices."""
    import django

    django.setup()
    from django.conf import settings

    from hipwise.apps.booking.services import core, guard
    from hipwise.project import serve

    settings.RATE_LIMITS_ON = False
    if "careless" in sys.argv:
        take = guard.take

        def dawdle(visit: Any) -> None:
            time.sleep(0.2)
            take(visit)

        guard.take = dawdle
        guard._lock = lambda practitioners, rooms: None
        vars(core)["transaction"] = SimpleNamespace(atomic=nullcontext)
    listener = serve.listen("127.0.0.1", 0)
    print(serve.address(listener), flush=True)  # noqa: T201
    sys.exit(serve.serve(listener, worker=True, log=False))


if __name__ == "__main__":
    main()
