"""The ruler at the calendar's side: one row for every five minutes that the clock on the wall shows.

All days of a page share it. Where the clock is put back on one of them, the hour it shows twice stands on the ruler
twice; the other days have no second one. Where the clock is put forward, that day lacks the rows it leaps over. Both
are drawn as hatching with words, and a visit across them is as long on the page as the clock says it is.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hipwise.domain.scheduling.clinic import DAY, GRAIN
from hipwise.domain.scheduling.wall import end_of, moment

STEP = timedelta(minutes=GRAIN)
HOUR = 60 // GRAIN
"""Rows an hour."""
USUAL = (8 * HOUR, 18 * HOUR)
"""What is shown of days without anything on them."""


@dataclass(frozen=True, slots=True)
class Tick:
    """What the clock shows: minutes since midnight, and whether for the second time."""

    minute: int
    again: bool = False

    @property
    def words(self) -> str:
        """Such as ``9:05``."""
        return f"{self.minute // 60}:{self.minute % 60:02}"

    @property
    def typed(self) -> str:
        """The same as forms have it: ``09:05``."""
        return f"{self.minute // 60:02}:{self.minute % 60:02}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: its first row, counted from the top of what is shown, and how many rows it takes."""

    row: int
    rows: int


@dataclass(frozen=True, slots=True)
class Absent:
    """Rows of the ruler that one day does not have; ``leapt`` where its clock is put forward."""

    place: Place
    leapt: bool


class Ruler:
    """The rows of some days in a zone; ``show`` says which part of them."""

    def __init__(self, zone: ZoneInfo, days: Iterable[date]) -> None:
        self.zone = zone
        self._days = {day: _ticks(zone.key, day) for day in days}
        self._ticks = _merged(self._days.values())
        self._rows = {tick: row for row, tick in enumerate(self._ticks)}
        self.first, self.last = USUAL[0], min(USUAL[1], len(self._ticks))

    def show(self, spans: Iterable[tuple[date, datetime, datetime]], *, usual: bool = False) -> None:
        """Show whole hours, from the earliest of these to the latest; with ``usual`` no less than the usual ones."""
        found = [rows for day, start, end in spans if (rows := self._whole(day, start, end))]
        if found:
            first, last = min(first for first, _ in found), max(last for _, last in found)
            if usual:
                first, last = min(first, self.first), max(last, self.last)
            self.first = first // HOUR * HOUR
            self.last = min(-(-last // HOUR) * HOUR, len(self._ticks))

    def place(self, day: date, start: datetime, end: datetime) -> Place | None:
        """Where a stretch of time stands on that day; None where nothing of it is shown."""
        rows = self._whole(day, start, end)
        if rows is None:
            return None
        first, last = max(rows[0], self.first), min(rows[1], self.last)
        return Place(first - self.first, last - first) if first < last else None

    def bounds(self, day: date) -> tuple[datetime, datetime]:
        """When the day begins and ends."""
        return _bounds(self.zone, day)

    def shown(self) -> list[Tick]:
        """The rows on show."""
        return self._ticks[self.first : self.last]

    def hours(self) -> Iterator[tuple[int, str]]:
        """The row and the words of each full hour on show."""
        for row, tick in enumerate(self.shown()):
            if tick.minute % 60 == 0:
                yield row, tick.words + (" again" if tick.again else "")

    def absent(self, day: date) -> Iterator[Absent]:
        """The stretches that this day does not have."""
        there = set(self._days[day])
        begun: int | None = None
        shown = self.shown()
        for row, tick in enumerate([*shown, None]):
            gone = tick is not None and tick not in there
            turns = begun is not None and tick is not None and shown[begun].again != tick.again
            if begun is not None and (not gone or turns):
                yield Absent(Place(begun, row - begun), leapt=not shown[begun].again)
                begun = None
            if gone and begun is None:
                begun = row

    def instant(self, day: date, row: int) -> datetime | None:
        """The moment at which that day shows a row on show; None where it has no such row."""
        tick = self._ticks[self.first + row]
        return self._days[day].get(tick)

    def _whole(self, day: date, start: datetime, end: datetime) -> tuple[int, int] | None:
        begins, ends = self.bounds(day)
        start, end = max(start, begins), min(end, ends)
        if start >= end:
            return None
        return self._row(start), self._row(end - timedelta(microseconds=1)) + 1

    def _row(self, instant: datetime) -> int:
        return self._rows[_shows(instant.astimezone(self.zone))]


def _shows(local: datetime) -> Tick:
    return Tick(local.hour * 60 + local.minute // GRAIN * GRAIN, bool(local.fold))


def _bounds(zone: ZoneInfo, day: date) -> tuple[datetime, datetime]:
    return moment(zone, day, time.min), end_of(zone, day, time.min)


@functools.lru_cache(maxsize=512)
def _ticks(zone: str, day: date) -> dict[Tick, datetime]:
    """What the clock shows on a day, in order, and when."""
    where = ZoneInfo(zone)
    at, end = _bounds(where, day)
    found: dict[Tick, datetime] = {}
    while at < end:
        found.setdefault(_shows(at.astimezone(where)), at.astimezone(UTC))
        at += STEP
    return found


def _merged(days: Iterable[dict[Tick, datetime]]) -> list[Tick]:
    """A whole day on the wall, with the second pass of what any of the days shows twice after its first."""
    again = sorted({tick.minute for ticks in days for tick in ticks if tick.again})
    found = []
    for minute in range(0, DAY, GRAIN):
        found.append(Tick(minute))
        if minute in again and minute + GRAIN not in again:
            run = [one for one in again if one <= minute]
            found += [Tick(one, again=True) for one in run]
            again = [one for one in again if one > minute]
    return found
