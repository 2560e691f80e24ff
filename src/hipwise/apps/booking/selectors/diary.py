"""From rows to the values that ``domain.scheduling`` decides on: the only bridge. Queries are constant in number."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
from django.db.models import Prefetch, Q, QuerySet

from hipwise.apps.booking import models
from hipwise.apps.booking.models import Appointment
from hipwise.apps.people.selectors import PRACTITIONER_WORKS
from hipwise.domain.scheduling.clinic import (
    Ask,
    Book,
    Busy,
    Closed,
    Extra,
    Location,
    Room,
    Service,
    Slot,
    Wanted,
    Weekly,
)
from hipwise.domain.scheduling.slots import open_slots
from hipwise.domain.scheduling.span import Span

MARGIN = timedelta(days=2)
"""How far beyond what is asked rows are read: daily caps look at whole days, and zones lie up to a day apart."""


def bookable() -> Q:
    """Practitioners who take bookings and still work here, as a condition on :class:`Practitioner`."""
    return Q(is_open=True, user__seats__until=None, user__seats__work__in=PRACTITIONER_WORKS)


def book_for(
    services: Iterable[int], since: datetime, until: datetime, now: datetime, *, without: int | None = None
) -> Book:
    """All that decides whether these services can be booked from ``since`` up to ``until``.

    ``without`` is the number of a visit to be moved, whose own time is as good as free.
    """
    offered = _services(services)
    keys = {key for service in offered for key in service.practitioners}
    visits = _standing(now, without).filter(Q(practitioner__in=keys) | Q(room__isnull=False))
    return _book(offered, keys, models.Room.objects.all(), visits, (since - MARGIN, until + MARGIN))


def book_at(
    wanted: Wanted, now: datetime, *, without: int | None = None, minutes: int | None = None, online: bool = False
) -> Book:
    """What decides whether one visit can be booked, and no more: its practitioner, the rooms it might take, its days.

    ``minutes`` is another length than the service's; ``online`` leaves out a service that visitors cannot book.
    """
    offered = _services([wanted.service], only=wanted.practitioner, online=online)
    since, until = wanted.start - MARGIN, wanted.start + timedelta(days=1) + MARGIN
    fitting = models.Room.objects.none()
    if offered:
        offered = (replace(offered[0], minutes=minutes or offered[0].minutes),)
        kind = Q(kind=offered[0].room_kind) if offered[0].room_kind else Q(pk=None)
        fitting = models.Room.objects.filter(kind | Q(pk=wanted.room), location=wanted.location)
    rooms = Q(room__in=fitting) if offered else Q(pk=None)
    taken = _standing(now, without).filter(Q(practitioner=wanted.practitioner) | rooms)
    return _book(offered, {wanted.practitioner}, fitting, taken, (since, until))


def is_taken(wanted: Wanted, now: datetime) -> bool:
    """Whether the practitioner has a visit when this one would begin: the commonest refusal, for one query."""
    standing = models.Slice.objects.filter(practitioner=wanted.practitioner, at=wanted.start)
    over = {"appointment__state": Appointment.State.HELD, "appointment__held_until__lte": now}
    return standing.exclude(**over).exists()


def read_again(book: Book, wanted: Wanted, now: datetime, *, without: int | None = None) -> Book:
    """The same book with what others may have booked or blocked meanwhile; what the owner set up is not asked again."""
    since, until = wanted.start - MARGIN, wanted.start + timedelta(days=1) + MARGIN
    mine = Q(practitioner=wanted.practitioner) | Q(room__in=[room.key for room in book.rooms])
    visits = _standing(now, without).filter(mine, taken_until__gt=since, taken_from__lt=until)
    shut = (busy for busy in book.busy if busy.practitioner is None)
    return replace(book, busy=(*_visits(visits), *_away({wanted.practitioner}, since, until), *shut))


def _book(
    offered: tuple[Service, ...],
    keys: set[int],
    rooms: QuerySet[models.Room],
    visits: QuerySet[Appointment],
    during: tuple[datetime, datetime],
) -> Book:
    since, until = during
    places = list(models.Location.objects.all())
    in_use = list(rooms.filter(location__is_open=True, is_open=True).order_by("pk"))
    closed_places = {place.pk for place in places if not place.is_open}
    caps = models.Practitioner.objects.filter(pk__in=keys, daily_cap__isnull=False).values_list("pk", "daily_cap")
    closures = list(models.Closure.objects.filter(last__gte=since.date(), first__lte=until.date()))
    return Book(
        # closed ones too: visits that stand there count towards somebody's day
        locations=tuple(Location(place.pk, place.time_zone) for place in places),
        services=offered,
        rooms=tuple(Room(room.pk, room.location_id, room.kind) for room in in_use),
        weekly=tuple(one for one in _weekly(keys, since, until) if one.location not in closed_places),
        extra=tuple(one for one in _extra(keys, since, until) if one.location not in closed_places),
        closed=(*_closed(closures), *_holidays(places, closures, since, until)),
        busy=(
            *_visits(visits.filter(taken_until__gt=since, taken_from__lt=until)),
            *_away(keys, since, until),
            *_rooms_closed(closures, in_use, {place.pk: place.time_zone for place in places}),
        ),
        caps={key: cap for key, cap in caps if cap is not None},
    )


def slots_for(
    service: int,
    since: datetime,
    until: datetime,
    now: datetime,
    *,
    practitioner: int | None = None,
    location: int | None = None,
    without: int | None = None,
) -> list[Slot]:
    """The times a service can be booked, in order."""
    book = book_for([service], since, until, now, without=without)
    return open_slots(book, Ask(service, since, until, practitioner, location), now)


def _services(keys: Iterable[int], *, only: int | None = None, online: bool = False) -> tuple[Service, ...]:
    who = models.Practitioner.objects.filter(bookable()).distinct().only("pk")
    if only is not None:
        who = who.filter(pk=only)
    rows = models.Service.objects.filter(pk__in=list(keys)).prefetch_related(Prefetch("practitioners", queryset=who))
    if online:
        rows = rows.filter(is_open=True)
    return tuple(
        Service(
            key=row.pk,
            minutes=row.minutes,
            practitioners=frozenset(person.pk for person in row.practitioners.all()),
            before=row.before,
            after=row.after,
            room_kind=row.room_kind,
            step=row.step,
            lead=timedelta(hours=row.lead_hours),
            horizon=row.horizon_days,
        )
        for row in rows
    )


def _weekly(keys: set[int], since: datetime, until: datetime) -> Iterator[Weekly]:
    rows = models.WeeklyHours.objects.filter(practitioner__in=keys, since__lte=until.date())
    for row in rows.filter(Q(until=None) | Q(until__gte=since.date())):
        yield Weekly(
            row.practitioner_id,
            row.location_id,
            row.weekday,
            row.opens,
            row.closes,
            row.since,
            row.until or date.max,
        )


def _extra(keys: set[int], since: datetime, until: datetime) -> Iterator[Extra]:
    rows = models.ExtraHours.objects.filter(practitioner__in=keys, day__gte=since.date(), day__lte=until.date())
    for row in rows:
        yield Extra(row.practitioner_id, row.location_id, row.day, row.opens, row.closes)


def _closed(closures: Iterable[models.Closure]) -> Iterator[Closed]:
    for row in closures:
        if not row.works and row.room_id is None:
            yield Closed(row.first, row.last, row.location_id)


def _holidays(
    places: Iterable[models.Location], closures: Iterable[models.Closure], since: datetime, until: datetime
) -> Iterator[Closed]:
    """Public holidays of each location's country and region, but for those on which it is open after all."""
    works = [row for row in closures if row.works]
    for place in places:
        for day in public_holidays(place.country, place.subdivision, since.year, until.year):
            opened = any(
                row.first <= day <= row.last and (row.location_id is None or row.location_id == place.pk)
                for row in works
            )
            if not opened and since.date() <= day <= until.date():
                yield Closed(day, day, place.pk)


def closed_days(first: date, last: date) -> set[date]:
    """Days, both ends included, on which the whole clinic is closed: by a closure, or a holiday at all its places."""
    places = list(models.Location.objects.filter(is_open=True))
    closures = list(models.Closure.objects.filter(last__gte=first, first__lte=last))
    since, until = (datetime.combine(day, time(), UTC) for day in (first, last))
    closed = [*_closed(closures), *_holidays(places, closures, since, until)]
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day for day in days if _is_closed(day, closed, {place.pk for place in places})}


def _is_closed(day: date, closed: Iterable[Closed], places: set[int]) -> bool:
    shut = {one.location for one in closed if one.first <= day <= one.last}
    return None in shut or (bool(places) and places <= shut)


@functools.lru_cache(maxsize=64)
def public_holidays(country: str, subdivision: str, first: int, last: int) -> dict[date, str]:
    """The public holidays of a country's region in these years, with their names in English; none for no country."""
    if not country:
        return {}
    try:
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=range(first, last + 1))
    except NotImplementedError:
        return {}
    return dict(sorted(found.items()))


def _standing(now: datetime, without: int | None) -> QuerySet[Appointment]:
    """Visits of anybody that take time."""
    rows = Appointment.objects.filter(state__in=Appointment.STANDING)
    rows = rows.exclude(state=Appointment.State.HELD, held_until__lte=now)
    return rows if without is None else rows.exclude(pk=without)


def _visits(rows: QuerySet[Appointment]) -> Iterator[Busy]:
    for from_, to, who, room, start, where in rows.order_by().values_list(
        "taken_from", "taken_until", "practitioner_id", "room_id", "start", "location_id"
    ):
        yield Busy(Span(from_, to), who, room, start, where)


def _away(keys: set[int], since: datetime, until: datetime) -> Iterator[Busy]:
    """Time off, and what outside calendars say."""
    off = models.TimeOff.objects.filter(practitioner__in=keys, end__gt=since, start__lt=until)
    outside = models.OutsideBusy.objects.filter(calendar__practitioner__in=keys, end__gt=since, start__lt=until)
    both = off.order_by().values_list("start", "end", "practitioner_id")
    for start, end, who in both.union(
        outside.order_by().values_list("start", "end", "calendar__practitioner_id"), all=True
    ):
        yield Busy(Span(start, end), practitioner=who)


def _rooms_closed(
    closures: Iterable[models.Closure], rooms: Iterable[models.Room], zones: dict[int, str]
) -> Iterator[Busy]:
    place_of = {room.pk: room.location_id for room in rooms}
    for row in closures:
        if row.room_id in place_of and not row.works:
            zone = ZoneInfo(zones[place_of[row.room_id]])
            yield Busy(
                Span(_midnight(row.first, zone), _midnight(row.last + timedelta(days=1), zone)), room=row.room_id
            )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
