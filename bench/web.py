"""Requests per second, waiting times and database queries of the demo clinic's main pages.

usage: python bench/web.py [--seconds N] [--clients N] [--data DIR]

Starts ``hipwise demo`` on a free port of this machine, asks for each page from several kept connections for a few
seconds, and does the same with a bare "hello" on the same stack (uvicorn, a2wsgi, the same number of threads), so that
figures of different machines can be compared. Clients and server share the processor. Queries are counted in a
process of their own, on the same data.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

PAGES = {"home": "/", "article": "/hips-and-stress/", "check-in form": "/journal/new/", "timeline": "/journal/"}
SAVE = "check-in saved"
CHECK_IN = {"pain": "3", "day": f"{datetime.now().date() - timedelta(days=1)}", "hour": "12:00"}  # noqa: DTZ005
HELLO = """
import sys, socket
from a2wsgi import WSGIMiddleware
from hipwise.project import serve
import uvicorn
def hello(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]
listener = serve.listen("127.0.0.1", 0)
print("open at", serve.address(listener), flush=True)
config = uvicorn.Config(WSGIMiddleware(hello, workers=8), lifespan="off", log_config=None, access_log=False)
uvicorn.Server(config).run(sockets=[listener])
"""
QUERIES = """
import json, sys, django
from uuid import uuid4
django.setup()
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hipwise.apps.people.models import User
client = Client(headers={"host": "127.0.0.1"})
client.force_login(User.objects.get(email="ana@demo.example"), backend=settings.AUTHENTICATION_BACKENDS[-1])
counts = {}
for name, path in json.loads(sys.argv[1]).items():
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200, path
    counts[name] = len(seen)
with CaptureQueriesContext(connection) as seen:
    assert client.post("/journal/new/", {**json.loads(sys.argv[2]), "client_id": uuid4()}).status_code == 302
counts["check-in saved"] = len(seen)
print(json.dumps(counts))
"""


@dataclass(slots=True)
class Tally:
    """What the clients of one page saw."""

    waits: list[float] = field(default_factory=list)
    failed: int = 0
    size: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return len(self.waits) / self.seconds

    def quantile(self, share: float) -> float:
        """Milliseconds within which this share was answered."""
        return statistics.quantiles(self.waits, n=100)[round(share * 100) - 1] * 1000


@contextmanager
def server(words: list[str], environ: dict[str, str]) -> Iterator[str]:
    """The address of a server that is up inside the block."""
    process = subprocess.Popen([sys.executable, *words], env=environ, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if found := re.search(r"open at (\S+)", line):
                threading.Thread(target=process.stdout.read, daemon=True).start()
                yield found[1]
                return
        raise SystemExit("the server did not start")
    finally:
        process.terminate()
        process.wait()


class Client:
    """One kept connection, signed in or not."""

    def __init__(self, origin: str) -> None:
        self.origin, self.line = origin, HTTPConnection(urlsplit(origin).netloc, timeout=30)
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes]:
        """One request; status and body."""
        headers = {"Accept-Encoding": "gzip", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin}
            body = urlencode({**form, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
        self.line.request("POST" if form is not None else "GET", path, body, headers)
        answer = self.line.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read()

    def sign_in(self) -> None:
        """As Ana."""
        from hipwise.project.demo.cast import PASSWORD

        self.ask("/account/login/")
        status, _ = self.ask("/account/login/", {"login": "ana@demo.example", "password": PASSWORD})
        assert status == 302, status
        self.ask("/journal/new/")


def clients(origin: str, count: int, signed_in: bool) -> list[Client]:
    """That many people, in the same account where they sign in."""
    first = Client(origin)
    if signed_in:
        first.sign_in()
    others = [Client(origin) for _ in range(count - 1)]
    for other in others:
        other.cookies = dict(first.cookies)
    return [first, *others]


def load(people: list[Client], path: str, seconds: float, *, saving: bool = False) -> Tally:
    """Let everybody ask for one page, again and again, for a while."""
    tally = Tally()
    for person in people:
        person.ask(path)
    begun = time.perf_counter()

    def go_on(person: Client) -> None:
        number = 0
        while time.perf_counter() - begun < seconds:
            number += 1
            words = {**CHECK_IN, "client_id": str(uuid4()), "note": f"Line {number}"}
            asked = time.perf_counter()
            status, body = person.ask(path, words if saving else None)
            if status == (302 if saving else 200):
                tally.waits.append(time.perf_counter() - asked)
                tally.size = len(body)
            else:
                tally.failed += 1

    threads = [threading.Thread(target=go_on, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tally.seconds = time.perf_counter() - begun
    return tally


def queries(environ: dict[str, str]) -> dict[str, int]:
    """Database queries of each page for a signed-in patient, the second time it is asked for."""
    given = {**environ, "HIPWISE_DEMO": "1", "DJANGO_SETTINGS_MODULE": "hipwise.project.settings"}
    words = [sys.executable, "-c", QUERIES, json.dumps(PAGES), json.dumps(CHECK_IN)]
    done = subprocess.run(words, env=given, capture_output=True, text=True, check=True)
    counts: dict[str, int] = json.loads(done.stdout)
    return counts


def main() -> int:
    """Print a row for each page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each page (default: 5)")
    parser.add_argument("--clients", type=int, default=8, help="kept connections (default: 8)")
    parser.add_argument("--data", type=Path, help="where the demo clinic is or will be (default: a temporary folder)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "HIPWISE_DATA": str(args.data or Path(folder) / "data")}
        rows: dict[str, Tally] = {}
        with server(["-c", HELLO], environ) as origin:
            rows["hello, no Django"] = load(clients(origin, args.clients, False), "/", args.seconds)
        with server(["-m", "hipwise.project", "demo", "--port", "0"], environ) as origin:
            for name, path in PAGES.items():
                people = clients(origin, args.clients, path.startswith("/journal"))
                rows[name] = load(people, path, args.seconds)
            counts = queries(environ)
            people = clients(origin, args.clients, True)
            rows[SAVE] = load(people, PAGES["check-in form"], args.seconds, saving=True)
    print(f"{'page':<18}{'requests/s':>11}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}{'kB sent':>9}{'failed':>8}")
    for name, tally in rows.items():
        times = f"{tally.quantile(0.5):>9.1f}{tally.quantile(0.95):>9.1f}"
        seen = str(counts.get(name, "")) if name in counts else "–"
        print(f"{name:<18}{tally.rate:>11.0f}{times}{seen:>9}{tally.size / 1000:>9.1f}{tally.failed:>8}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
