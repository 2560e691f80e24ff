"""Waking those who wait for news. A wake-up is a hint: who gets one reads the table, and who misses one reads it later.

``tell`` stands in the transaction that makes the news and takes effect when that is committed. On PostgreSQL it
reaches every process by NOTIFY; on SQLite the process that serves the pages also holds the streams, so it is passed
on within it (``hub``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db import connection, transaction

CHANNEL = "hipwise"
Listener = Callable[[list[str], dict[str, Any] | None], None]

_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have something called with the topics (and the note, if any) of every wake-up that reaches this process."""
    _listeners.append(listener)


def tell(topics: Iterable[str], note: dict[str, Any] | None = None) -> None:
    """Wake who waits for one of these topics once the transaction under way is committed.

    ``note`` is a few words that are passed on and kept nowhere; it holds nothing about health.
    """
    names = list(topics)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps([names, note])])
    else:
        transaction.on_commit(partial(heard, names, note))


def heard(topics: list[str], note: dict[str, Any] | None) -> None:
    """A wake-up has reached this process."""
    for listener in _listeners:
        listener(topics, note)
