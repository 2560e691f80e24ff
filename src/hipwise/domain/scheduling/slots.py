"""Which times may be booked, and why a time may not: one rule (``rules``) asked twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from hipwise.domain.scheduling import rules
from hipwise.domain.scheduling.clinic import Ask, Book, Service, Slot, Wanted, Why
from hipwise.domain.scheduling.desk import Desk
from hipwise.domain.scheduling.rules import FOR_STAFF, FOR_VISITORS, Page, first_against, passing
from hipwise.domain.scheduling.wall import MINUTE


def open_slots(book: Book, ask: Ask, now: datetime) -> list[Slot]:
    """Every time that may be booked now, by start, practitioner and location; none for a service that is not there.

    Each slot's room is the free one with the lowest key. For several questions about one book use ``slots_at``.
    """
    return slots_at(Desk(book, now), ask)


def refusal(book: Book, wanted: Wanted, now: datetime, *, as_staff: bool = False) -> Why | None:
    """Why this visit cannot be booked, or None when it can.

    Staff are not asked for grid, lead, horizon, closures and hours; a full day, and what is taken, stand for them too.
    """
    return refusal_at(Desk(book, now), wanted, as_staff=as_staff)


def free_rooms(book: Book, wanted: Wanted, now: datetime) -> list[int]:
    """The rooms that fit and are free, lowest key first; at most the one asked for. An online visit has none."""
    desk = Desk(book, now)
    service = desk.services.get(wanted.service)
    if service is None or wanted.location not in desk.zones:
        return []
    return list(rules.free_rooms(desk, _page(desk, service, wanted), wanted.start))


def slots_at(desk: Desk, ask: Ask) -> list[Slot]:
    """The same as ``open_slots``, at a desk that is laid out."""
    service = desk.services.get(ask.service)
    return [] if service is None else slots_of(desk, service, ask)


def slots_of(desk: Desk, service: Service, ask: Ask) -> list[Slot]:
    """The same for a service that need not be the one in the book: a longer visit, say, or somebody left out."""
    rows = sorted(row for location in _places(desk, ask) for row in _rows(desk, ask, service, location))
    length = service.minutes * MINUTE
    return [Slot(start, start + length, who, where, room) for start, who, where, room in rows]


def refusal_at(desk: Desk, wanted: Wanted, *, as_staff: bool = False) -> Why | None:
    """The same as ``refusal``, at a desk that is laid out."""
    service = desk.services.get(wanted.service)
    if service is None or wanted.location not in desk.zones:
        return "unknown"
    if wanted.room is not None and wanted.room not in desk.rooms:
        return "unknown"
    if wanted.practitioner not in service.practitioners:
        return "not_offered"
    asked = FOR_STAFF if as_staff else FOR_VISITORS
    return first_against(desk, _page(desk, service, wanted), wanted.start.astimezone(UTC), asked)


def _page(desk: Desk, service: Service, wanted: Wanted) -> Page:
    if wanted.start.tzinfo is None:
        raise ValueError("a start is an instant: it needs a zone")
    day = desk.day(wanted.location, wanted.start)
    return Page(service, wanted.practitioner, wanted.location, day, wanted.room)


def _places(desk: Desk, ask: Ask) -> list[int]:
    return [location for location in desk.zones if ask.location in {None, location}]


def _rows(desk: Desk, ask: Ask, service: Service, location: int) -> Iterator[tuple[datetime, int, int, int | None]]:
    """Start, practitioner and location, which are unlike in any two rows, and room."""
    people = [who for who in service.practitioners if ask.practitioner in {None, who}]
    found: dict[datetime, int | None] = {}
    for day in _days(desk, ask, service, location):
        grid = desk.grid(location, service.step, day)
        within = [start for start in grid if ask.since <= start < ask.until]
        for who in people:
            page = Page(service, who, location, day, found=found)
            for start in passing(desk, page, grid if len(within) == len(grid) else within, FOR_VISITORS):
                yield start, who, location, found.get(start)


def _days(desk: Desk, ask: Ask, service: Service, location: int) -> Iterator[date]:
    """The dates there on which an answer can lie.

    One more at the end: where the clock is put back over midnight, tomorrow's first minutes come before today's last.
    """
    first = max(ask.since, desk.now + service.lead)
    last = min(ask.until, desk.now + timedelta(days=service.horizon + 2))
    if first >= last:
        return
    day = desk.day(location, first)
    while day <= desk.day(location, last) + timedelta(days=1):
        yield day
        day += timedelta(days=1)
