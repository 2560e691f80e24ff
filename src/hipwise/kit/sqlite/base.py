"""Django's SQLite engine, where the threads of a process queue before they begin a transaction.

SQLite lets one writer in at a time, and whoever finds it busy sleeps, up to a tenth of a second, and looks again. Under
a steady stream of writers somebody is always quicker, and with 64 of them some found it busy for 20 seconds: "database
is locked". So threads of one process wait in line here, and only the first of each process asks SQLite, and asks often.
Correctness rests on SQLite as before; this is about nobody waiting for ever (docs/adr/0014).
"""

from __future__ import annotations

import sqlite3
import time
from collections import defaultdict
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from hipwise.kit.sqlite.turn import Turn

PAUSE = 0.003
"""Seconds between two looks of the first in line. Other processes have at most one each, so this is no rush."""
_turns: defaultdict[str, Turn] = defaultdict(Turn)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that has its process's turn to write from the beginning of a transaction to its end."""

    _turn: Turn | None = None

    def _start_transaction_under_autocommit(self) -> None:
        patience = float(self.settings_dict.get("OPTIONS", {}).get("timeout", 5.0))
        end = time.monotonic() + patience
        turn = _turns[str(self.settings_dict["NAME"])]
        if turn.take(patience):
            self._turn = turn
        try:
            self._begin(end)
        except BaseException:
            self._give()
            raise

    def _begin(self, end: float) -> None:
        """Begin as soon as no other process writes. SQLite's own patience is for single statements outside of it."""
        patience = self.settings_dict.get("OPTIONS", {}).get("timeout", 5.0)
        self._busy_timeout(0)
        try:
            while True:
                try:
                    super()._start_transaction_under_autocommit()  # type: ignore[misc]
                except OperationalError as busy:
                    if not _is_busy(busy) or time.monotonic() > end:
                        raise
                    time.sleep(PAUSE)
                else:
                    return
        finally:
            self._busy_timeout(float(patience))

    def _busy_timeout(self, seconds: float) -> None:
        """Set how long SQLite waits by itself."""
        self.connection.execute(f"PRAGMA busy_timeout = {round(1000 * seconds)}")

    def _give(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.give()

    def _commit(self) -> Any:
        done = super()._commit()  # type: ignore[misc]
        self._give()  # not when it fails: a rollback follows
        return done

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._give()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._give()


def _is_busy(error: Exception) -> bool:
    code = getattr(error.__cause__, "sqlite_errorcode", 0)
    return bool(code & 0xFF == sqlite3.SQLITE_BUSY)
