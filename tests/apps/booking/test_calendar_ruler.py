"""The ruler: rows are what the clock on the wall shows, also on the days when it is moved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hipwise.apps.booking.selectors.ruler import Absent, Place, Ruler, Tick

BERLIN = ZoneInfo("Europe/Berlin")
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)
ZONES = (
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "America/Havana",
    "America/Asuncion",
    "Asia/Beirut",
    "America/New_York",
)


def whole(zone: ZoneInfo, *days: date) -> Ruler:
    ruler = Ruler(zone, days)
    ruler.show((day, *ruler.bounds(day)) for day in days)
    return ruler


def test_an_ordinary_day_shows_the_hours_asked_for() -> None:
    ruler, day = Ruler(BERLIN, [date(2026, 3, 4)]), date(2026, 3, 4)
    ruler.show([(day, datetime(2026, 3, 4, 8, 20, tzinfo=UTC), datetime(2026, 3, 4, 9, 5, tzinfo=UTC))])
    assert list(ruler.hours()) == [(0, "9:00"), (12, "10:00")]
    assert ruler.place(day, datetime(2026, 3, 4, 8, 20, tzinfo=UTC), datetime(2026, 3, 4, 9, 5, tzinfo=UTC)) == Place(
        4, 9
    )
    assert ruler.place(day, datetime(2026, 3, 4, 4, tzinfo=UTC), datetime(2026, 3, 4, 5, tzinfo=UTC)) is None


def test_a_day_that_loses_an_hour_has_hatching_there_and_a_visit_across_it_is_as_long_as_the_clock_says() -> None:
    ruler = whole(BERLIN, FORWARD)
    assert list(ruler.absent(FORWARD)) == [Absent(Place(24, 12), leapt=True)]
    across = ruler.place(FORWARD, datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC))
    assert across == Place(18, 24)  # from 1:30 to 3:30 on the wall
    assert ruler.instant(FORWARD, 30) is None


def test_an_hour_that_comes_twice_stands_twice_and_other_days_have_no_second_one() -> None:
    before = BACK - timedelta(days=1)
    ruler = whole(BERLIN, before, BACK)
    assert [words for _, words in ruler.hours()][1:5] == ["1:00", "2:00", "2:00 again", "3:00"]
    assert list(ruler.absent(BACK)) == []
    assert list(ruler.absent(before)) == [Absent(Place(36, 12), leapt=False)]
    second = ruler.place(BACK, datetime(2026, 10, 25, 1, 15, tzinfo=UTC), datetime(2026, 10, 25, 1, 45, tzinfo=UTC))
    assert second == Place(39, 6)
    assert ruler.instant(BACK, 39) == datetime(2026, 10, 25, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize("name", ZONES)
def test_no_moment_of_a_year_shares_its_row_with_another(name: str) -> None:
    zone = ZoneInfo(name)
    for number in range(365):
        day = date(2023, 1, 1) + timedelta(days=number)
        ruler = whole(zone, day)
        begin, end = ruler.bounds(day)
        rows = [ruler.place(day, at, at + timedelta(minutes=5)) for at in _steps(begin, end)]
        assert all(place is not None and place.rows == 1 for place in rows)
        assert len({place.row for place in rows if place}) == len(rows)
        gone = sum(absent.place.rows for absent in ruler.absent(day))
        assert len(rows) + gone == len(ruler.shown())


def _steps(begin: datetime, end: datetime) -> list[datetime]:
    return [begin + timedelta(minutes=5) * number for number in range((end - begin) // timedelta(minutes=5))]


def test_a_tick_is_typed_and_said() -> None:
    assert (Tick(545).words, Tick(545).typed) == ("9:05", "09:05")
