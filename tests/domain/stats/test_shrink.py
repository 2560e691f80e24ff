from __future__ import annotations

import numpy as np
import pytest

from hipwise.domain.stats.shrink import selected

TAIL = 0.025


def test_far_above_the_cut_nothing_changes() -> None:
    assert selected(9.0, 3.0, TAIL) == pytest.approx((7.04, 9.0, 10.96), abs=0.01)


def test_at_the_cut_nothing_is_known_but_the_sign() -> None:
    low, middle, high = selected(3.0, 3.0, TAIL)
    assert low == 0.0 and middle < 0.01
    assert 0.0 < high < 5.0
    assert selected(2.0, 3.0, TAIL)[0] == 0.0  # a z below its cut can't be, but rounding can


@pytest.mark.parametrize("mean", [0.5, 1.5, 3.0, 4.5])
def test_what_was_declared_is_covered_and_half_of_it_overestimated(mean: float) -> None:
    """The plain interval fails the same check, which is why this one is needed."""
    z = mean + np.random.default_rng(8).standard_normal(60_000)
    declared = z[z > 2.9][:1500]
    bounds = np.array([selected(float(one), 2.9, TAIL) for one in declared])
    covered = float(np.mean((bounds[:, 0] <= mean) & (mean <= bounds[:, 2])))
    assert 0.93 <= covered <= 0.995
    assert float(np.mean(bounds[:, 1] > mean)) == pytest.approx(0.5, abs=0.045)
    plain = float(np.mean(np.abs(declared - mean) <= 1.96))
    assert plain < 0.9 or mean > 2.0
