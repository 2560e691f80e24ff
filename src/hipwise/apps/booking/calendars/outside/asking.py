"""Having an outside calendar read by a child process, and what is said when that fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime

SECONDS = 25.0
"""How long one calendar may take, all in all."""

FAULTS = {
    "address": "this is not an address that we can read",
    "private": "this address leads into a private network",
    "unreachable": "nothing answers there, or not as it should",
    "gone": "there is no calendar there any more, or it is not meant for us",
    "redirect": "it sends us on and on, or to a place that is not safe",
    "not_a_calendar": "what is there is not a calendar that we can read",
    "too_large": "it is too large, or repeats something too often",
}
"""Why a calendar cannot be read, in words that end a sentence."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: an address, what we had from it, and which time counts. ``zone`` is for whole days."""

    address: str
    etag: str
    since: datetime
    until: datetime
    zone: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """``fault`` is a key of ``FAULTS``, or empty. ``busy`` is None where nothing has changed."""

    busy: list[tuple[datetime, datetime]] | None = None
    etag: str = ""
    fault: str = ""


def ask(asked: Asked, seconds: float = SECONDS) -> Answer:
    """Fetch and read a calendar in a process of its own, which is ended when it takes too long."""
    said = {
        "address": asked.address,
        "etag": asked.etag,
        "since": asked.since.isoformat(),
        "until": asked.until.isoformat(),
        "zone": asked.zone,
        "private": asked.private,
    }
    known = ("PATH", "PYTHONPATH", "PYTHONHOME", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR", "SYSTEMROOT")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "hipwise.apps.booking.calendars.outside.child"],
            input=json.dumps(said).encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
            env={name: os.environ[name] for name in known if name in os.environ} | {"PYTHONDONTWRITEBYTECODE": "1"},
        )
        found = json.loads(done.stdout) if done.returncode == 0 else {"fault": "too_large"}
    except (subprocess.TimeoutExpired, ValueError):
        found = {"fault": "too_large"}
    return _answer(found)


def _answer(found: dict[str, object]) -> Answer:
    if "fault" in found:
        return Answer(fault=str(found["fault"]))
    pairs = found["busy"]
    busy = (
        [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in pairs] if isinstance(pairs, list) else None
    )
    return Answer(busy, str(found["etag"]))
