"""What the set-up pages show: whether each service can be booked, what is missing, and what a row looked like."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Count, Q

from hipwise.apps.booking.models import Closure, ExtraHours, Location, Practitioner, Room, Service, TimeOff, WeeklyHours
from hipwise.apps.booking.selectors.diary import book_for, public_holidays
from hipwise.apps.people.models import StaffSeat
from hipwise.apps.people.selectors import practitioners as seats
from hipwise.domain.scheduling.clinic import Ask, Book, Extra, Slot, Weekly
from hipwise.domain.scheduling.clinic import Service as Offer
from hipwise.domain.scheduling.desk import Desk
from hipwise.domain.scheduling.slots import slots_at

SOON = timedelta(days=14)
SHOWN = 3

Lack = Literal["no_place", "nobody", "no_hours", "no_room", "nothing_free"]
"""Why nobody can book a service: no open place; nobody who takes bookings offers it; they have no hours to come;
no room of its kind where they work; or all is there and still no time is free up to its horizon."""


# What a row looked like


def digest(*words: object) -> str:
    """A few letters that change when any of the words does."""
    return hashlib.sha256("\x1f".join(map(str, words)).encode()).hexdigest()[:32]


def seen_of(row: models.Model) -> str:
    """What a person who opened this row has before their eyes, its choices of many included."""
    values = [getattr(row, field.attname) for field in row._meta.concrete_fields]
    many = [sorted(field.value_from_object(row), key=lambda one: one.pk) for field in row._meta.many_to_many]
    offers = sorted(row.services.values_list("pk", flat=True)) if isinstance(row, Practitioner) else []
    return digest(*values, *([one.pk for one in ones] for ones in many), offers)


def weekly_of(practitioner: Practitioner) -> list[Weekly]:
    """All usual hours of one practitioner: those that were, are and will be."""
    return [
        Weekly(
            row.practitioner_id, row.location_id, row.weekday, row.opens, row.closes, row.since, row.until or date.max
        )
        for row in WeeklyHours.objects.filter(practitioner=practitioner)
    ]


def week_seen(practitioner: Practitioner) -> str:
    """What a person who opened a practitioner's week has before their eyes."""
    return digest(*sorted(map(repr, weekly_of(practitioner))))


# Can the clinic be booked?


@dataclass(frozen=True, slots=True)
class Free:
    """A free time as it is shown: when on the wall there, with whom, where."""

    start: datetime
    who: Practitioner
    place: Location


@dataclass(frozen=True, slots=True)
class Standing:
    """A service, its next free times, and what it lacks where there are none."""

    service: Service
    free: tuple[Free, ...]
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The set-up at a glance.

    ``retired`` are services that are not offered any more, ``unseated`` staff who treat people and cannot be booked,
    ``working`` the numbers of practitioners who take bookings and still work here.
    """

    services: tuple[Standing, ...]
    retired: tuple[Service, ...]
    places: tuple[Location, ...]
    practitioners: tuple[Practitioner, ...]
    unseated: tuple[StaffSeat, ...]
    working: frozenset[int]

    @property
    def rooms(self) -> list[Room]:
        """All rooms of all places."""
        return [room for place in self.places for room in place.rooms.all()]

    @property
    def has_hours(self) -> bool:
        """Whether anybody who takes bookings has weekly hours."""
        return any(who.lines and who.pk in self.working for who in self.practitioners)  # type: ignore[attr-defined]

    @property
    def is_ready(self) -> bool:
        """Whether every service that is offered has a free time."""
        return bool(self.services) and all(one.free for one in self.services)


def overview(now: datetime) -> Overview:
    """Everything the first page of the set-up shows; a constant number of queries."""
    services = list(Service.objects.all())
    places = tuple(Location.objects.prefetch_related("rooms"))
    people, standing = practitioners(), list(seats())
    here = {seat.user_id for seat in standing}
    return Overview(
        services=tuple(_standings([one for one in services if one.is_open], places, people, now)),
        retired=tuple(one for one in services if not one.is_open),
        places=places,
        practitioners=tuple(people),
        unseated=tuple(unseated(people, standing)),
        working=frozenset(who.pk for who in people if who.is_open and who.user_id in here),
    )


def practitioners() -> list[Practitioner]:
    """Everybody with an account who sees people or did, with how many ``lines`` of usual hours they have."""
    found = Practitioner.objects.exclude(user=None).select_related("user").annotate(lines=Count("weekly_hours"))
    return list(found.order_by("-is_open", "pk"))


def unseated(people: Iterable[Practitioner], standing: Iterable[StaffSeat]) -> list[StaffSeat]:
    """Those who treat people here and cannot be booked yet, each once."""
    known = {who.user_id for who in people}
    return list({seat.user_id: seat for seat in standing if seat.user_id not in known}.values())


def _standings(
    services: list[Service], places: Iterable[Location], people: Iterable[Practitioner], now: datetime
) -> Iterable[Standing]:
    horizon = max((one.horizon_days for one in services), default=0)
    book = book_for([one.pk for one in services], now, now + timedelta(days=horizon + 2), now)
    desk, open_places = Desk(book, now), {place.pk for place in places if place.is_open}
    place_of, who_of = {one.pk: one for one in places}, {one.pk: one for one in people}
    for service in services:
        free = tuple(
            Free(slot.start.astimezone(desk.zones[slot.location]), who_of[slot.practitioner], place_of[slot.location])
            for slot in _next(desk, desk.services[service.pk], now)
        )
        yield Standing(service, free, () if free else tuple(_lacks(book, desk.services[service.pk], open_places)))


def _next(desk: Desk, offer: Offer, now: datetime) -> list[Slot]:
    """The next few different times, looked for nearby first."""
    first = now + offer.lead
    for until in (first + SOON, now + timedelta(days=offer.horizon + 2)):
        times: dict[datetime, Slot] = {}
        for slot in slots_at(desk, Ask(offer.key, now, until)):
            times.setdefault(slot.start, slot)
        if len(times) >= SHOWN:
            break
    return list(islice(times.values(), SHOWN))


def _lacks(book: Book, offer: Offer, open_places: set[int]) -> list[Lack]:
    if not open_places:
        return ["no_place"]
    lacks: list[Lack] = []
    if not offer.practitioners:
        lacks.append("nobody")
    written: tuple[Weekly | Extra, ...] = (*book.weekly, *book.extra)
    hours = [line for line in written if line.practitioner in offer.practitioners]
    worked = {line.location for line in hours} & open_places
    if offer.practitioners and not worked:
        lacks.append("no_hours")
    rooms = {room.location for room in book.rooms if room.kind == offer.room_kind}
    if offer.room_kind and not (rooms & (worked or open_places)):
        lacks.append("no_room")
    return lacks or ["nothing_free"]


# Public holidays


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday of a place; ``works`` is the closure that opens it after all."""

    day: date
    name: str
    works: Closure | None


def holidays_ahead(place: Location, now: datetime) -> list[Holiday]:
    """The public holidays of a place in the coming twelve months."""
    first = now.astimezone(ZoneInfo(place.time_zone)).date()
    last = first + timedelta(days=365)
    opened = list(Closure.objects.filter(works=True, last__gte=first))
    return [
        Holiday(day, name, next((one for one in opened if _opens(one, place, day)), None))
        for day, name in public_holidays(place.country, place.subdivision, first.year, last.year).items()
        if first <= day <= last
    ]


def _opens(closure: Closure, place: Location, day: date) -> bool:
    return closure.first <= day <= closure.last and closure.location_id in {None, place.pk}


# Days


def hours_on(practitioner: Practitioner, day: date) -> list[WeeklyHours | ExtraHours]:
    """When a practitioner is there on a day, each line with its place; usual hours only where the day is not closed."""
    extra = ExtraHours.objects.filter(practitioner=practitioner, day=day).select_related("location")
    usual = WeeklyHours.objects.filter(practitioner=practitioner, weekday=day.weekday(), since__lte=day)
    usual = usual.filter(Q(until=None) | Q(until__gte=day)).select_related("location")
    return [*extra, *(line for line in usual if not closed_on(line.location, day))]


def closed_on(place: Location, day: date) -> bool:
    """Whether a place is closed on a day, for a holiday or by hand."""
    rows = Closure.objects.filter(first__lte=day, last__gte=day, room=None)
    rows = rows.filter(Q(location=None) | Q(location=place))
    works = {row.works for row in rows}
    holiday = day in public_holidays(place.country, place.subdivision, day.year, day.year)
    return False in works or (holiday and True not in works)


@dataclass(frozen=True, slots=True)
class Away:
    """Time off as it is shown, on one clock. ``whole`` is from midnight to midnight; ``last`` is its last day."""

    row: TimeOff
    start: datetime
    end: datetime
    last: date
    whole: bool


def time_off_ahead(practitioner: Practitioner, now: datetime, zone: ZoneInfo | None) -> list[Away]:
    """Time off that is not over yet, on a place's clock."""
    found = []
    for row in TimeOff.objects.filter(practitioner=practitioner, end__gt=now):
        start, end = row.start.astimezone(zone), row.end.astimezone(zone)
        last = (end - timedelta(microseconds=1)).date()
        found.append(Away(row, start, end, last, start.time() == end.time() == time()))
    return found
