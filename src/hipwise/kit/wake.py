"""Waking those who wait for news. A wake-up is a hint: who gets one reads the table, and who misses one reads it later.

``tell`` stands in the transaction that makes the news and takes effect when that is committed. On PostgreSQL it
reaches every process by NOTIFY (``hear_database``); on SQLite the process that serves the pages also holds the
streams, so it is passed on within it. Who waits within a process: ``kit.hub``.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

if TYPE_CHECKING:
    from psycopg import AsyncConnection

CHANNEL = "hipwise"
EVERYTHING = "*"
"""The topic of those who may have missed something, whatever it was."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0
"""Seconds before the database is tried again, doubled each time."""
CALLED_OFF = 2.0
"""Seconds that a connection still has to be made when nobody wants it any more."""
KEPT_ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
AT_ONCE = 100
"""Topics of one notification: PostgreSQL takes none of 8,000 bytes, and would undo the transaction."""
NOT_FOR_LISTENING = {"cursor_factory", "context", "prepare_threshold", "autocommit"}
Listener = Callable[[list[str], dict[str, Any] | None], None]

log = logging.getLogger(__name__)
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have something called with the topics (and the note, if any) of every wake-up that reaches this process.

    It is called in whichever thread the wake-up came by.
    """
    _listeners.append(listener)


def unlisten(listener: Listener) -> None:
    """Call it no more."""
    _listeners.remove(listener)


def tell(topics: Iterable[str], note: dict[str, Any] | None = None) -> None:
    """Wake who waits for one of these topics once the transaction under way is committed.

    ``note`` is a few words that are passed on and kept nowhere; it holds nothing about health.
    """
    names = list(topics)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for some in (names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE)):
                cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps([some, note])])
    else:
        transaction.on_commit(partial(heard, names, note))


def heard(topics: list[str], note: dict[str, Any] | None) -> None:
    """A wake-up has reached this process."""
    for listener in tuple(_listeners):
        listener(topics, note)


def is_passed_on_by_database() -> bool:
    """Whether wake-ups come by ``hear_database``, from every process."""
    return connection.vendor == "postgresql"


async def hear_database() -> None:
    """Pass on what PostgreSQL notifies of, for ever: one connection a process, made again whenever it breaks.

    What was notified of while there was none is lost, so after each connection everybody is woken.
    """
    import psycopg

    pause = FIRST_PAUSE
    while True:
        try:
            async with await _line() as line:
                await line.execute(f"LISTEN {CHANNEL}")
                heard([EVERYTHING], None)
                pause = FIRST_PAUSE
                async for notice in line.notifies():
                    heard(*json.loads(notice.payload))
        except (psycopg.Error, OSError) as wrong:
            log.warning("The line to the database broke (%s); wake-ups are late until it is back", type(wrong).__name__)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _line() -> AsyncConnection:
    """A connection of our own. Called off while it is being made, it is made and closed: psycopg would leave it to the
    next round of garbage, and the database to wonder who that is."""
    import psycopg

    connecting = asyncio.ensure_future(psycopg.AsyncConnection.connect(**_place(), autocommit=True))
    try:
        return await asyncio.shield(connecting)
    except asyncio.CancelledError:
        with contextlib.suppress(psycopg.Error, OSError, TimeoutError):
            made = await asyncio.wait_for(connecting, CALLED_OFF)
            await made.close()
        raise


def _place() -> dict[str, Any]:
    """How Django reaches the database, for a connection of our own."""
    given: dict[str, Any] = connection.get_connection_params()
    return KEPT_ALIVE | {name: value for name, value in given.items() if name not in NOT_FOR_LISTENING}
