"""The staff's calendar: who has what when, in days and weeks on the wall of a place. Queries are constant in number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.db.models import IntegerField, Q, QuerySet, Value

from hipwise.apps.booking.models import (
    Appointment,
    Closure,
    Location,
    OutsideBusy,
    Practitioner,
    Service,
    TimeOff,
)
from hipwise.apps.booking.selectors import diary
from hipwise.apps.booking.selectors.ruler import Ruler
from hipwise.domain.scheduling.hours import Hours
from hipwise.domain.scheduling.span import Span, joined
from hipwise.kit.digest import digest

State = Appointment.State
Kind = Literal["visit", "held", "off", "outside", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Look:
    """What of the calendar somebody looks at. ``who`` None is everybody, ``place`` None every place in one zone."""

    week: bool
    day: date
    who: int | None = None
    place: int | None = None

    @property
    def days(self) -> list[date]:
        """The day, or the week from Monday on that it lies in."""
        if not self.week:
            return [self.day]
        monday = self.day - timedelta(days=self.day.weekday())
        return [monday + timedelta(days=number) for number in range(7)]

    @property
    def is_grid(self) -> bool:
        """Whether it is drawn to scale; a week of everybody is a table of lists."""
        return not self.week or self.who is not None


@dataclass(frozen=True, slots=True)
class Item:
    """Something that takes a practitioner's time. ``visit`` and ``off`` are the rows behind it, where there are any."""

    kind: Kind
    span: Span
    taken: Span
    visit: Appointment | None = None
    off: TimeOff | None = None
    words: str = ""


@dataclass(slots=True)
class Cell:
    """One practitioner's day. ``note`` is why there are no hours, as far as that is known."""

    practitioner: Practitioner
    day: date
    hours: list[Span]
    note: str = ""
    items: list[Item] = field(default_factory=list)
    at: dict[Span, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether the day holds neither hours nor visits."""
        return not self.hours and not any(item.visit for item in self.items)


@dataclass(slots=True)
class Sheet:
    """Everything one page shows."""

    look: Look
    zone: ZoneInfo
    places: list[Location]
    chosen: list[Location]
    people: list[Practitioner]
    cells: list[Cell]
    cancelled: list[Appointment]
    ruler: Ruler

    def of_day(self, day: date) -> list[Cell]:
        """Everybody's day."""
        return [cell for cell in self.cells if cell.day == day]


def places_for(look: Look) -> tuple[list[Location], list[Location]]:
    """Every place, and those looked at: the one asked for, or all that share a clock with the first."""
    places = list(Location.objects.all())
    chosen = [place for place in places if place.pk == look.place]
    return places, chosen or [place for place in places if place.time_zone == places[0].time_zone]


def sheet_for(look: Look, now: datetime) -> Sheet | None:
    """The calendar as it is now; None before the clinic has a place."""
    places, chosen = places_for(look)
    if not places:
        return None
    zone = ZoneInfo(chosen[0].time_zone)
    ruler = Ruler(zone, look.days)
    since, until = ruler.bounds(look.days[0])[0], ruler.bounds(look.days[-1])[1]
    visits = list(_visits(since, until, now))
    people = _people({visit.practitioner_id for visit in visits})
    shown = [one for one in people if look.who in {None, one.pk}]
    gathered = _Gathered(look, ruler, chosen, shown)
    gathered.read_hours(since, until, now)
    gathered.add_visits(visit for visit in visits if visit.state != State.CANCELLED)
    gathered.add_away(since, until)
    cancelled = [visit for visit in visits if visit.state == State.CANCELLED and _is_shown(visit, look, chosen)]
    sheet = Sheet(look, zone, places, chosen, people, list(gathered.cells.values()), cancelled, ruler)
    ruler.show(
        (
            (cell.day, span.start, span.end)
            for cell in sheet.cells
            for span in (*cell.hours, *(item.taken for item in cell.items if item.visit))
        ),
        usual=not any(cell.hours for cell in sheet.cells),
    )
    return sheet


def fingerprint(look: Look, now: datetime) -> str:
    """What changes whenever somebody changes what this look shows, or a hold on it runs out. Two queries."""
    _, chosen = places_for(look)
    if not chosen:
        return digest("empty", "calendar")
    ruler = Ruler(ZoneInfo(chosen[0].time_zone), look.days)
    since, until = ruler.bounds(look.days[0])[0], ruler.bounds(look.days[-1])[1]
    visits = _standing(since, until, now).annotate(what=Value(0)).values_list("what", "pk", "version", "end", "contact")
    off = TimeOff.objects.filter(end__gt=since, start__lt=until)
    busy = OutsideBusy.objects.filter(end__gt=since, start__lt=until)
    others = [
        rows.order_by()
        .annotate(what=Value(mark), one=Value(0), none=Value(None, output_field=IntegerField()))
        .values_list("what", "pk", "one", moment, "none")
        for mark, rows in ((1, off), (2, busy))
        for moment in ("start", "end")
    ]
    found = sorted(map(str, visits.order_by().union(*others, all=True)))
    return digest(f"{look} {now.astimezone(ruler.zone).date()} {found}", "calendar")


class _Gathered:
    """Cells, filled one kind of row after the other."""

    def __init__(self, look: Look, ruler: Ruler, chosen: list[Location], people: list[Practitioner]) -> None:
        self.ruler, self.chosen = ruler, {place.pk: place for place in chosen}
        self.cells = {(one.pk, day): Cell(one, day, []) for one in people for day in look.days}

    def read_hours(self, since: datetime, until: datetime, now: datetime) -> None:
        offered = list(Service.objects.values_list("pk", flat=True))
        hours = Hours(diary.book_for(offered, since, until, now))
        closed = _closed_days(self.chosen.values(), since.date(), until.date())
        for (who, day), cell in self.cells.items():
            begin, end = self.ruler.bounds(day)
            for place in self.chosen:
                for span in hours.open(who, place, day):
                    if span.start < end and span.end > begin:
                        cut = Span(max(span.start, begin), min(span.end, end))
                        cell.hours.append(cut)
                        cell.at[cut] = place
            cell.hours = joined(cell.hours)
            shut = [place for place in self.chosen if hours.is_closed(place, day)]
            if not cell.hours and len(shut) == len(self.chosen):
                cell.note = next((closed[place, day] for place in shut if closed[place, day]), "Closed")
        _note_absence(self.cells)

    def add_visits(self, visits: Iterable[Appointment]) -> None:
        for visit in visits:
            here = visit.location_id in self.chosen
            kind: Kind = "elsewhere" if not here else "held" if visit.state == State.HELD else "visit"
            item = Item(
                kind,
                Span(_utc(visit.start), _utc(visit.end)),
                Span(_utc(visit.taken_from), _utc(visit.taken_until)),
                visit if here else None,
                words="" if here else f"At {visit.location.name}",
            )
            self._add(visit.practitioner_id, item)

    def add_away(self, since: datetime, until: datetime) -> None:
        for off in TimeOff.objects.filter(end__gt=since, start__lt=until):
            span = Span(_utc(off.start), _utc(off.end))
            self._add(off.practitioner_id, Item("off", span, span, off=off, words=off.words or "Away"))
        outside = OutsideBusy.objects.filter(end__gt=since, start__lt=until).order_by("start", "pk")
        for start, end, who in outside.values_list("start", "end", "calendar__practitioner"):
            span = Span(_utc(start), _utc(end))
            self._add(who, Item("outside", span, span, words="Busy elsewhere"))
        for cell in self.cells.values():
            cell.items.sort(key=lambda item: (item.span.start, item.visit is None))

    def _add(self, who: int, item: Item) -> None:
        for day in {day for _, day in self.cells}:
            begin, end = self.ruler.bounds(day)
            if (who, day) in self.cells and item.taken.start < end and item.taken.end > begin:
                self.cells[who, day].items.append(item)


def _note_absence(cells: dict[tuple[int, date], Cell]) -> None:
    for cell in cells.values():
        if not cell.hours and not cell.note:
            cell.note = "Not here"


def _standing(since: datetime, until: datetime, now: datetime) -> QuerySet[Appointment]:
    rows = Appointment.objects.filter(state__in=Appointment.STANDING, taken_from__lt=until, taken_until__gt=since)
    return rows.exclude(state=State.HELD, held_until__lte=now)


def _visits(since: datetime, until: datetime, now: datetime) -> QuerySet[Appointment]:
    """Standing visits, and those called off. What people wrote stays sealed."""
    rows = Appointment.objects.filter(taken_from__lt=until, taken_until__gt=since)
    rows = rows.exclude(state=State.HELD, held_until__lte=now)
    rows = rows.select_related("service", "location", "room", "contact", "practitioner__user")
    return rows.defer(
        "reason",
        "cancel_reason",
        "contact__email",
        "contact__phone",
        "practitioner__user__password",
    ).order_by("start", "pk")


def _people(seen: set[int]) -> list[Practitioner]:
    """Who sees people here now, and whoever has a visit on these days."""
    rows = Practitioner.objects.filter(diary.bookable() | Q(pk__in=seen)).distinct()
    return list(rows.select_related("user").order_by("pk"))


def _closed_days(places: Iterable[Location], first: date, last: date) -> dict[tuple[int, date], str]:
    """The names of the days on which places are closed."""
    named: dict[tuple[int, date], str] = defaultdict(str)
    rows = list(Closure.objects.filter(first__lte=last, last__gte=first, works=False, room=None))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    for place in places:
        holidays = diary.public_holidays(place.country, place.subdivision, first.year, last.year)
        for day in days:
            own = next(
                (row for row in rows if row.first <= day <= row.last and row.location_id in {None, place.pk}), None
            )
            words = own.name if own else holidays.get(day, "")
            if own or words:
                named[place.pk, day] = f"Closed: {words}" if words else "Closed"
    return named


def _is_shown(visit: Appointment, look: Look, chosen: list[Location]) -> bool:
    return look.who in {None, visit.practitioner_id} and visit.location_id in {place.pk for place in chosen}


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
