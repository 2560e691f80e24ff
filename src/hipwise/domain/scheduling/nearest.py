"""The free times nearest to one that was lost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from hipwise.domain.scheduling.clinic import Slot


def nearest(slots: Iterable[Slot], start: datetime, count: int) -> list[Slot]:
    """At most ``count`` slots at as many times, the one nearest to ``start`` first; of two as near, the earlier.

    Of slots that start together it is the first (practitioner, then location) that stands for the time.
    """
    times: dict[datetime, Slot] = {}
    for slot in sorted(slots):
        times.setdefault(slot.start, slot)
    return sorted(times.values(), key=lambda slot: (abs(slot.start - start), slot.start))[:count]
