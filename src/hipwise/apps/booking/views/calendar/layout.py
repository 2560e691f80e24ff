"""A sheet of the calendar, put in its place: columns to scale, or a table of lists. Places are style classes.

A place is ``kh2 km6 kx0 ky9``: two hours and six rows from the top, no hour and nine rows long (see ``calendar.css``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse

from hipwise.apps.booking.models import Appointment, Practitioner, Room
from hipwise.apps.booking.selectors.calendar import Cell, Item, Look, Sheet
from hipwise.apps.booking.selectors.ruler import HOUR, STEP, Place, Ruler, Tick
from hipwise.apps.booking.services.core import NEXT

MOST_LANES = 6
MOST_BUFFER = HOUR
FREE_ROWS = HOUR // 2
LEAST_FREE = 3
State = Appointment.State


@dataclass(frozen=True, slots=True)
class Box:
    """An item as it is written: ``url`` where it opens, ``place`` None in a table."""

    item: Item
    title: str
    when: str
    line: str
    url: str
    classes: str = ""
    place: Place | None = None
    before: int = 0
    after: int = 0

    @property
    def marks(self) -> str:
        """The states that may follow, for the menu."""
        return " ".join(NEXT.get(self.item.visit.state, ())) if self.item.visit else ""

    @property
    def is_movable(self) -> bool:
        """Whether the visit may get another time."""
        return self.item.visit is not None and self.item.visit.state in (State.BOOKED, State.ARRIVED)


@dataclass(frozen=True, slots=True)
class Patch:
    """Hatching behind the items: time outside hours, or rows that the day does not have."""

    classes: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Free:
    """A free half hour that leads to a new visit."""

    classes: str
    url: str
    words: str


@dataclass(slots=True)
class Column:
    """One practitioner's day, drawn to scale."""

    cell: Cell
    title: str
    sub: str
    url: str
    new_url: str
    is_today: bool
    boxes: list[Box] = field(default_factory=list)
    patches: list[Patch] = field(default_factory=list)
    free: list[Free] = field(default_factory=list)
    now: str = ""


def columns(sheet: Sheet, now: datetime) -> list[Column]:
    """Practitioners side by side in a day, or the days of one practitioner."""
    cells = [cell for cell in sheet.cells if not cell.is_empty or not _may_hide(cell, sheet)]
    return [_column(sheet, cell, now) for cell in cells or sheet.cells]


def absentees(sheet: Sheet) -> list[Practitioner]:
    """Who has neither hours nor visits on the day that is shown."""
    if sheet.look.week or all(cell.is_empty for cell in sheet.cells):
        return []
    return [cell.practitioner for cell in sheet.cells if cell.is_empty]


@dataclass(frozen=True, slots=True)
class Row:
    """One practitioner's week as lists, a day each."""

    practitioner: Practitioner
    url: str
    days: list[tuple[Cell, str, list[Box], str]]


def rows(sheet: Sheet) -> list[Row]:
    """The week of everybody who is here in it."""
    found = []
    for person in sheet.people:
        cells = [cell for cell in sheet.cells if cell.practitioner.pk == person.pk]
        if all(cell.is_empty for cell in cells):
            continue
        days = [
            (cell, _hours(cell, sheet.zone), [_written(item, sheet.zone) for item in cell.items], _new_url(sheet, cell))
            for cell in cells
            if cell.day in week_days(sheet)
        ]
        found.append(Row(person, look_url(sheet.look, who=person.pk), days))
    return found


def week_days(sheet: Sheet) -> list[date]:
    """The days of a week that are shown: Monday to Friday, and others with something on them."""
    return [day for day in sheet.look.days if day.weekday() < 5 or any(not c.is_empty for c in sheet.of_day(day))]


def look_url(look: Look, **changes: object) -> str:
    """The address of a look, with some of it changed; what is None is left out."""
    said: dict[str, object] = {
        "view": "week" if look.week else "day",
        "day": look.day.isoformat(),
        "who": look.who,
        "place": look.place,
    }
    wanted = {key: value for key, value in (said | changes).items() if value is not None}
    return f"{reverse('booking:calendar')}?{urlencode(wanted)}"


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """What the clock on the wall shows: ``9:05``."""
    local = moment.astimezone(zone)
    return f"{local.hour}:{local.minute:02}"


def name_of(visit: Appointment) -> str:
    """Who comes."""
    return visit.contact.name if visit.contact else "Name erased"


def place_classes(place: Place) -> str:
    """A place as style classes."""
    return f"kh{place.row // HOUR} km{place.row % HOUR} kx{place.rows // HOUR} ky{place.rows % HOUR}"


# One column


def _may_hide(cell: Cell, sheet: Sheet) -> bool:
    return cell.day.weekday() >= 5 if sheet.look.week else True


def _column(sheet: Sheet, cell: Cell, now: datetime) -> Column:
    look, ruler = sheet.look, sheet.ruler
    day_name = f"{cell.day:%a} {cell.day.day} {cell.day:%b}"
    title = day_name if look.week else str(cell.practitioner)
    hours = _hours(cell, sheet.zone)
    sub = hours if look.week else ", ".join(filter(None, (cell.practitioner.title, hours)))
    url = (
        look_url(look, view="day", day=cell.day, who=None)
        if look.week
        else look_url(look, view="week", who=cell.practitioner.pk)
    )
    today = now.astimezone(sheet.zone).date()
    column = Column(cell, title, sub, url, _new_url(sheet, cell), cell.day == today)
    column.boxes = list(_boxes(cell, ruler, sheet.zone))
    column.patches = [*_outside_hours(cell, ruler), *_leaps(cell.day, ruler)]
    column.free = list(_free(sheet, cell, now))
    at = ruler.place(cell.day, now, now + STEP)
    if column.is_today and at:
        column.now = f"kh{at.row // HOUR} km{at.row % HOUR}"
    return column


def _hours(cell: Cell, zone: ZoneInfo) -> str:
    if cell.note:
        return cell.note
    return ", ".join(f"{clock(span.start, zone)}–{clock(span.end, zone)}" for span in cell.hours)


def _new_url(sheet: Sheet, cell: Cell, tick: Tick | None = None, place: int | None = None) -> str:
    place = place or next(iter(cell.at.values()), sheet.chosen[0].pk)
    said: dict[str, object] = {"who": cell.practitioner.pk, "day": cell.day.isoformat(), "place": place}
    if tick:
        said["at"] = tick.typed
    if tick and tick.again:
        said["again"] = "on"
    return f"{reverse('booking:new_visit')}?{urlencode(said)}"


def _outside_hours(cell: Cell, ruler: Ruler) -> Iterator[Patch]:
    begin, end = ruler.bounds(cell.day)
    at = begin
    for span in cell.hours:
        if place := ruler.place(cell.day, at, span.start) if at < span.start else None:
            yield Patch(f"is-shut {place_classes(place)}")
        at = max(at, span.end)
    if place := ruler.place(cell.day, at, end) if at < end else None:
        yield Patch(f"is-shut {place_classes(place)}")


def _leaps(day: date, ruler: Ruler) -> Iterator[Patch]:
    for absent in ruler.absent(day):
        words = "The clock is put forward: no such time" if absent.leapt else "Not on this day"
        yield Patch(f"is-gap {place_classes(absent.place)}", words)


def _free(sheet: Sheet, cell: Cell, now: datetime) -> Iterator[Free]:
    """What is free of each half hour on the ruler that is not over."""
    ruler = sheet.ruler
    taken = {row for item in cell.items for row in _rows(ruler.place(cell.day, item.taken.start, item.taken.end))}
    for span in cell.hours:
        place = ruler.place(cell.day, span.start, span.end)
        where = next((key for cut, key in cell.at.items() if cut.meets(span)), sheet.chosen[0].pk)
        halves: dict[int, list[int]] = defaultdict(list)
        for row in _rows(place):
            instant = ruler.instant(cell.day, row)
            if row not in taken and instant is not None and instant >= now:
                halves[(row + ruler.first) // FREE_ROWS].append(row)
        for free in halves.values():
            tick = ruler.shown()[free[0]]
            if len(free) >= LEAST_FREE:
                url = _new_url(sheet, cell, tick, where)
                yield Free(place_classes(Place(free[0], free[-1] - free[0] + 1)), url, tick.words)


def _rows(place: Place | None) -> range:
    return range(place.row, place.row + place.rows) if place else range(0)


# One item


def _boxes(cell: Cell, ruler: Ruler, zone: ZoneInfo) -> Iterator[Box]:
    placed = [
        (item, place) for item in cell.items if (place := ruler.place(cell.day, item.taken.start, item.taken.end))
    ]
    lanes = _lanes([(item, place) for item, place in placed if item.kind in {"visit", "held"}])
    for item, place in placed:
        box = _written(item, zone)
        visit = ruler.place(cell.day, item.span.start, item.span.end) or place
        before, after = visit.row - place.row, place.row + place.rows - visit.row - visit.rows
        lane, of = lanes.get(id(item), (0, 1))
        classes = [
            box.classes,
            place_classes(place),
            f"kl{min(lane, MOST_LANES - 1)} kw{min(of, MOST_LANES)}",
            f"kb{min(before, MOST_BUFFER)} ke{min(after, MOST_BUFFER)}",
            "is-short" if visit.rows < FREE_ROWS else "",
        ]
        joined = " ".join(filter(None, classes))
        yield replace(box, classes=joined, place=visit, before=before, after=after)


def _lanes(placed: Iterable[tuple[Item, Place]]) -> dict[int, tuple[int, int]]:
    """For each of the items, in order of time, the lane it stands in and how many there are beside each other."""
    found: dict[int, tuple[int, int]] = {}
    cluster: list[tuple[int, int]] = []
    ends: list[int] = []
    for item, place in sorted(placed, key=lambda one: (one[1].row, -one[1].rows)):
        if ends and place.row >= max(ends):
            found |= {key: (lane, len(ends)) for key, lane in cluster}
            cluster, ends = [], []
        lane = next((number for number, end in enumerate(ends) if end <= place.row), len(ends))
        ends[lane : lane + 1] = [place.row + place.rows]
        cluster.append((id(item), lane))
    return found | {key: (lane, len(ends)) for key, lane in cluster}


def _written(item: Item, zone: ZoneInfo) -> Box:
    when = f"{clock(item.span.start, zone)}–{clock(item.span.end, zone)}"
    if item.kind == "held" and item.visit and item.visit.held_until:
        until = clock(item.visit.held_until, zone)
        return Box(item, "Being booked", when, f"{item.visit.service.name}, held until {until}", "", "is-held")
    if item.visit:
        url = reverse("booking:staff_visit", args=[item.visit.pk])
        return Box(item, name_of(item.visit), when, _service_words(item.visit), url, _visit_classes(item.visit))
    url = reverse("booking:blocked", args=[item.off.pk]) if item.off else ""
    return Box(item, item.words, when, "", url, f"is-{item.kind}")


def _service_words(visit: Appointment) -> str:
    where = visit.room.name if visit.room else "online" if visit.service.online else ""
    return ", ".join(filter(None, (visit.service.name, where)))


def _visit_classes(visit: Appointment) -> str:
    """Tint and state: a talk, a first visit, or any other."""
    tone = "sky" if visit.service.room_kind == Room.Kind.TALK else "moss" if visit.service.for_new else "pine"
    state = visit.state.replace("_", "-")
    return f"is-visit is-{tone} is-{state}" + (" is-overlap" if visit.lane else "")
