"""The rules of booking, each written once: a sieve that lets those starts of a day through that it has nothing against.

``open_slots`` pours a day's grid through all of them; ``refusal`` pours the one start that is asked for and names the
first sieve that holds it back. So whatever is offered may be booked, and whatever may be booked is offered.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from hipwise.domain.scheduling.clinic import Service, Why
from hipwise.domain.scheduling.desk import Desk, reach
from hipwise.domain.scheduling.span import Span
from hipwise.domain.scheduling.wall import MINUTE, is_whole


@dataclass(frozen=True, slots=True)
class Page:
    """One practitioner's day at one location, asked for one service. ``room`` None means whichever fits.

    ``found`` keeps the room for each start; pages that differ only in practitioner and day may share it.
    """

    service: Service
    practitioner: int
    location: int
    day: date
    room: int | None = None
    found: dict[datetime, int | None] = field(default_factory=dict, compare=False)


Starts = list[datetime]
Rule = Callable[[Desk, Page, Starts], Starts]


def _on_the_grid(desk: Desk, page: Page, starts: Starts) -> Starts:
    grid = desk.grid(page.location, page.service.step, page.day)
    return starts if starts is grid else [start for start in starts if start in grid]


def _whole(_desk: Desk, _page: Page, starts: Starts) -> Starts:
    return [start for start in starts if is_whole(start)]


def _not_past(desk: Desk, _page: Page, starts: Starts) -> Starts:
    return [start for start in starts if start >= desk.now]


def _late_enough(desk: Desk, page: Page, starts: Starts) -> Starts:
    earliest = desk.now + page.service.lead
    return starts if not starts or starts[0] >= earliest else [start for start in starts if start >= earliest]


def _near_enough(desk: Desk, page: Page, starts: Starts) -> Starts:
    today = desk.day(page.location, desk.now)
    return starts if (page.day - today).days <= page.service.horizon else []


def _inside(spans: list[Span], page: Page, starts: Starts) -> Starts:
    """The starts, which are in order, of visits that lie wholly in one of the spans, which are in order and apart."""
    length = page.service.minutes * MINUTE
    found: Starts = []
    for span in spans:
        found += starts[bisect_left(starts, span.start) : bisect_right(starts, span.end - length)]
    return found


def _not_closed(desk: Desk, page: Page, starts: Starts) -> Starts:
    if not desk.hours.may_be_closed(page.location, page.day):
        return starts
    opened = desk.hours.open(page.practitioner, page.location, page.day)
    usual = desk.hours.usual(page.practitioner, page.location, page.day)
    shut = {*_inside(usual, page, starts)} - {*_inside(opened, page, starts)}
    return [start for start in starts if start not in shut]


def _inside_hours(desk: Desk, page: Page, starts: Starts) -> Starts:
    return _inside(desk.hours.open(page.practitioner, page.location, page.day), page, starts)


def _not_away(desk: Desk, page: Page, starts: Starts) -> Starts:
    return desk.away(page.practitioner).free_of(starts, *reach(page.service))


def _not_full(desk: Desk, page: Page, starts: Starts) -> Starts:
    return [] if desk.is_full(page.practitioner, page.day) else starts


def _not_taken(desk: Desk, page: Page, starts: Starts) -> Starts:
    return desk.taken(page.practitioner).free_of(starts, *reach(page.service))


def _with_room(desk: Desk, page: Page, starts: Starts) -> Starts:
    if not page.service.room_kind and page.room is None:
        return starts
    found = page.found
    for start in starts:
        if start not in found:
            found[start] = next(iter(free_rooms(desk, page, start)), None)
    return [start for start in starts if found[start] is not None]


def free_rooms(desk: Desk, page: Page, start: datetime) -> Iterator[int]:
    """The rooms that fit and are free, lowest key first; where one is asked for, that one or none."""
    before, after = reach(page.service)
    for room in desk.fitting(page.service, page.location):
        if page.room in {None, room} and desk.in_use(room).is_free(start - before, start + after):
            yield room


_OF_THE_CALENDAR: tuple[tuple[Why, Rule], ...] = (("closed", _not_closed), ("outside_hours", _inside_hours))
_OF_THE_DIARY: tuple[tuple[Why, Rule], ...] = (
    ("away", _not_away),
    ("day_full", _not_full),
    ("taken", _not_taken),
    ("no_room", _with_room),
)

FOR_VISITORS: tuple[tuple[Why, Rule], ...] = (
    ("no_such_time", _on_the_grid),
    ("too_soon", _late_enough),
    ("too_far", _near_enough),
    *_OF_THE_CALENDAR,
    *_OF_THE_DIARY,
)
"""In the order of ``Why``."""

FOR_STAFF: tuple[tuple[Why, Rule], ...] = (("no_such_time", _whole), *_OF_THE_DIARY)
"""Staff may book at any hour, any day, on any five minutes. What is taken is taken for them as well."""

FOR_MOVING: tuple[tuple[Why, Rule], ...] = (
    ("no_such_time", _whole),
    ("too_soon", _not_past),
    *_OF_THE_CALENDAR,
    *_OF_THE_DIARY,
)
"""For a visit that stands and only changes hands: inside hours, but grid, lead and horizon were asked long ago."""


def first_against(desk: Desk, page: Page, start: datetime, rules: tuple[tuple[Why, Rule], ...]) -> Why | None:
    """The first rule that has something against a visit at ``start``."""
    return next((why for why, rule in rules if not rule(desk, page, [start])), None)


def passing(desk: Desk, page: Page, starts: Starts, rules: tuple[tuple[Why, Rule], ...]) -> Starts:
    """Those of the starts that no rule has anything against."""
    for _why, rule in rules:
        if not starts:
            break
        starts = rule(desk, page, starts)
    return starts
