"""When somebody, or a room, is taken: many spans, asked quickly."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta

from hipwise.domain.scheduling.span import Span


class Diary:
    """Taken time, joined and in order. Asking costs the logarithm of the number of entries."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._starts: list[datetime] = []
        self._ends: list[datetime] = []
        for start, end in sorted((span.start, span.end) for span in spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def is_free(self, start: datetime, end: datetime) -> bool:
        """Whether nothing is written between the two."""
        first = bisect_right(self._ends, start)
        return first == len(self._starts) or self._starts[first] >= end

    def free_of(self, starts: list[datetime], before: timedelta, after: timedelta) -> list[datetime]:
        """Those of the instants, in order, that are free from ``before`` ahead of them to ``after`` past them."""
        if not starts or self.is_free(starts[0] - before, starts[-1] + after):
            return starts
        return [start for start in starts if self.is_free(start - before, start + after)]
