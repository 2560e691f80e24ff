"""Visits to come that the clinic's hours, rooms and closed days no longer hold. Queries are constant in number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from hipwise.apps.booking.models import Appointment, Service, TimeOff
from hipwise.apps.booking.selectors import diary
from hipwise.domain.scheduling.clinic import Book
from hipwise.domain.scheduling.desk import Desk
from hipwise.domain.scheduling.diary import Diary
from hipwise.domain.scheduling.span import Span

Why = Literal["place", "practitioner", "room", "closed", "hours", "away", "room_closed"]
"""What is wrong: the place takes no bookings, the practitioner does not take or offer it, the room is not in use,
the place is closed that day, it lies outside hours, in time off, or the room is out of use that day."""

STANDING = (Appointment.State.BOOKED, Appointment.State.ARRIVED)


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A visit to come and why it has no place. ``start`` is on the clock of its location."""

    visit: Appointment
    start: datetime
    why: Why

    @property
    def day(self) -> date:
        """The date there."""
        return self.start.date()


def misplaced(now: datetime) -> list[Misplaced]:
    """Every visit to come that lies where none could be booked, in order of time."""
    visits = list(
        Appointment.objects.filter(state__in=STANDING, start__gte=now)
        .select_related("service", "practitioner__user", "location", "room")
        .order_by("start", "pk")
    )
    if not visits:
        return []
    services = Service.objects.values_list("pk", flat=True)
    book = diary.book_for(list(services), now, visits[-1].taken_until + timedelta(days=1), now)
    clinic = _Clinic(Desk(book, now), _rooms_closed(book), _time_off(now))
    found = ((visit, _why(visit, clinic)) for visit in visits)
    return [Misplaced(visit, visit.start.astimezone(_zone(visit)), why) for visit, why in found if why]


@dataclass(frozen=True, slots=True)
class _Clinic:
    """What visits are held against. ``off`` is time off alone: an outside calendar may well show the visit itself."""

    desk: Desk
    rooms: dict[int, Diary]
    off: dict[int, Diary]


def _why(visit: Appointment, clinic: _Clinic) -> Why | None:
    desk = clinic.desk
    if not visit.location.is_open:
        return "place"
    if visit.practitioner_id not in desk.services[visit.service_id].practitioners:
        return "practitioner"
    if visit.room_id is not None and visit.room_id not in desk.rooms:
        return "room"
    return _by_hours(visit, desk) or _by_diary(visit, clinic)


def _by_hours(visit: Appointment, desk: Desk) -> Why | None:
    who, where = visit.practitioner_id, visit.location_id
    span, day = Span(visit.start, visit.end), desk.day(where, visit.start)
    if any(opened.holds(span) for opened in desk.hours.open(who, where, day)):
        return None
    return "closed" if any(usual.holds(span) for usual in desk.hours.usual(who, where, day)) else "hours"


def _by_diary(visit: Appointment, clinic: _Clinic) -> Why | None:
    off, shut = clinic.off.get(visit.practitioner_id), clinic.rooms.get(visit.room_id or 0)
    if off and not off.is_free(visit.taken_from, visit.taken_until):
        return "away"
    return "room_closed" if shut and not shut.is_free(visit.taken_from, visit.taken_until) else None


def _time_off(now: datetime) -> dict[int, Diary]:
    spans: dict[int, list[Span]] = defaultdict(list)
    for who, start, end in TimeOff.objects.filter(end__gt=now).values_list("practitioner_id", "start", "end"):
        spans[who].append(Span(start, end))
    return {who: Diary(away) for who, away in spans.items()}


def _rooms_closed(book: Book) -> dict[int, Diary]:
    spans: dict[int, list[Span]] = defaultdict(list)
    for busy in book.busy:
        if busy.room is not None and busy.practitioner is None:
            spans[busy.room].append(busy.span)
    return {room: Diary(shut) for room, shut in spans.items()}


def _zone(visit: Appointment) -> ZoneInfo:
    return ZoneInfo(visit.location.time_zone)
