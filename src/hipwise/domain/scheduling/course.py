"""A course of weekly visits at the most regular free times.

What is regular, and how a course is told from a better one, stands in ``docs/methods/booking.md``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from hipwise.domain.scheduling.clinic import Ask, Book, Service, Slot
from hipwise.domain.scheduling.desk import Desk
from hipwise.domain.scheduling.rules import Page, free_rooms
from hipwise.domain.scheduling.slots import slots_of

WEEK = 7
SLACK = 2
"""Days that a visit may lie off its weekday. So two visits of a course are never closer than three days."""


@dataclass(frozen=True, slots=True)
class Course:
    """One visit, or None where nothing is free, for each week; and how far they are from one weekly time.

    ``irregularity`` counts, over all visits: days off the usual weekday, visits with another practitioner, minutes
    off the usual time, visits in another room. Less is compared in this order.
    """

    visits: tuple[Slot | None, ...]
    irregularity: tuple[int, int, int, int] = (0, 0, 0, 0)

    @property
    def missing(self) -> tuple[int, ...]:
        """The weeks, the first being 0, in which nothing was free near the usual weekday."""
        return tuple(week for week, visit in enumerate(self.visits) if visit is None)


@dataclass(frozen=True, slots=True)
class _Choice:
    """A free time: the minute of the day on the wall, and the rooms that are free then."""

    slot: Slot
    minute: int
    rooms: frozenset[int]


_Price = Callable[[_Choice], int]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is still to choose from in each week, and the irregularity settled so far."""

    weeks: list[list[_Choice]]
    cost: tuple[int, ...]
    room: int | None = None

    def narrowed(self, price: _Price, room: int | None = None) -> _Plan:
        """Keep each week's cheapest choices."""
        total, kept = 0, []
        for week in self.weeks:
            prices = [price(choice) for choice in week]
            least = min(prices, default=0)
            total += least
            kept.append([choice for choice, asked in zip(week, prices, strict=True) if asked == least])
        return _Plan(kept, (*self.cost, total), room)

    def order(self) -> tuple[list[datetime], list[int]]:
        """Of two plans as regular, the one with the earlier visits comes first, then the lower keys."""
        slots = [_earliest(week) for week in self.weeks if week]
        return [slot.start for slot in slots], [slot.practitioner for slot in slots]

    def visits(self) -> tuple[Slot | None, ...]:
        """The earliest that is left in each week, in the room of the plan where it is free."""
        return tuple(self._visit(week) if week else None for week in self.weeks)

    def _visit(self, week: list[_Choice]) -> Slot:
        slot = _earliest(week)
        has_room = any(choice.slot == slot and self.room in choice.rooms for choice in week)
        return replace(slot, room=self.room) if has_room else slot


def _earliest(week: list[_Choice]) -> Slot:
    return min((choice.slot for choice in week), key=lambda slot: (slot.start, slot.practitioner))


def weekly_course(
    book: Book, ask: Ask, sessions: int, now: datetime, *, weekday: int | None = None, at: time | None = None
) -> Course:
    """``sessions`` weekly visits between ``ask.since`` and ``ask.until``, as regular as can be, at one location.

    ``weekday`` (Monday is 0) and ``at`` (on the wall) are the usual time, where somebody wishes for one.

    Raises:
        ValueError: when there is less than one session.
    """
    if sessions < 1:
        raise ValueError("a course has a session at least")
    desk = Desk(book, now)
    service = desk.services.get(ask.service)
    plans: list[_Plan] = []
    if service is not None:
        for location in desk.zones:
            if ask.location in {None, location}:
                plans += _begun(desk, service, replace(ask, location=location), sessions, weekday)
    if not plans:
        return Course((None,) * sessions)
    best = _settled(plans, at)
    return Course(best.visits(), (best.cost[1], best.cost[2], best.cost[3], best.cost[4]))


def _begun(desk: Desk, service: Service, ask: Ask, sessions: int, weekday: int | None) -> Iterator[_Plan]:
    """A plan for each day on which the course may begin: in every week, what is free on the days nearest to it."""
    if ask.location is None:
        return
    free = _free_by_day(desk, service, ask)
    first = desk.day(ask.location, max(ask.since, desk.now + service.lead))
    for ahead in range(WEEK):
        day = first + timedelta(days=ahead)
        if weekday in {None, day.weekday()}:
            near = [_near(free, day + timedelta(days=WEEK * week)) for week in range(sessions)]
            missing = sum(not week for _off, week in near)
            yield _Plan([week for _off, week in near], (missing, sum(off for off, _week in near)))


def _near(free: dict[date, list[_Choice]], usual: date) -> tuple[int, list[_Choice]]:
    """How many days off the nearest free times are, and those."""
    for off in range(SLACK + 1):
        days = {usual - timedelta(days=off), usual + timedelta(days=off)}
        found = [choice for day in sorted(days) for choice in free.get(day, ())]
        if found:
            return off, found
    return 0, []


def _free_by_day(desk: Desk, service: Service, ask: Ask) -> dict[date, list[_Choice]]:
    found: dict[date, list[_Choice]] = defaultdict(list)
    rooms: dict[datetime, frozenset[int]] = {}
    for slot in slots_of(desk, service, ask):
        shown = slot.start.astimezone(desk.zones[slot.location])
        if slot.start not in rooms:
            page = Page(service, slot.practitioner, slot.location, shown.date())
            rooms[slot.start] = frozenset(free_rooms(desk, page, slot.start))
        found[shown.date()].append(_Choice(slot, shown.hour * 60 + shown.minute, rooms[slot.start]))
    return found


def _settled(plans: list[_Plan], at: time | None) -> _Plan:
    """Settle practitioner, minute and room one after the other; after each only the least irregular stay."""
    plans = _least(plans)
    plans = _least(
        plan.narrowed(_unlike_person(who))
        for plan in plans
        for who in _each(plan, lambda choice: [choice.slot.practitioner])
    )
    wished = None if at is None else [at.hour * 60 + at.minute]
    plans = _least(
        plan.narrowed(_minutes_from(minute))
        for plan in plans
        for minute in wished or _each(plan, lambda choice: [choice.minute])
    )
    plans = _least(
        plan.narrowed(_unlike_room(room), room) for plan in plans for room in _each(plan, lambda choice: choice.rooms)
    )
    return min(plans, key=_Plan.order)


def _unlike_person(who: int) -> _Price:
    return lambda choice: choice.slot.practitioner != who


def _minutes_from(minute: int) -> _Price:
    return lambda choice: abs(choice.minute - minute)


def _unlike_room(room: int) -> _Price:
    return lambda choice: bool(choice.rooms) and room not in choice.rooms


def _each(plan: _Plan, of: Callable[[_Choice], Iterable[int]]) -> list[int]:
    """All that the choices of a plan have of something; one nothing where they have none, so that the plan goes on."""
    return sorted({thing for week in plan.weeks for choice in week for thing in of(choice)}) or [0]


def _least(plans: Iterable[_Plan]) -> list[_Plan]:
    plans = list(plans)
    least = min(plan.cost for plan in plans)
    return [plan for plan in plans if plan.cost == least]
