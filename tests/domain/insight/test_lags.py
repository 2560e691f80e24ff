from __future__ import annotations

import numpy as np
import pytest

from hipwise.domain.insight import links, study
from hipwise.domain.insight.clock import clock
from hipwise.domain.insight.fill import Filled, fill
from hipwise.domain.insight.finding import LAGS
from hipwise.domain.insight.lags import kicks
from hipwise.domain.insight.moments import moments
from hipwise.domain.insight.panel import Panel
from hipwise.domain.insight.reverse import foretold_by_pain
from hipwise.domain.insight.usable import uses
from hipwise.domain.insight.world import Habit, World, live
from tests.domain.insight.journals import journal


def kicked(panel: Panel, reverse: bool = False) -> tuple[np.ndarray, np.ndarray]:
    grid = moments(panel)
    filled = Filled(np.nan_to_num(grid.factors), np.nan_to_num(grid.factors), np.zeros(grid.factors.shape), np.zeros(1))
    by_lag = kicks(grid, filled, np.array([reverse]), LAGS)
    return by_lag["same"][:, 0] * grid.spread[0], by_lag["next"][:, 0] * grid.spread[0]


def test_later_lags_are_the_days_before_that() -> None:
    grid = moments(journal([1, 2, 3, 4], {"stress": [1, 2, 4, 5]}, times=[5, 6, 7, 30]))
    filled = Filled(grid.factors, grid.factors, np.zeros(grid.factors.shape), np.zeros(1))
    by_lag = kicks(grid, filled, np.array([False]), LAGS)
    assert by_lag["second"][:, 0] * grid.spread[0] == pytest.approx([0.0, 0.0, -2.0, 0.0])
    assert by_lag["third"][:, 0] == pytest.approx([0.0, 0.0, 0.0, 0.0])


def test_next_is_the_day_before() -> None:
    same, after = kicked(journal([1, 2, 3, 4], {"stress": [1, 2, 4, 5]}))
    assert same == pytest.approx([-2.0, -1.0, 1.0, 2.0])
    assert after == pytest.approx([0.0, -2.0, -1.0, 1.0])


def test_next_of_a_timed_journal_is_the_mean_of_the_day_before_all_day_long() -> None:
    times = [1.4, 1.6, 2.4, 2.6, 4.4]
    same, after = kicked(journal([1, 2, 3, 4, 5], {"stress": [1, 3, 4, 8, 4]}, times=times, timed=True))
    assert same == pytest.approx([-3.0, -1.0, 0.0, 4.0, 0.0])
    assert after == pytest.approx([0.0, 0.0, -2.0, -2.0, 0.0])


def test_what_follows_pain_is_not_read_after_a_break_in_the_pain_record() -> None:
    panel = journal([1, 2, np.nan, 4, 5], {"rest": [1, 2, 3, 4, 5]})
    same, after = kicked(panel, reverse=True)
    assert same == pytest.approx([0.0, -1.0, 0.0, 0.0, 2.0])  # first day, in the break, and after it: the usual
    assert after == pytest.approx([0.0, -2.0, -1.0, 0.0, 1.0])


def test_a_factor_that_comes_after_pain_is_suspected_and_others_seldom() -> None:
    habits = (Habit("rest", memory=0.3, after_pain=0.8), *(Habit(f"f{i}", memory=0.3) for i in range(9)))
    world = World(days=200, habits=habits, missing_days=0.1)
    suspected = np.zeros(10)
    for seed in range(10):
        grid = moments(live(world, np.random.default_rng(seed)).panel)
        suspected += foretold_by_pain(grid, fill(grid.factors, grid.gaps, clock(grid.times, timed=False))).suspicious
    assert suspected[grid.names.index("rest")] == 10
    assert suspected.sum() - 10 < 20  # one in ten of 90


def test_what_leaks_from_pain_to_what_follows_it_is_mostly_taken_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fatigue follows pain as it was felt, the notes hold it rounded. Not taken out, that looks like a link."""
    world = World(days=700, habits=(Habit("fatigue", memory=0.2, after_pain=1.5),), weekday=0.0, memory=0.8)

    def seen() -> float:
        signed = []
        for seed in range(30):
            grid = moments(live(world, np.random.default_rng(seed)).panel)
            one = study.study(grid, ("number",), tuple(uses(grid)))
            signed.append(float(links.tested(one.start()).z[0]))
        return float(np.mean(signed))

    taken_out = seen()
    monkeypatch.setattr(study, "leak", lambda foretold, by, gaps, noise: np.zeros((noise.size, foretold.p.size)))
    left_in = seen()
    assert left_in > 0.5
    assert abs(taken_out) < 0.5 * left_in, (taken_out, left_in)
