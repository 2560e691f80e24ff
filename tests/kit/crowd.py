"""Several things at the same moment, each with a connection of its own to the database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

PATIENCE = 60.0
"""Seconds in which all threads have begun, on a machine with much else to do."""


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do each in a thread of its own, all set off together; what they return, in their order."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        try:
            start.wait(PATIENCE)
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(run, deeds))
