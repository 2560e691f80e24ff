"""The rules of booking asked the slow way, sharing nothing with the engine but the words of a book.

It walks through real time in steps of five minutes and looks at the clock on the wall at each. It never turns a
wall-clock time into an instant, so it can't err there as the engine might. What a place's clock has shown at the most
(``high``) tells hours: open from the moment it has shown ``opens``, shut from the moment it has shown ``closes``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hipwise.domain.scheduling.clinic import Ask, Book, Busy, Service, Slot, Why

STEP = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
LONGEST = timedelta(hours=3)  # of the visits that the random clinics offer
BACK = timedelta(hours=3)  # more than any clock here is put back


@dataclass(frozen=True, slots=True)
class Glance:
    """What a wall clock shows at an instant, the most it has shown, and whether it never showed as much before."""

    instant: datetime
    shown: datetime
    high: datetime
    is_first: bool


class Oracle:
    """One book at one moment, looked at from ``first`` to ``last`` (instants on five minutes)."""

    def __init__(self, book: Book, now: datetime, first: datetime, last: datetime) -> None:
        self.book, self.now, self.first, self.last = book, now, first, last
        self.zones = {place.key: ZoneInfo(place.zone) for place in book.locations}
        self.glances = {key: glances(zone, first, last + LONGEST) for key, zone in self.zones.items()}
        self._worked: dict[tuple[int, int, bool], set[datetime]] = {}

    def shown(self, location: int, instant: datetime) -> datetime:
        return instant.astimezone(self.zones[location]).replace(tzinfo=None)

    def open_slots(self, ask: Ask) -> list[Slot]:
        service = next(service for service in self.book.services if service.key == ask.service)
        found = []
        for location, walk in self.glances.items():
            for glance in walk:
                if not self.first <= glance.instant < self.last or not ask.since <= glance.instant < ask.until:
                    continue
                if not is_start(service, glance):
                    continue
                for person in sorted(service.practitioners):
                    if ask.practitioner not in {None, person} or ask.location not in {None, location}:
                        continue
                    if self.why(service, person, location, glance) is None:
                        end = glance.instant + service.minutes * MINUTE
                        rooms = self.rooms(service, location, glance.instant)
                        found.append(Slot(glance.instant, end, person, location, rooms[0] if rooms else None))
        return sorted(found, key=lambda slot: (slot.start, slot.practitioner, slot.location))

    def why(self, service: Service, person: int, location: int, glance: Glance, room: int | None = None) -> Why | None:
        start, end = glance.instant, glance.instant + service.minutes * MINUTE
        before, after = start - service.before * MINUTE, end + service.after * MINUTE
        if not is_start(service, glance):
            return "no_such_time"
        if start < self.now + service.lead:
            return "too_soon"
        if glance.shown.date() > self.shown(location, self.now).date() + timedelta(days=service.horizon):
            return "too_far"
        if not self.works(service, person, location, start, closed=True):
            return "closed" if self.works(service, person, location, start, closed=False) else "outside_hours"
        hers = [busy for busy in self.book.busy if busy.practitioner == person]
        if any(_cross(busy, before, after) for busy in hers if busy.visit is None):
            return "away"
        if self.visits(person, glance.shown.date()) >= self.book.caps.get(person, 10**6):
            return "day_full"
        if any(_cross(busy, before, after) for busy in hers if busy.visit is not None):
            return "taken"
        free = self.rooms(service, location, start)
        if (service.room_kind or room is not None) and (not free if room is None else room not in free):
            return "no_room"
        return None

    def visits(self, person: int, day: date) -> int:
        return sum(
            busy.practitioner == person
            and busy.visit is not None
            and busy.location is not None
            and self.shown(busy.location, busy.visit).date() == day
            for busy in self.book.busy
        )

    def rooms(self, service: Service, location: int, start: datetime) -> list[int]:
        before = start - service.before * MINUTE
        after = start + (service.minutes + service.after) * MINUTE
        return sorted(
            room.key
            for room in self.book.rooms
            if service.room_kind
            and room.kind == service.room_kind
            and room.location == location
            and not any(busy.room == room.key and _cross(busy, before, after) for busy in self.book.busy)
        )

    def works(self, service: Service, person: int, location: int, start: datetime, *, closed: bool) -> bool:
        worked = self.worked(person, location, closed=closed)
        return all(start + n * STEP in worked for n in range(service.minutes // 5))

    def worked(self, person: int, location: int, *, closed: bool) -> set[datetime]:
        """The five-minute slices that somebody works; ``closed`` False as if nothing were ever closed."""
        key = (person, location, closed)
        if key not in self._worked:
            walk = self.glances[location]
            hours = {day: self._hours(*key, day) for day in {glance.high.date() for glance in walk}}
            self._worked[key] = {
                glance.instant
                for glance in walk
                if any(opens <= glance.high < closes for opens, closes in hours[glance.high.date()])
            }
        return self._worked[key]

    def _hours(self, person: int, location: int, closed: bool, day: date) -> list[tuple[datetime, datetime]]:
        book = self.book
        found = [
            (extra.opens, extra.closes)
            for extra in book.extra
            if (extra.practitioner, extra.location, extra.day) == (person, location, day)
        ]
        if not closed or not any(
            shut.first <= day <= shut.last and (shut.location is None or shut.location == location)
            for shut in book.closed
        ):
            for usual in book.weekly:
                if (usual.practitioner, usual.location, usual.weekday) != (person, location, day.weekday()):
                    continue
                if usual.since <= day <= usual.until:
                    found.append((usual.opens, usual.closes))
        midnight = datetime.combine(day, time.min) + DAY
        return [
            (datetime.combine(day, opens), datetime.combine(day, closes) if closes != time.min else midnight)
            for opens, closes in found
        ]


def is_start(service: Service, glance: Glance) -> bool:
    return glance.is_first and (glance.shown.hour * 60 + glance.shown.minute) % service.step == 0


@lru_cache(maxsize=8)
def glances(zone: ZoneInfo, first: datetime, last: datetime) -> list[Glance]:
    """The clock in ``zone`` every five minutes, looked at from a while before so as to know its high mark."""
    found = []
    instant = first - BACK
    high = datetime.min  # noqa: DTZ901  what a clock on a wall shows has no zone
    while instant < last:
        shown = instant.astimezone(zone).replace(tzinfo=None)
        is_first, high = shown > high, max(shown, high)
        if instant >= first:
            found.append(Glance(instant, shown, high, is_first))
        instant += STEP
    return found


def changes(zone: ZoneInfo, first: int, last: int) -> list[datetime]:
    """Every midnight in UTC, from the year ``first`` to ``last``, within a day of which the clock is moved."""
    found = []
    day = datetime(first, 1, 1, tzinfo=UTC)
    while day.year <= last:
        if day.astimezone(zone).utcoffset() != (day + DAY).astimezone(zone).utcoffset():
            found.append(day)
        day += DAY
    return found


def _cross(busy: Busy, start: datetime, end: datetime) -> bool:
    return busy.span.start < end and start < busy.span.end
