"""A book laid out for asking: hours, diaries, rooms and counted visits, each worked out once and when first needed."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hipwise.domain.scheduling.clinic import Book, Busy, Service
from hipwise.domain.scheduling.diary import Diary
from hipwise.domain.scheduling.hours import Hours
from hipwise.domain.scheduling.span import Span
from hipwise.domain.scheduling.wall import MINUTE, starts


class Desk:
    """One book at one moment.

    Raises:
        ValueError: when ``now`` has no zone, or a visit counts at a location that is not in the book.
    """

    def __init__(self, book: Book, now: datetime) -> None:
        if now.tzinfo is None:
            raise ValueError("`now` is an instant: it needs a zone")
        self.now = now.astimezone(UTC)
        self.services = {service.key: service for service in book.services}
        self.zones = {place.key: ZoneInfo(place.zone) for place in book.locations}
        self.rooms = {room.key: room for room in sorted(book.rooms, key=lambda room: room.key)}
        self.hours = Hours(book)
        self._caps = book.caps
        self._people: dict[int, list[Busy]] = defaultdict(list)
        self._use: dict[int, list[Span]] = defaultdict(list)
        for busy in book.busy:
            if busy.practitioner is not None:
                self._people[busy.practitioner].append(busy)
            if busy.room is not None:
                self._use[busy.room].append(busy.span)
        self._diaries: dict[tuple[str, int], Diary] = {}
        self._visits: dict[int, Counter[date]] = {}
        self._grid: dict[tuple[int, int, date], list[datetime]] = {}
        self._fitting: dict[tuple[str, int], list[int]] = {}

    def take(self, busy: Busy) -> None:
        """Write one more entry, as if it had been in the book."""
        if busy.practitioner is not None:
            self._people[busy.practitioner].append(busy)
            self._visits.pop(busy.practitioner, None)
            for kind in ("away", "taken"):
                self._diaries.pop((kind, busy.practitioner), None)
        if busy.room is not None:
            self._use[busy.room].append(busy.span)
            self._diaries.pop(("room", busy.room), None)

    def day(self, location: int, instant: datetime) -> date:
        """The date that the calendar on the wall shows there."""
        return instant.astimezone(self.zones[location]).date()

    def grid(self, location: int, step: int, day: date) -> list[datetime]:
        """The instants of a day at which a visit may start, in order."""
        key = (location, step, day)
        if key not in self._grid:
            self._grid[key] = starts(self.zones[location], day, step)
        return self._grid[key]

    def is_full(self, practitioner: int, day: date) -> bool:
        """Whether the practitioner sees as many visits on that day as they wish to."""
        cap = self._caps.get(practitioner)
        if cap is None:
            return False
        if practitioner not in self._visits:
            self._visits[practitioner] = Counter(
                self._day_of_visit(busy.location, busy.visit)
                for busy in self._people.get(practitioner, ())
                if busy.visit is not None
            )
        return self._visits[practitioner][day] >= cap

    def _day_of_visit(self, location: int | None, visit: datetime) -> date:
        if location not in self.zones:
            raise ValueError("a visit counts on the day of a location in the book")
        return self.day(location, visit)

    def away(self, practitioner: int) -> Diary:
        """Time off, blocked time, and what an outside calendar says."""
        key = ("away", practitioner)
        if key not in self._diaries:
            entries = self._people.get(practitioner, ())
            self._diaries[key] = Diary(busy.span for busy in entries if busy.visit is None)
        return self._diaries[key]

    def taken(self, practitioner: int) -> Diary:
        """Visits, with their buffers."""
        key = ("taken", practitioner)
        if key not in self._diaries:
            entries = self._people.get(practitioner, ())
            self._diaries[key] = Diary(busy.span for busy in entries if busy.visit is not None)
        return self._diaries[key]

    def in_use(self, room: int) -> Diary:
        """Whatever a room is taken for."""
        key = ("room", room)
        if key not in self._diaries:
            self._diaries[key] = Diary(self._use.get(room, ()))
        return self._diaries[key]

    def fitting(self, service: Service, location: int) -> list[int]:
        """The rooms there that the service may use, lowest key first; none for an online one."""
        key = (service.room_kind, location)
        if key not in self._fitting:
            self._fitting[key] = [
                room.key
                for room in self.rooms.values()
                if service.room_kind and room.kind == service.room_kind and room.location == location
            ]
        return self._fitting[key]


def reach(service: Service) -> tuple[timedelta, timedelta]:
    """How long before and after its start a visit takes practitioner and room."""
    return service.before * MINUTE, (service.minutes + service.after) * MINUTE
