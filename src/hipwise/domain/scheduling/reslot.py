"""Somebody falls ill: where each of their visits could go. A proposal, which people look at before anything moves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hipwise.domain.scheduling.clinic import Ask, Book, Busy, Slot
from hipwise.domain.scheduling.desk import Desk, reach
from hipwise.domain.scheduling.nearest import nearest
from hipwise.domain.scheduling.rules import FOR_MOVING, Page, first_against, free_rooms
from hipwise.domain.scheduling.slots import slots_of
from hipwise.domain.scheduling.span import Span
from hipwise.domain.scheduling.wall import MINUTE

_FAR = (timedelta(days=1), timedelta(days=7), timedelta(days=28))
_ANY_DAY = 100_000  # days of horizon: the visit was agreed long ago


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit of the one who is out. ``key`` is the caller's own; visits of one course share ``course``."""

    key: int
    service: int
    location: int
    start: datetime
    end: datetime
    room: int | None = None
    course: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Where a visit could go; the same length, at the same location."""

    visit: int
    slot: Slot


def reslot(book: Book, visits: Sequence[Visit], out: int, now: datetime) -> list[Move | None]:
    """For each visit of practitioner ``out``, in the order given: where it could go, or None where nothing is free.

    First the same time with somebody else; then the nearest time, at most four weeks away, with anybody else. Lead and
    horizon are not asked again; hours, closures, caps, people and rooms are. No two proposals want the same
    practitioner or room. The visits may still stand in the book.

    Raises:
        KeyError: when a visit's service is not in the book.
    """
    plan = _Plan(book, visits, out, now)
    for together in _courses(visits):
        plan.keep_times(together)
    for visit in sorted(visits, key=lambda visit: visit.start):
        plan.find_nearest(visit)
    return [Move(visit.key, plan.found[visit.key]) if visit.key in plan.found else None for visit in visits]


class _Plan:
    """The clinic without the one who is out, filled up again proposal by proposal."""

    def __init__(self, book: Book, visits: Sequence[Visit], out: int, now: datetime) -> None:
        self.found: dict[int, Slot] = {}
        self._desk = Desk(_without(book, visits, out), now)
        self._services = {
            visit.key: replace(
                self._desk.services[visit.service],
                minutes=(visit.end - visit.start) // MINUTE,
                practitioners=self._desk.services[visit.service].practitioners - {out},
                lead=timedelta(),
                horizon=_ANY_DAY,
            )
            for visit in visits
        }

    def keep_times(self, together: Sequence[Visit]) -> None:
        """The same time with somebody else; for a course, whoever can keep most of its times comes first."""
        people = {who for visit in together for who in self._services[visit.key].practitioners}
        free = {who: sum(self._at_its_time(visit, who) is not None for visit in together) for who in people}
        for visit in together:
            for who in sorted(people, key=lambda who: (-free[who], who)):
                slot = self._at_its_time(visit, who)
                if slot is not None:
                    self._take(visit, slot)
                    break

    def find_nearest(self, visit: Visit) -> None:
        """The nearest time there is, for a visit that could not keep its own."""
        for far in _FAR:
            if visit.key in self.found:
                return
            ask = Ask(visit.service, visit.start - far, visit.start + far + MINUTE, location=visit.location)
            for slot in nearest(slots_of(self._desk, self._services[visit.key], ask), visit.start, 1):
                self._take(visit, slot)

    def _at_its_time(self, visit: Visit, who: int) -> Slot | None:
        service = self._services[visit.key]
        if who not in service.practitioners or visit.location not in self._desk.zones:
            return None
        page = Page(service, who, visit.location, self._desk.day(visit.location, visit.start))
        if first_against(self._desk, page, visit.start, FOR_MOVING) is not None:
            return None
        rooms = list(free_rooms(self._desk, page, visit.start))
        room = visit.room if visit.room in rooms else next(iter(rooms), None)
        return Slot(visit.start, visit.end, who, visit.location, room)

    def _take(self, visit: Visit, slot: Slot) -> None:
        self.found[visit.key] = slot
        before, after = reach(self._services[visit.key])
        span = Span(slot.start - before, slot.start + after)
        self._desk.take(Busy(span, slot.practitioner, slot.room, slot.start, slot.location))


def _courses(visits: Sequence[Visit]) -> list[list[Visit]]:
    """Visits that belong together, in order of their first; one that is in no course stands alone."""
    groups: dict[tuple[str, int], list[Visit]] = defaultdict(list)
    for visit in sorted(visits, key=lambda visit: visit.start):
        groups[("visit", visit.key) if visit.course is None else ("course", visit.course)].append(visit)
    return list(groups.values())


def _without(book: Book, visits: Sequence[Visit], out: int) -> Book:
    """The book without what the visits took: their practitioner's time, and their rooms'."""
    starts = {visit.start for visit in visits}
    rooms = {(visit.room, visit.start) for visit in visits if visit.room is not None}

    def is_theirs(busy: Busy) -> bool:
        if busy.practitioner is None:  # a room's half of a visit, where the caller keeps two entries
            return any(busy.room == room and busy.visit == start for room, start in rooms)
        return busy.practitioner == out and busy.visit in starts

    return replace(book, busy=tuple(busy for busy in book.busy if not is_theirs(busy)))
