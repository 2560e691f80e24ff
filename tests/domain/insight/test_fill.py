from __future__ import annotations

import numpy as np
import pytest

from hipwise.domain.insight.clock import clock
from hipwise.domain.insight.fill import _bridge, fill
from hipwise.domain.stats.autocorrelation import wander


def test_a_hole_between_two_neighbours_by_hand() -> None:
    # memory .5: both neighbours count .5 / (1 + .25) = .4; the past alone counts .5
    rest, known = np.array([[2.0], [0.0], [1.0], [0.0]]), np.array([[True], [False], [True], [False]])
    both, past = _bridge(rest, known, np.array([0.0, 1.0, 2.0, 4.0]), np.array([0.5]))
    assert both[:, 0] == pytest.approx([2.0, 0.4 * 3.0, 1.0, 0.25])
    assert past[:, 0] == pytest.approx([0.0 * 2.0 + past[0, 0], 1.0, past[2, 0], 0.25])


def test_written_values_stay_and_holes_are_filled_from_their_neighbours() -> None:
    truth = wander(np.array([0.9]), 400, np.random.default_rng(5))
    holes = np.arange(5, 395, 10)
    seen = truth.copy()
    seen[holes] = np.nan
    gaps = np.concatenate([[np.inf], np.ones(399)])
    filled = fill(seen, gaps, clock(np.arange(400.0), timed=False))
    written = np.isfinite(seen)
    assert np.array_equal(filled.values[written], truth[written])
    from_both = float(np.mean((filled.values[holes] - truth[holes]) ** 2))
    from_past = float(np.mean((filled.before[holes] - truth[holes]) ** 2))
    assert from_both < from_past < float(truth.var())


def test_a_column_never_written_is_filled_with_the_usual() -> None:
    gaps = np.concatenate([[np.inf], np.ones(9)])
    filled = fill(np.full((10, 1), np.nan), gaps, clock(np.arange(10.0), timed=False))
    assert not filled.values.any()
