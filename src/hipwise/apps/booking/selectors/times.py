"""Free times as the clinic's pages show them: a week at a time, one entry a start."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hipwise.apps.booking.models import Location, Practitioner, Service, WeeklyHours
from hipwise.apps.booking.selectors import diary
from hipwise.domain.scheduling.clinic import Slot, Wanted

DAY = timedelta(days=1)
STRIDE = 14
"""Days that are looked through at a time when the next free one is sought."""
NEAREST = 6


@dataclass(frozen=True, slots=True)
class Ask:
    """Whose times, where, for what. ``moving`` is the number of a visit whose own time is as good as free."""

    service: Service
    practitioner: int | None = None
    location: int | None = None
    moving: int | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """A start that can be chosen, in its location's zone."""

    start: datetime
    practitioner: Practitioner
    location: Location

    @property
    def value(self) -> str:
        """What a button that chooses it sends."""
        return f"{self.start.astimezone(UTC):%Y-%m-%dT%H:%MZ}.{self.practitioner.pk}.{self.location.pk}"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the strip; ``count`` is how many starts it has."""

    day: date
    count: int
    is_past: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Times of one day at one place, in one part of the day."""

    name: str
    location: Location
    times: list[Time]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday, and the times of the one that is looked at."""

    days: list[Day]
    chosen: date
    parts: list[Part]
    is_first: bool

    @property
    def before(self) -> date:
        """A day of the week before."""
        return self.days[0].day - DAY

    @property
    def after(self) -> date:
        """The Monday after."""
        return self.days[-1].day + DAY


def people_for(service: Service) -> list[Practitioner]:
    """Who can be booked for a service."""
    found = service.practitioners.filter(diary.bookable()).select_related("user")
    return list(found.distinct().order_by("pk"))


def places_for(service: Service, people: Iterable[Practitioner], today: date) -> list[Location]:
    """Where these people see somebody for it; none for what is online, where no place matters."""
    if service.online:
        return []
    at = WeeklyHours.objects.filter(practitioner__in=list(people)).exclude(until__lt=today)
    return list(Location.objects.filter(is_open=True, pk__in=at.values("location")))


def week_of(ask: Ask, day: date, today: date, now: datetime) -> Week:
    """The week of ``day``, which is looked at; where it has no time, the first of the week that has."""
    monday = day - timedelta(days=day.weekday())
    times = _between(ask, monday, monday + 7 * DAY, now)
    by_day: dict[date, list[Time]] = defaultdict(list)
    for one in times:
        by_day[one.start.date()].append(one)
    days = [Day(one, len(by_day[one]), one < today) for one in (monday + n * DAY for n in range(7))]
    chosen = day if by_day[day] else next((one.day for one in days if one.count), day)
    return Week(days, chosen, _parts(by_day[chosen]), is_first=monday <= today)


def first_free(ask: Ask, since: date, now: datetime) -> date | None:
    """The first day from ``since`` on that has a time; None when there is none as far as one can book."""
    last = now.date() + timedelta(days=ask.service.horizon_days + 2)
    while since <= last:
        found = _between(ask, since, since + STRIDE * DAY, now)
        if found:
            return found[0].start.date()
        since += STRIDE * DAY
    return None


def soonest(ask: Ask, since: date, most: int, now: datetime) -> dict[date, list[Time]]:
    """The first ``most`` days from ``since`` on that have free times, and these, in order."""
    by_day: dict[date, list[Time]] = defaultdict(list)
    last = now.date() + timedelta(days=ask.service.horizon_days + 2)
    while since <= last and len(by_day) <= most:
        for one in _between(ask, since, since + STRIDE * DAY, now):
            by_day[one.start.date()].append(one)
        since += STRIDE * DAY
    return {day: by_day[day] for day in sorted(by_day)[:most]}


def nearest(ask: Ask, start: datetime, now: datetime) -> list[Time]:
    """The free times closest to one that cannot be had, in order."""
    day = start.date()
    for reach in (3, STRIDE, 4 * STRIDE):
        found = _between(ask, day - reach * DAY, day + reach * DAY, now)
        if len(found) >= NEAREST or reach == 4 * STRIDE:
            break
    return sorted(sorted(found, key=lambda one: abs(one.start - start))[:NEAREST], key=lambda one: one.start)


def time_at(wanted: Wanted) -> Time | None:
    """A time that was asked for, with its people and place; None when there are none. Says nothing of free or taken."""
    who = Practitioner.objects.select_related("user").filter(pk=wanted.practitioner).first()
    where = Location.objects.filter(pk=wanted.location).first()
    return Time(wanted.start.astimezone(ZoneInfo(where.time_zone)), who, where) if who and where else None


def _between(ask: Ask, first: date, end: date, now: datetime) -> list[Time]:
    """Starts whose date at their place is in ``first`` up to ``end``; of several people, one a start and place."""
    since, until = (datetime.combine(day, time(), UTC) + shift for day, shift in ((first, -DAY), (end, DAY)))
    slots = diary.slots_for(
        ask.service.pk, since, until, now, practitioner=ask.practitioner, location=ask.location, without=ask.moving
    )
    people = Practitioner.objects.select_related("user").in_bulk({slot.practitioner for slot in slots})
    places = Location.objects.in_bulk({slot.location for slot in slots})
    zones = {key: ZoneInfo(place.time_zone) for key, place in places.items()}
    times = [
        Time(slot.start.astimezone(zones[slot.location]), people[slot.practitioner], places[slot.location])
        for slot in _one_each(slots)
    ]
    return [one for one in times if first <= one.start.date() < end]


def _one_each(slots: list[Slot]) -> list[Slot]:
    """Where several people are free at once, whoever has most room left, so that the work is shared."""
    room = Counter(slot.practitioner for slot in slots)
    best: dict[tuple[datetime, int], Slot] = {}
    for slot in slots:
        key = (slot.start, slot.location)
        if key not in best or room[slot.practitioner] > room[best[key].practitioner]:
            best[key] = slot
    return list(best.values())


def _parts(times: list[Time]) -> list[Part]:
    parts: dict[tuple[int, str], Part] = {}
    for one in times:
        name = "Morning" if one.start.hour < 12 else "Afternoon" if one.start.hour < 17 else "Evening"
        key = (one.location.pk, name)
        parts.setdefault(key, Part(name, one.location, [])).times.append(one)
    return sorted(parts.values(), key=lambda part: (part.location.name, part.times[0].start))
