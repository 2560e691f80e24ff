"""What other websites are shown: the services and their free times. Queries are constant in number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils import timezone

from hipwise.apps.booking.models import ExtraHours, Location, Practitioner, Service, WeeklyHours
from hipwise.apps.booking.selectors import diary
from hipwise.domain.scheduling.clinic import Slot
from hipwise.domain.scheduling.nearest import nearest as nearest_of

LONGEST = timedelta(days=62)
USUAL = timedelta(days=14)
AHEAD = timedelta(days=32_767)
"""No service can be booked further ahead (``Service.horizon_days``)."""
NEAREST = 6
MOMENT = timedelta(minutes=1)


def services() -> list[dict[str, Any]]:
    """Every service that can be booked, with who offers it and where."""
    who = Practitioner.objects.filter(pk__in=Practitioner.objects.filter(diary.bookable()).values("pk"))
    offered = Service.objects.filter(is_open=True).prefetch_related(
        Prefetch("practitioners", queryset=who.select_related("user"))
    )
    places = {place.pk: place for place in Location.objects.filter(is_open=True)}
    works: dict[int, set[int]] = defaultdict(set)
    for practitioner, place in _workplaces():
        works[practitioner].add(place)
    return [_service(one, works, places) for one in offered if one.practitioners.all()]


def _workplaces() -> list[tuple[int, int]]:
    """Who works where, by usual hours or extra ones."""
    pairs: set[tuple[int, int]] = set()
    for hours in (WeeklyHours, ExtraHours):
        pairs |= set(hours._default_manager.order_by().values_list("practitioner_id", "location_id").distinct())
    return sorted(pairs)


def _service(one: Service, works: dict[int, set[int]], places: dict[int, Location]) -> dict[str, Any]:
    people = list(one.practitioners.all())
    where = {key for person in people for key in works[person.pk]}
    return {
        "id": one.pk,
        "slug": one.slug,
        "name": one.name,
        "words": one.words,
        "minutes": one.minutes,
        "online": one.online,
        "price": one.price,
        "practitioners": [{"id": person.pk, "name": str(person), "title": person.title} for person in people],
        "locations": [
            {"id": place.pk, "name": place.name, "time_zone": place.time_zone}
            for place in places.values()
            if place.pk in where
        ],
    }


def service(key: int | str) -> Service | None:
    """The service with this id or slug, where it can be booked here."""
    offered = Service.objects.filter(is_open=True)
    by_id = isinstance(key, int) or key.isdecimal()
    return offered.filter(pk=int(key)).first() if by_id else offered.filter(slug=key).first()


def workplaces(practitioner: int) -> list[int]:
    """The open locations at which somebody has hours."""
    found: set[int] = set()
    for hours in (WeeklyHours, ExtraHours):
        rows = hours._default_manager.filter(practitioner=practitioner, location__is_open=True)
        found |= set(rows.order_by().values_list("location_id", flat=True))
    return sorted(found)


def window(since: date | None, until: date | None, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime] | None:
    """From when up to when to look, in UTC; None where nothing can lie. Days are those of ``zone``'s calendar."""
    first = max(_instant(since, zone, timedelta()) or now, now)
    if first > now + AHEAD:
        return None
    last = _instant(until, zone, timedelta(days=1)) or first + USUAL
    last = min(last, first + LONGEST)
    return (first.astimezone(UTC), last.astimezone(UTC)) if first < last else None


def _instant(at: date | None, zone: ZoneInfo, after: timedelta) -> datetime | None:
    """A moment as it is; of a day its first one, ``after`` that many days."""
    if at is None or isinstance(at, datetime):
        return at
    if not 2 <= at.year < 9999:  # too near the ends of the calendar to be moved between zones
        return datetime(at.year if at.year < 9999 else 9998, 7, 1, tzinfo=UTC)
    return datetime.combine(at + after, time(), zone)


def zone_of(location: int | None) -> ZoneInfo:
    """The zone of a location, or the clinic's."""
    name = Location.objects.filter(pk=location).values_list("time_zone", flat=True).first() if location else None
    return ZoneInfo(name or timezone.get_current_timezone_name())


def local(at: datetime, zone: str) -> str:
    """A moment as the clock on the wall there shows it, with its distance from UTC."""
    return at.astimezone(ZoneInfo(zone)).isoformat()


def free_times(slots: Iterable[Slot]) -> list[dict[str, Any]]:
    """Slots as the API shows them, in each location's own time."""
    zones = {key: ZoneInfo(name) for key, name in Location.objects.values_list("pk", "time_zone")}
    said: dict[tuple[datetime, int], str] = {}

    def shown(at: datetime, location: int) -> str:
        if (at, location) not in said:
            said[at, location] = at.astimezone(zones[location]).isoformat()
        return said[at, location]

    return [
        {
            "start": shown(slot.start, slot.location),
            "end": shown(slot.end, slot.location),
            "practitioner": slot.practitioner,
            "location": slot.location,
        }
        for slot in slots
    ]


def nearest(service: int, location: int, start: datetime, now: datetime) -> list[dict[str, Any]]:
    """The free times of a service at a location that lie nearest to ``start``, whoever it is with."""
    since = max(start - timedelta(days=3), now)
    found = diary.slots_for(service, since, since + USUAL, now, location=location)
    return free_times(nearest_of(found, start, NEAREST))
