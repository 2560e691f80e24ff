"""Asking twice does once: the answer to each Idempotency-Key is kept (docs/adr/0011).

A key's row is written first, in the same transaction as what is done. Its UNIQUE key makes an identical request that
comes meanwhile wait for the end of the first; then it finds the answer, or, where the first came to nothing, does it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from hipwise.apps.booking.models import Appointment, KeptAnswer
from hipwise.kit.digest import digest

KEPT_FOR = timedelta(hours=24)


def claim(key: str, asked: Mapping[str, Any], now: datetime) -> KeptAnswer | None:
    """The row of this key, new or with its answer; None when the key came with something else before.

    Call it first in a transaction, and roll that back when the answer is not to be kept.
    """
    what = digest(json.dumps(asked, sort_keys=True), "idempotency.asked")
    row, _ = KeptAnswer.objects.get_or_create(key=digest(key, "idempotency.key"), defaults={"asked": what, "made": now})
    return row if row.asked == what else None


def keep(row: KeptAnswer, appointment: Appointment, status: int, answer: Mapping[str, Any]) -> None:
    """Keep what was answered."""
    row.appointment, row.status, row.answer = appointment, status, answer
    row.save(update_fields=["appointment", "status", "answer"])


def forget_answers(now: datetime) -> int:
    """Drop answers that are older than a day; how many."""
    return KeptAnswer.objects.filter(made__lt=now - KEPT_FOR).delete()[0]
