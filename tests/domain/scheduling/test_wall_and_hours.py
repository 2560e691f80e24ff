"""Hours on the wall and real time, on the days when clocks are moved: examples that can be checked by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from hipwise.domain.scheduling.clinic import Ask, Book, Closed, Extra, Location, Service, Weekly
from hipwise.domain.scheduling.hours import Hours
from hipwise.domain.scheduling.slots import open_slots
from hipwise.domain.scheduling.wall import is_whole, moment, starts

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)  # Berlin: 2:00 -> 3:00, and 3:00 -> 2:00


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "shown", "instant"),
    [
        ("Europe/Berlin", "2026-03-29 01:55", "2026-03-29 00:55"),
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 01:00"),  # leapt over: the leap's end
        ("Europe/Berlin", "2026-03-29 03:00", "2026-03-29 01:00"),
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30"),  # comes twice: the first
        ("Europe/Berlin", "2026-10-25 03:00", "2026-10-25 02:00"),
        ("Australia/Lord_Howe", "2026-10-04 02:10", "2026-10-03 15:30"),  # a leap of half an hour
        ("Asia/Beirut", "2026-03-29 00:00", "2026-03-28 22:00"),  # midnight itself is left out
        ("America/St_Johns", "2010-11-07 00:00", "2010-11-07 02:30"),  # put back over midnight, at one past
        ("America/St_Johns", "2010-11-07 00:01", "2010-11-07 03:31"),
        ("Pacific/Apia", "2011-12-30 12:00", "2011-12-30 10:00"),  # a day that never was
    ],
)
def test_a_time_on_the_wall_is_the_first_moment_that_shows_it_or_more(zone: str, shown: str, instant: str) -> None:
    wanted = datetime.fromisoformat(shown)
    assert moment(ZoneInfo(zone), wanted.date(), wanted.time()) == utc(instant)


@pytest.mark.parametrize(
    ("zone", "day", "count"),
    [
        ("Europe/Berlin", date(2026, 6, 1), 96),
        ("Europe/Berlin", SPRING, 92),
        ("Europe/Berlin", AUTUMN, 96),
        ("Australia/Lord_Howe", date(2026, 10, 4), 94),
        ("Pacific/Apia", date(2011, 12, 30), 0),
    ],
)
def test_gaps_hold_no_start_and_repeated_hours_are_offered_once(zone: str, day: date, count: int) -> None:
    found = starts(ZoneInfo(zone), day, 15)
    shown = [start.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for start in found]
    assert len(set(shown)) == len(shown) == count
    assert shown == sorted(shown)
    assert found == sorted(found)


def hours(day: date, *wall: tuple[str, str], zone: str = "Europe/Berlin") -> list[tuple[datetime, datetime]]:
    weekly = tuple(
        Weekly(1, 1, day.weekday(), time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in wall
    )
    spans = Hours(Book((Location(1, zone),), (), weekly=weekly)).open(1, 1, day)
    return [(span.start, span.end) for span in spans]


@pytest.mark.parametrize(
    ("day", "wall", "real"),
    [
        (SPRING, ("08:00", "12:00"), ("2026-03-29 06:00", "2026-03-29 10:00")),
        (AUTUMN, ("08:00", "12:00"), ("2026-10-25 07:00", "2026-10-25 11:00")),
        (SPRING, ("02:30", "04:00"), ("2026-03-29 01:00", "2026-03-29 02:00")),
        (SPRING, ("01:00", "02:30"), ("2026-03-29 00:00", "2026-03-29 01:00")),
        (AUTUMN, ("02:30", "03:00"), ("2026-10-25 00:30", "2026-10-25 02:00")),  # through the second pass: 90 minutes
        (AUTUMN, ("01:00", "02:30"), ("2026-10-24 23:00", "2026-10-25 00:30")),
        (SPRING, ("00:00", "00:00"), ("2026-03-28 23:00", "2026-03-29 22:00")),  # 23 hours
        (AUTUMN, ("00:00", "00:00"), ("2026-10-24 22:00", "2026-10-25 23:00")),  # 25
    ],
)
def test_hours_on_the_day_of_a_change(day: date, wall: tuple[str, str], real: tuple[str, str]) -> None:
    assert hours(day, wall) == [(utc(real[0]), utc(real[1]))]


@pytest.mark.parametrize(
    ("day", "offered"),
    [
        (SPRING, ["01:30", "03:00", "03:30"]),
        (AUTUMN, ["01:30", "02:00", "02:30", "03:00", "03:30"]),
    ],
)
def test_the_worked_example_of_the_method_page(day: date, offered: list[str]) -> None:
    book = Book(
        locations=(Location(1, "Europe/Berlin"),),
        services=(Service(1, 30, frozenset({1}), step=30),),
        weekly=(Weekly(1, 1, 6, time(1, 30), time(4)),),
    )
    now = datetime.combine(day, time(), UTC) - timedelta(days=2)
    slots = open_slots(book, Ask(1, now, now + timedelta(days=4)), now)
    assert [f"{slot.start.astimezone(ZoneInfo('Europe/Berlin')):%H:%M}" for slot in slots] == offered


def test_hours_inside_a_leap_do_not_take_place_and_backward_ones_never() -> None:
    assert hours(SPRING, ("02:00", "02:45")) == []
    assert hours(SPRING, ("12:00", "08:00")) == []


def test_hours_that_touch_are_one_over_midnight_too() -> None:
    day = date(2026, 6, 1)
    assert hours(day, ("08:00", "12:00"), ("12:00", "13:00")) == [(utc("2026-06-01 06:00"), utc("2026-06-01 11:00"))]
    nights = (Weekly(1, 1, 0, time(22), time(0)), Weekly(1, 1, 1, time(0), time(2)))
    spans = Hours(Book((Location(1, "Europe/Berlin"),), (), weekly=nights)).open(1, 1, day)
    assert [(span.start, span.end) for span in spans] == [(utc("2026-06-01 20:00"), utc("2026-06-02 00:00"))]


def test_extra_hours_hold_on_closed_days_and_weekly_ones_do_not() -> None:
    day = date(2026, 12, 24)
    place = (Location(1, "Europe/Berlin"), Location(2, "Europe/Berlin"))
    weekly = (Weekly(1, 1, 3, time(8), time(12)), Weekly(1, 2, 3, time(14), time(16)))
    extra = (Extra(1, 1, day, time(9), time(10)),)
    book = Book(place, (), weekly=weekly, extra=extra, closed=(Closed(day, day, location=1),))
    found = Hours(book)
    assert [span.start for span in found.open(1, 1, day)] == [utc("2026-12-24 08:00")]
    assert [span.start for span in found.usual(1, 1, day)] == [utc("2026-12-24 07:00")]
    assert [span.start for span in found.open(1, 2, day)] == [utc("2026-12-24 13:00")], "closed elsewhere"
    assert not Hours(Book(place, (), weekly=weekly, closed=(Closed(day, day),))).open(1, 2, day)


def test_weekly_hours_hold_from_their_first_day_to_their_last() -> None:
    day = date(2026, 6, 1)
    weekly = (Weekly(1, 1, 0, time(8), time(9), since=day, until=day + timedelta(days=7)),)
    found = Hours(Book((Location(1, "Europe/Berlin"),), (), weekly=weekly))
    held = [week for week in range(-1, 3) if found.open(1, 1, day + timedelta(days=7 * week))]
    assert held == [0, 1]


def test_the_grain_is_five_minutes_of_real_time() -> None:
    assert is_whole(utc("2026-06-01 06:05"))
    assert not is_whole(utc("2026-06-01 06:04"))
    assert not is_whole(utc("2026-06-01 06:05:01"))
