"""When somebody works at a place: usual and extra hours on the wall -> spans of real time.

``opens`` and ``closes`` are both read as ``wall.moment`` reads a time. So a place opens at its usual hour whether or
not the clocks changed in the night. An opening or a closing that the clock leaps over is the end of the leap, and hours
that lie wholly inside a leap do not take place. In an hour that comes twice both mean the first pass: "closes at 02:30"
is over when the clock first shows 02:30, so that one time on the wall has one meaning whoever reads it. Hours that run
on past the repeated hour go through both passes, because nobody leaves in between. Hours over midnight are written as
two, until 00:00 and from 00:00; they touch, and hours that touch are one.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from hipwise.domain.scheduling.clinic import Book, Extra, Weekly
from hipwise.domain.scheduling.span import Span, joined
from hipwise.domain.scheduling.wall import end_of, moment

_REACH = 3  # a visit of a day that starts late on the eve of a short day ends on the third


class Hours:
    """The hours of everybody in a book, worked out a day at a time and kept."""

    def __init__(self, book: Book) -> None:
        self._zones = {place.key: ZoneInfo(place.zone) for place in book.locations}
        self._closed = book.closed
        self._weekly: dict[tuple[int, int, int], list[Weekly]] = defaultdict(list)
        self._extra: dict[tuple[int, int, date], list[Extra]] = defaultdict(list)
        for usual in book.weekly:
            self._weekly[usual.practitioner, usual.location, usual.weekday].append(usual)
        for extra in book.extra:
            self._extra[extra.practitioner, extra.location, extra.day].append(extra)
        self._days: dict[tuple[int, int, date], list[Span]] = {}
        self._shut: dict[tuple[int, date], bool] = {}

    def open(self, practitioner: int, location: int, day: date) -> list[Span]:
        """The hours from ``day`` on for as long as a visit may last. Those that touch are one, over midnight too."""
        spans: list[Span] = []
        for ahead in range(_REACH):
            spans += self._on(practitioner, location, day + timedelta(days=ahead))
        return joined(spans)

    def usual(self, practitioner: int, location: int, day: date) -> list[Span]:
        """The same as if nothing were ever closed."""
        spans: list[Span] = []
        for ahead in range(_REACH):
            spans += self._written(practitioner, location, day + timedelta(days=ahead), closed=False)
        return joined(spans)

    def is_closed(self, location: int, day: date) -> bool:
        """Whether usual hours do not count there on that day."""
        if (location, day) not in self._shut:
            self._shut[location, day] = any(
                closed.first <= day <= closed.last and closed.location in {None, location} for closed in self._closed
            )
        return self._shut[location, day]

    def may_be_closed(self, location: int, day: date) -> bool:
        """Whether ``open`` and ``usual`` of that day can differ."""
        return any(self.is_closed(location, day + timedelta(days=ahead)) for ahead in range(_REACH))

    def _on(self, practitioner: int, location: int, day: date) -> list[Span]:
        key = (practitioner, location, day)
        if key not in self._days:
            self._days[key] = self._written(*key, closed=self.is_closed(location, day))
        return self._days[key]

    def _written(self, practitioner: int, location: int, day: date, *, closed: bool) -> list[Span]:
        wall: list[tuple[time, time]] = [
            (extra.opens, extra.closes) for extra in self._extra.get((practitioner, location, day), ())
        ]
        if not closed:
            usual = self._weekly.get((practitioner, location, day.weekday()), ())
            wall += [(weekly.opens, weekly.closes) for weekly in usual if weekly.since <= day <= weekly.until]
        zone = self._zones[location]
        ends = [(moment(zone, day, opens), end_of(zone, day, closes)) for opens, closes in wall]
        return [Span(first, last) for first, last in ends if first < last]
