"""Who waits for what, and whether a freed time is that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from hipwise.domain.scheduling.clinic import Slot


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody waits for a visit that starts on one of ``weekdays`` (Monday is 0), both ends included everywhere.

    Days and times are what the clock and the calendar on the wall of the location show. ``latest`` is the latest
    start. ``practitioner`` and ``location`` None mean any.
    """

    key: int
    service: int
    practitioner: int | None
    location: int | None
    weekdays: frozenset[int]
    earliest: time
    latest: time
    since: date
    until: date


def fits(wish: Wish, slot: Slot, zone: str) -> bool:
    """Whether the slot, which is one of the wished service at a place in ``zone``, is what the wish asks for."""
    shown = slot.start.astimezone(ZoneInfo(zone))
    return (
        wish.practitioner in {None, slot.practitioner}
        and wish.location in {None, slot.location}
        and shown.weekday() in wish.weekdays
        and wish.earliest <= shown.time() <= wish.latest
        and wish.since <= shown.date() <= wish.until
    )
