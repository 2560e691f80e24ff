from __future__ import annotations

import numpy as np
import pytest

from hipwise.domain.insight.clock import clock
from hipwise.domain.insight.moments import LONGEST_FILLED_BREAK, NEWEST, moments
from tests.domain.insight.journals import journal


def test_entries_of_one_day_become_one() -> None:
    panel = journal([2, 4, 5], {"stress": [1, 3, 8], "walk": [0, 1, 0]}, times=[10.3, 10.8, 11.5])
    grid = moments(panel)
    assert grid.times.tolist() == [10.0, 11.0]
    assert grid.factors[:, 0] * grid.spread[0] == pytest.approx([-3.0, 3.0])  # stress 2 and 8
    assert grid.factors[0, 1] > grid.factors[1, 1]  # walked on day 10, not on day 11


def test_short_breaks_get_their_days_and_long_ones_do_not() -> None:
    panel = journal([1, 2, 3], {"stress": [1, 2, 3]}, times=[0, 3, 4 + LONGEST_FILLED_BREAK])
    grid = moments(panel)
    assert grid.times.tolist() == [0.0, 1.0, 2.0, 3.0, 18.0]
    assert grid.rows.tolist() == [0, 3, 4]


def test_columns_are_scaled_and_put_in_the_order_of_their_names() -> None:
    grid = moments(journal([1, 3], {"b": [10, 30], "a": [5, 5]}))
    assert grid.names == ("a", "b")
    assert not grid.factors[:, 0].any()
    assert grid.factors[:, 1] == pytest.approx([-np.sqrt(0.5), np.sqrt(0.5)])
    assert grid.spread == pytest.approx([0.0, np.sqrt(200.0)])
    assert grid.points == pytest.approx(np.sqrt(2.0))


def test_days_without_the_outcome_far_from_any_with_it_are_left_out() -> None:
    panel = journal([np.nan, np.nan, 2, 3], {"stress": [1, 2, 3, 4]}, times=[0, 90, 100, 101])
    assert moments(panel).times.tolist()[0] == 90.0


def test_very_long_journals_are_read_from_their_end() -> None:
    days = NEWEST + 50
    grid = moments(journal(np.arange(days) % 7, {"stress": np.arange(days) % 5}))
    assert grid.rows.size == NEWEST
    assert grid.times[-1] - grid.times[grid.rows[0]] == NEWEST - 1


def test_weekdays_are_those_of_the_calendar() -> None:
    monday = 20458.0  # 2026-01-05
    basis = clock(monday + np.arange(7.0), timed=False).basis
    assert basis[:, :7].argmax(axis=1).tolist() == [4, 5, 6, 0, 1, 2, 3]  # 1970-01-01, day 0, was a Thursday
    assert basis[:, :7].sum(axis=1) == pytest.approx(np.zeros(7))


def test_the_clock_has_a_time_of_day_only_when_times_mean_something() -> None:
    times = np.arange(0.0, 10.0, 0.25)
    assert clock(times, timed=True).basis.shape[1] == clock(times, timed=False).basis.shape[1] + 4
