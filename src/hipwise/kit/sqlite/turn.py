"""A turn that goes to whoever has waited longest."""

from __future__ import annotations

import os
from collections import deque
from threading import Lock


class Turn:
    """Held by one at a time, first come, first served. A plain ``Lock`` promises no order."""

    def __init__(self) -> None:
        self._clear()
        os.register_at_fork(after_in_child=self._clear)  # a child has none of the threads that waited or held

    def _clear(self) -> None:
        self._mutex = Lock()
        self._waiting: deque[Lock] = deque()
        self._held = False

    def take(self, seconds: float) -> bool:
        """Wait for the turn, at most so long; whether it came."""
        with self._mutex:
            if not self._held:
                self._held = True
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return True
        with self._mutex:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True  # it was handed over in the last moment

    def give(self) -> None:
        """Hand the turn to the next in line."""
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False
