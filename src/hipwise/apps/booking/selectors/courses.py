"""A course as it is proposed: one line a week, what is out of the usual about it, and the times near it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hipwise.apps.booking.models import Location, Practitioner, Room
from hipwise.apps.booking.selectors import diary
from hipwise.domain.scheduling.clinic import Ask, Slot
from hipwise.domain.scheduling.course import weekly_course
from hipwise.domain.scheduling.desk import Desk
from hipwise.domain.scheduling.nearest import nearest
from hipwise.domain.scheduling.slots import slots_at
from hipwise.domain.scheduling.wall import moment

NEAR = 5
"""Other times shown beside a proposed one."""
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CourseAsk:
    """What course is wanted: weekly from a day on, at a weekday (Monday is 0) and time if somebody wishes for one."""

    service: int
    sessions: int
    since: date
    location: int
    practitioner: int | None = None
    weekday: int | None = None
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A slot with the names of who, where and in which room."""

    slot: Slot
    practitioner: Practitioner
    location: Location
    room: Room | None

    @property
    def key(self) -> str:
        """The slot in a form."""
        return key_of(self.slot)


@dataclass(frozen=True, slots=True)
class Line:
    """One week of a course. ``chosen`` None: nothing is free near the usual time, or this week is left out.

    ``others`` are the nearest other times. ``odd`` says in which ways it is unlike most of the course.
    """

    week: int
    chosen: Place | None
    others: tuple[Place, ...] = ()
    odd: frozenset[str] = frozenset()


def key_of(slot: Slot) -> str:
    """A slot as the value of a form's field."""
    return f"{slot.start.astimezone(UTC):%Y-%m-%dT%H:%M}|{slot.practitioner}|{slot.location}"


def read_key(key: str) -> tuple[datetime, int, int] | None:
    """Start, practitioner and location of a form's value; None for anything else."""
    start, _, rest = key.partition("|")
    who, _, where = rest.partition("|")
    try:
        return datetime.strptime(start, "%Y-%m-%dT%H:%M").replace(tzinfo=UTC), int(who), int(where)
    except ValueError:
        return None


def propose(ask: CourseAsk, now: datetime, kept: Sequence[str] | None = None, lost: Iterable[int] = ()) -> list[Line]:
    """A line for each session. ``kept`` are the keys chosen already; ``lost`` weeks are chosen anew."""
    zone = ZoneInfo(Location.objects.values_list("time_zone", flat=True).get(pk=ask.location))
    since = max(moment(zone, ask.since, time()), now)
    until = since + (ask.sessions + 1) * WEEK
    desk_ask = Ask(ask.service, since, until, ask.practitioner, ask.location)
    book = diary.book_for([ask.service], since, until, now)
    free = slots_at(Desk(book, now), desk_ask)
    if kept is None:
        course = weekly_course(book, desk_ask, ask.sessions, now, weekday=ask.weekday, at=ask.at)
        chosen = list(course.visits)
    else:
        chosen = _kept(kept, set(lost), free, zone)
    return _lines(chosen, free, zone)


def _kept(kept: Sequence[str], lost: set[int], free: list[Slot], zone: ZoneInfo) -> list[Slot | None]:
    """What was chosen; where that was lost, the nearest free time on a day that the course does not have yet."""
    by_key = {key_of(slot): slot for slot in free}
    found = [by_key.get(key) if week not in lost else None for week, key in enumerate(kept)]
    days = {slot.start.astimezone(zone).date() for slot in found if slot}
    for week, key in enumerate(kept):
        read = read_key(key)
        if found[week] is None and read is not None:
            rest = [one for one in free if one.start.astimezone(zone).date() not in days and key_of(one) != key]
            slot = next(iter(nearest(rest, read[0], 1)), None)
            found[week] = slot
            days |= {slot.start.astimezone(zone).date()} if slot else set()
    return found


def _lines(chosen: list[Slot | None], free: list[Slot], zone: ZoneInfo) -> list[Line]:
    usual = _usual(chosen, zone)
    taken = {slot for slot in chosen if slot}
    near = [_near(_around(week, slot, usual, zone), free, taken) for week, slot in enumerate(chosen)]
    places = named([*taken, *(slot for some in near for slot in some)])
    return [
        Line(
            week,
            places[slot] if slot else None,
            tuple(places[other] for other in near[week]),
            _odd(slot, usual, zone) if slot else frozenset(),
        )
        for week, slot in enumerate(chosen)
    ]


@dataclass(frozen=True, slots=True)
class _Usual:
    """What most of a course has in common; ``first`` is the first week's date of it."""

    weekday: int
    at: time
    practitioner: int
    first: date


def _usual(chosen: list[Slot | None], zone: ZoneInfo) -> _Usual | None:
    shown = [(week, slot, slot.start.astimezone(zone)) for week, slot in enumerate(chosen) if slot]
    if not shown:
        return None
    weekday = Counter(when.weekday() for _, _, when in shown).most_common(1)[0][0]
    week, _, when = next(one for one in shown if one[2].weekday() == weekday)
    return _Usual(
        weekday,
        Counter(when.time() for _, _, when in shown).most_common(1)[0][0],
        Counter(slot.practitioner for _, slot, _ in shown).most_common(1)[0][0],
        when.date() - week * WEEK,
    )


def _around(week: int, slot: Slot | None, usual: _Usual | None, zone: ZoneInfo) -> datetime | None:
    """When a week's visit would be: as chosen, else at the usual time; None where nothing is usual."""
    if slot is not None:
        return slot.start
    return moment(zone, usual.first + week * WEEK, usual.at) if usual else None


def _near(around: datetime | None, free: list[Slot], taken: set[Slot]) -> list[Slot]:
    """The free times near one, in order; the very first ones where there is none."""
    rest = [one for one in free if one not in taken and (around is None or abs(one.start - around) < WEEK)]
    return sorted(nearest(rest, around, NEAR)) if around else rest[:NEAR]


def _odd(slot: Slot, usual: _Usual | None, zone: ZoneInfo) -> frozenset[str]:
    if usual is None:
        return frozenset()
    shown = slot.start.astimezone(zone)
    ways = {
        "day": shown.weekday() != usual.weekday,
        "time": shown.time() != usual.at,
        "person": slot.practitioner != usual.practitioner,
    }
    return frozenset(way for way, holds in ways.items() if holds)


def named(slots: Iterable[Slot]) -> dict[Slot, Place]:
    """Slots with the names of who and where; three questions whatever their number."""
    wanted = set(slots)
    people = Practitioner.objects.select_related("user").in_bulk({slot.practitioner for slot in wanted})
    places = Location.objects.in_bulk({slot.location for slot in wanted})
    rooms = Room.objects.in_bulk({slot.room for slot in wanted if slot.room is not None})
    return {
        slot: Place(slot, people[slot.practitioner], places[slot.location], rooms.get(slot.room or 0))
        for slot in wanted
    }


def places_of(keys: Iterable[str]) -> list[Place]:
    """What was chosen in a form before, free or not; a key that means nothing is left out."""
    slots = [Slot(start, start, who, where) for start, who, where in filter(None, map(read_key, keys))]
    known = [slot for slot in slots if _is_known(slot)]
    return list(named(known).values())


def _is_known(slot: Slot) -> bool:
    people = Practitioner.objects.filter(pk=slot.practitioner)
    return people.exists() and Location.objects.filter(pk=slot.location).exists()
