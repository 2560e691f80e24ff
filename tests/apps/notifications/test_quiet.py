"""Quiet hours against a walk along the clock, minute by minute, on the days the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hipwise.apps.notifications.quiet import Quiet, after, before

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NIGHT = Quiet(time(21), time(8))
MINUTE = timedelta(minutes=1)
CHANGES = [
    ("Europe/Amsterdam", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/Amsterdam", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
]
walls = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))


def is_quiet(moment: datetime, zone: ZoneInfo, quiet: Quiet) -> bool:
    """The oracle: the hands of the clock alone, told as a stretch from ``begin``."""
    hands = moment.astimezone(zone)
    since = (hands.hour * 60 + hands.minute - quiet.begin.hour * 60 - quiet.begin.minute) % 1440
    lasts = (quiet.end.hour * 60 + quiet.end.minute - quiet.begin.hour * 60 - quiet.begin.minute) % 1440
    return 0 < since < lasts


def wall(moment: datetime, zone: ZoneInfo) -> time:
    return moment.astimezone(zone).time()


def walked(moment: datetime, zone: ZoneInfo, quiet: Quiet, step: timedelta) -> datetime:
    while is_quiet(moment, zone, quiet):
        moment += step
    return moment


@given(st.sampled_from(CHANGES), st.integers(-2000, 2000), walls, walls)
@example(("Europe/Amsterdam", datetime(2026, 3, 29, 1, tzinfo=UTC)), -30, time(21), time(2, 30))
@example(("Europe/Amsterdam", datetime(2026, 10, 25, 1, tzinfo=UTC)), 10, time(21), time(2, 30))
def test_it_is_what_a_walk_along_the_clock_finds(
    change: tuple[str, datetime], minutes: int, begin: time, end: time
) -> None:
    zone, moment, quiet = ZoneInfo(change[0]), change[1] + minutes * MINUTE, Quiet(begin, end)
    assert quiet.holds(moment, zone) == is_quiet(moment, zone, quiet)
    morning, plain = after(moment, zone, quiet), walked(moment, zone, quiet, MINUTE)
    assert not is_quiet(morning, zone, quiet)
    # An end that the clocks leave out is met up to an hour further on.
    assert timedelta() <= morning - plain <= timedelta(hours=1)
    assert morning == plain or wall(plain, zone) != end

    evening, plain = before(moment, zone, quiet), walked(moment, zone, quiet, -MINUTE)
    assert not is_quiet(evening, zone, quiet)
    # Where clocks went back into the quiet hours, it is the evening still and not the minutes between.
    assert evening <= plain
    assert plain - evening <= timedelta(hours=1) or wall(evening, zone) == begin


@pytest.mark.parametrize(("day", "utc_hour"), [((2026, 3, 28), 7), ((2026, 3, 29), 6), ((2026, 10, 25), 7)])
def test_the_morning_comes_at_eight_on_the_wall(day: tuple[int, int, int], utc_hour: int) -> None:
    amid = datetime(*day, 3, 30, tzinfo=AMSTERDAM)
    assert after(amid, AMSTERDAM, NIGHT) == datetime(*day, utc_hour, tzinfo=UTC)
    assert after(amid, AMSTERDAM, NIGHT).astimezone(AMSTERDAM).time() == time(8)


def test_the_evening_before() -> None:
    amid = datetime(2026, 3, 29, 5, tzinfo=AMSTERDAM)
    assert before(amid, AMSTERDAM, NIGHT) == datetime(2026, 3, 28, 20, tzinfo=UTC)


def test_equal_times_are_never_quiet() -> None:
    always = Quiet(time(9), time(9))
    assert not any(always.holds(datetime(2026, 3, 4, hour, tzinfo=UTC), AMSTERDAM) for hour in range(24))
