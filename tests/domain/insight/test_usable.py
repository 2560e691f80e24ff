from __future__ import annotations

import numpy as np
import pytest

from hipwise.domain.insight.moments import moments
from hipwise.domain.insight.usable import FARTHEST, further, outcome_reason, use_next, use_same
from tests.domain.insight.journals import journal

DAYS = np.arange(20)


def test_days_are_counted_for_each_lag() -> None:
    grid = moments(journal(DAYS % 5, {"stress": np.where(DAYS % 4 == 0, DAYS % 3, np.nan)}))
    assert (use_same(grid, 0).days, use_next(grid, 0).days) == (5, 5)
    assert use_same(grid, 0).reason == "too_few_days"
    assert use_same(grid, 0).more_days == (14, 64)  # 14 days at five in twenty: 56 in all


def test_an_event_that_came_too_rarely() -> None:
    grid = moments(journal(DAYS % 5, {"argument": np.isin(DAYS, (3, 9)).astype(float)}))
    use = use_same(grid, 0)
    assert (use.days, use.changes, use.reason) == (20, 2, "too_few_days")
    assert use.more_days == (10, 55)  # 50 days in all forecast for 5, that is 30 to 75


def test_a_constant_column_and_one_never_written() -> None:
    grid = moments(journal(DAYS % 5, {"a": np.ones(20), "b": np.full(20, np.nan)}))
    assert use_same(grid, 0).reason == "no_variation"
    assert use_same(grid, 1).reason == "too_few_days"
    assert use_same(grid, 1).more_days is None


@pytest.mark.parametrize(
    ("pain", "reason"),
    [
        (DAYS % 5, None),
        (np.full(20, 3.0), "no_variation"),
        (np.where(DAYS < 13, DAYS % 5, np.nan), "too_few_days"),
        (np.where(DAYS < 3, 1.0, 0.0), "too_few_days"),
        (np.full(20, np.nan), "too_few_days"),
    ],
)
def test_the_outcome_must_have_moved_on_enough_days(pain: np.ndarray, reason: str | None) -> None:
    assert outcome_reason(moments(journal(pain, {"stress": DAYS % 3}))) == reason


def test_no_forecast_beyond_two_years() -> None:
    assert further(100.0, 80.0) == (1, 70)
    assert further((FARTHEST + 101.0) / 0.6, 100.0) is None


def test_next_day_needs_the_days_to_follow_each_other() -> None:
    every_other = journal(DAYS % 5, {"stress": DAYS % 3}, times=DAYS * 2.0)
    assert use_next(moments(every_other), 0).days == 0
