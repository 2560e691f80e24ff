"""What a clinic has and how it works, as plain values. Keys are numbers of the caller's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal

from hipwise.domain.scheduling.span import Span

GRAIN = 5
"""Minutes. Every length, buffer and start is a whole number of these; the database guards time in the same grain."""

DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Location:
    """A place with a time zone of its own (an IANA name)."""

    key: int
    zone: str


@dataclass(frozen=True, slots=True)
class Room:
    """A room of a kind, at a location."""

    key: int
    location: int
    kind: str


@dataclass(frozen=True, slots=True)
class Service:
    """Something that can be booked. Minutes are multiples of ``GRAIN``.

    ``before`` and ``after`` are minutes that practitioner and room are taken beside the visit itself.
    ``room_kind`` is empty where no room is needed (online). Visits start at wall-clock times that are a multiple
    of ``step`` minutes after midnight, at least ``lead`` from now and at most ``horizon`` days after today.
    """

    key: int
    minutes: int
    practitioners: frozenset[int]
    before: int = 0
    after: int = 0
    room_kind: str = ""
    step: int = 15
    lead: timedelta = timedelta()
    horizon: int = 90

    def __post_init__(self) -> None:
        lengths = (self.minutes, self.before, self.after, self.step)
        if any(length % GRAIN for length in lengths) or self.minutes <= 0 or self.step <= 0:
            raise ValueError(f"lengths are multiples of {GRAIN} minutes")
        if self.before < 0 or self.after < 0 or self.horizon < 0 or self.minutes > DAY:
            raise ValueError("buffers and horizon are not negative, and a visit lasts a day at most")


@dataclass(frozen=True, slots=True)
class Weekly:
    """Somebody's usual hours: every ``weekday`` (Monday is 0) from ``since`` to ``until``, both included.

    ``closes`` at midnight means the end of that day.
    """

    practitioner: int
    location: int
    weekday: int
    opens: time
    closes: time
    since: date = date.min
    until: date = date.max


@dataclass(frozen=True, slots=True)
class Extra:
    """Hours on one day only, on top of the usual ones. They hold on closed days too: somebody chose to work."""

    practitioner: int
    location: int
    day: date
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Closed:
    """Days, both included, on which usual hours do not count. No location means all of them."""

    first: date
    last: date
    location: int | None = None


@dataclass(frozen=True, slots=True)
class Busy:
    """Time that somebody, or a room, or both are taken, buffers included.

    ``visit`` is the start of a visit that counts towards the practitioner's daily cap, and ``location`` where it
    is; both None for anything else (time off, blocked time, an outside calendar, a room out of use).
    """

    span: Span
    practitioner: int | None = None
    room: int | None = None
    visit: datetime | None = None
    location: int | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that decides what may be booked. ``caps`` is the most visits a practitioner sees on one day."""

    locations: tuple[Location, ...]
    services: tuple[Service, ...]
    rooms: tuple[Room, ...] = ()
    weekly: tuple[Weekly, ...] = ()
    extra: tuple[Extra, ...] = ()
    closed: tuple[Closed, ...] = ()
    busy: tuple[Busy, ...] = ()
    caps: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A visit somebody asks for. ``room`` None means whichever fits."""

    service: int
    practitioner: int
    location: int
    start: datetime
    room: int | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Which times are asked for: starts from ``since`` up to ``until``; None means any."""

    service: int
    since: datetime
    until: datetime
    practitioner: int | None = None
    location: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A time that may be booked now: when the visit itself runs, with whom, where, in which room."""

    start: datetime
    end: datetime
    practitioner: int
    location: int
    room: int | None = None


Why = Literal[
    "unknown",  # no such service, location or room
    "not_offered",  # this practitioner does not offer this service
    "no_such_time",  # a wall-clock time that the change of clocks leaves out, the second pass of one, or off the grid
    "too_soon",
    "too_far",
    "closed",  # the practitioner would work, but the place is closed that day
    "outside_hours",
    "away",  # time off, blocked, or busy outside
    "day_full",
    "taken",
    "no_room",
]
"""Why a visit cannot be booked, the first that holds in this order."""
