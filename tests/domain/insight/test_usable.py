from __future__ import annotations

import numpy as np
import pytest

from hipwise.domain.insight.finding import LAGS, Lag
from hipwise.domain.insight.moments import moments
from hipwise.domain.insight.panel import Panel
from hipwise.domain.insight.usable import FARTHEST, Use, further, outcome_reason, uses
from tests.domain.insight.journals import journal

DAYS = np.arange(20)


def use(panel: Panel, lag: Lag, factor: int = 0) -> Use:
    return uses(moments(panel))[factor][lag]


def test_days_are_counted_for_each_lag() -> None:
    panel = journal(DAYS % 5, {"stress": np.where(DAYS % 4 == 0, DAYS % 3, np.nan)})
    assert [use(panel, lag).days for lag in LAGS] == [5, 5, 5, 5]
    assert use(panel, "same").reason == "too_few_days"
    assert use(panel, "same").more_days == (14, 64)  # 14 days at five in twenty: 56 in all


def test_an_event_that_came_too_rarely() -> None:
    offered = use(journal(DAYS % 5, {"argument": np.isin(DAYS, (3, 9)).astype(float)}), "same")
    assert (offered.days, offered.changes, offered.reason) == (20, 2, "too_few_days")
    assert offered.more_days == (10, 55)  # 50 days in all forecast for 5, that is 30 to 75


def test_a_constant_column_and_one_never_written() -> None:
    panel = journal(DAYS % 5, {"a": np.ones(20), "b": np.full(20, np.nan)})
    assert use(panel, "same").reason == "no_variation"
    assert use(panel, "same", 1).reason == "too_few_days"
    assert use(panel, "same", 1).more_days is None


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
    panel = journal(pain, {"stress": DAYS % 3})
    assert outcome_reason(moments(panel)) == reason
    assert use(panel, "same").reason == reason


def test_no_forecast_beyond_two_years() -> None:
    assert further(100.0, 80.0) == (1, 70)
    assert further((FARTHEST + 101.0) / 0.6, 100.0) is None


def test_later_days_need_the_days_to_follow_each_other() -> None:
    every_other = journal(DAYS % 5, {"stress": DAYS % 3}, times=DAYS * 2.0)
    assert [use(every_other, lag).days for lag in LAGS] == [20, 0, 19, 0]
