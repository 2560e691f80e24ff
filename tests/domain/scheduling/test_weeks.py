"""Weeks that follow one another: what was is kept, what is planned is kept, and the new week holds in between."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from hipwise.domain.scheduling.clinic import Weekly
from hipwise.domain.scheduling.weeks import clash, merged, periods, rewritten

START = date(2026, 1, 1)
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")

days = st.integers(0, 60).map(lambda ahead: START + timedelta(days=ahead))


@st.composite
def lines(draw: st.DrawFn) -> Weekly:
    since = draw(days)
    until = draw(st.one_of(st.just(date.max), st.integers(0, 30).map(lambda more: since + timedelta(days=more))))
    opens = draw(st.sampled_from([time(9), time(13)]))
    return Weekly(1, draw(st.sampled_from([1, 2])), draw(st.integers(0, 6)), opens, time(opens.hour + 3), since, until)


hours = st.lists(lines(), max_size=6)


def on(rows: list[Weekly], day: date) -> set[tuple[int, int, time, time]]:
    """What holds on a day, whatever rows say it."""
    return {(r.location, r.weekday, r.opens, r.closes) for r in rows if r.since <= day <= r.until}


@given(hours, hours, days)
def test_only_the_new_weeks_own_days_change(before: list[Weekly], week: list[Weekly], since: date) -> None:
    after = rewritten(before, week, since)
    wanted = {(r.location, r.weekday, r.opens, r.closes) for r in week}
    planned = min((one.since for one in periods(before) if one.since > since), default=date.max)
    for ahead in range(-1, 100):
        day = START + timedelta(days=ahead)
        assert on(after, day) == (wanted if since <= day < planned else on(before, day))


@given(hours)
def test_periods_say_what_holds_on_each_day(rows: list[Weekly]) -> None:
    found = periods(rows)
    for one, after in pairwise(found):
        assert one.until + timedelta(days=1) == after.since
    for ahead in range(100):
        day = START + timedelta(days=ahead)
        said = [on(list(period.week), day) for period in found if period.since <= day <= period.until]
        assert said == ([on(rows, day)] if said else [])
        assert said or not on(rows, day)


@given(hours)
def test_merging_changes_nothing_and_is_done_once(rows: list[Weekly]) -> None:
    once = merged(rows)
    assert merged(once) == once
    assert len(once) <= len(rows)
    for ahead in range(100):
        assert on(once, START + timedelta(days=ahead)) == on(rows, START + timedelta(days=ahead))


def test_a_planned_change_taken_back_leaves_one_row() -> None:
    usual = Weekly(1, 1, 0, time(9), time(12), START)
    changed = rewritten([usual], [Weekly(1, 1, 0, time(10), time(12))], START + timedelta(days=30))
    assert len(changed) == 2
    assert rewritten(changed, [usual], START + timedelta(days=30)) == [usual]


def test_lines_that_share_time_are_found() -> None:
    morning, noon = Weekly(1, 1, 0, time(9), time(12)), Weekly(1, 2, 0, time(11, 30), time(13))
    assert clash([noon, morning], {1: BERLIN, 2: BERLIN}, START) == (morning, noon)
    touching = Weekly(1, 2, 0, time(12), time(13))
    assert clash([morning, touching], {1: BERLIN, 2: BERLIN}, START) is None


def test_each_place_has_its_own_clock() -> None:
    here, there = Weekly(1, 1, 0, time(15), time(17)), Weekly(1, 2, 0, time(9), time(10))
    assert clash([here, there], {1: BERLIN, 2: NEW_YORK}, START) is not None
    assert clash([here, there], {1: BERLIN, 2: BERLIN}, START) is None


def test_a_sunday_night_meets_the_monday_elsewhere() -> None:
    late, early = Weekly(1, 2, 6, time(20), time()), Weekly(1, 1, 0, time(2), time(4))
    assert clash([late, early], {1: BERLIN, 2: NEW_YORK}, START) is not None
    assert clash([late, early], {1: BERLIN, 2: BERLIN}, START) is None
