from __future__ import annotations

import numpy as np
import pytest

from hipwise.domain.stats.autocorrelation import HIGHEST, lagged, memory, wander


def test_lag_one_by_hand() -> None:
    # pairs 1*2, 2*-1, -1*-2 = 2, -2, 2: mean 2/3; squares 1, 4, 1, 4: mean 2.5
    series = np.array([[1.0], [2.0], [-1.0], [-2.0]])
    assert lagged(series, 1) == pytest.approx([(2.0 / 3.0) / 2.5])


def test_gaps_leave_pairs_out() -> None:
    series = np.array([[1.0], [1.0], [np.nan], [-1.0], [-1.0]])
    assert lagged(series, 1) == pytest.approx([1.0])
    assert lagged(series, 4) == pytest.approx([-1.0])


def test_nothing_known_is_no_memory() -> None:
    assert memory(np.full((5, 2), np.nan)).tolist() == [0.0, 0.0]
    assert memory(np.zeros((1, 1))).tolist() == [0.0]


@pytest.mark.parametrize("true", [0.0, 0.5, 0.9])
def test_memory_finds_what_wander_was_given(true: float) -> None:
    series = wander(np.full(20, true), 3000, np.random.default_rng(3))
    assert float(memory(series).mean()) == pytest.approx(true, abs=0.04)
    assert float(series.std()) == pytest.approx(1.0, abs=0.1)


def test_noise_in_the_writing_does_not_hide_a_long_memory() -> None:
    rng = np.random.default_rng(4)
    series = wander(np.full(20, 0.9), 3000, rng) + rng.standard_normal((3000, 20))
    assert float(lagged(series, 1).mean()) < 0.55
    assert float(memory(series).mean()) == pytest.approx(0.9, abs=0.05)
    assert float(memory(series).max()) <= HIGHEST
