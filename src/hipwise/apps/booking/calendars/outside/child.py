"""The process that fetches and reads one outside calendar: ``python -m`` this module, JSON in, JSON out.

It gives itself little memory, little time and no files before it looks at anything. Whatever a calendar makes of it,
the worker only sees that it ended.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

MEMORY = 768 * 2**20
CPU_SECONDS = 10


def confine() -> None:
    """Give up what is not needed, for good."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """What an address holds: ``busy`` as pairs of ISO instants, None where nothing has changed; or a ``fault``."""
    from hipwise.apps.booking.calendars.outside.fetching import Refused, fetch
    from hipwise.apps.booking.calendars.outside.reading import busy_stretches

    try:
        fetched = fetch(asked["address"], asked["etag"], private=asked["private"])
        if fetched.content is None:
            return {"busy": None, "etag": fetched.etag}
        since, until = (datetime.fromisoformat(asked[name]) for name in ("since", "until"))
        busy = busy_stretches(fetched.content, since, until, ZoneInfo(asked["zone"]))
    except Refused as refused:
        return {"fault": refused.code}
    return {"busy": [(start.isoformat(), end.isoformat()) for start, end in busy], "etag": fetched.etag}


if __name__ == "__main__":
    confine()
    sys.stdout.write(json.dumps(answer(json.load(sys.stdin))))
