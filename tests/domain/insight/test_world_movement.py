"""Each way a series runs: is it what it says it is?"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from hipwise.domain.insight.panel import Array
from hipwise.domain.insight.world import MOVEMENTS, Movement, move

LIVES, DAYS = 200, 365


@cache
def series(kind: Movement) -> Array:
    """Shape (lives, days)."""
    return np.array([move(kind, 0.6, DAYS, np.random.default_rng([1, life])) for life in range(LIVES)])


def remembered(values: Array, lag: int) -> float:
    """Mean of products ``lag`` days apart, of series of spread 1."""
    return float(np.mean(values[:, lag:] * values[:, :-lag]))


def tails(values: Array) -> float:
    """Fourth moment of the changes from day to day over what it is for normal ones: 1."""
    change = np.diff(values, axis=1)
    return float(np.mean(change**4) / np.mean(change**2) ** 2 / 3.0)


@pytest.mark.parametrize("kind", MOVEMENTS)
def test_every_kind_has_mean_zero_and_spread_one(kind: Movement) -> None:
    assert float(series(kind).mean()) == pytest.approx(0.0, abs=0.06)
    assert float(np.sqrt((series(kind) ** 2).mean())) == pytest.approx(1.0, abs=0.08)
    assert move(kind, 0.6, 1, np.random.default_rng(1)).shape == (1,)


@pytest.mark.parametrize("kind", MOVEMENTS)
def test_the_same_seed_gives_the_same_series(kind: Movement) -> None:
    one, other = (move(kind, 0.6, 90, np.random.default_rng(3)) for _ in range(2))
    assert one.tobytes() == other.tobytes()


def test_what_is_given_as_memory_is_the_lag_one_autocorrelation_where_that_is_all_there_is() -> None:
    kinds: tuple[Movement, ...] = ("ar", "long", "heavy", "waves", "spells")
    for kind in kinds:
        assert remembered(series(kind), 1) == pytest.approx(0.6, abs=0.07), kind


def test_memory_beyond_an_ar_one() -> None:
    after_a_week = 0.6**7
    assert remembered(series("ar"), 7) == pytest.approx(after_a_week, abs=0.05)
    assert remembered(series("arma"), 1) > 0.8
    slow: tuple[Movement, ...] = ("long", "walk", "regimes", "slow_and_noise")
    for kind in slow:
        assert remembered(series(kind), 7) > 0.25, kind
    assert remembered(series("cycles"), 28) > 0.1
    assert remembered(series("cycles"), 14) < -0.1


def test_tails_and_spells() -> None:
    assert tails(series("ar")) == pytest.approx(1.0, abs=0.05)
    wild: tuple[Movement, ...] = ("heavy", "waves", "spells", "regimes")
    for kind in wild:
        assert tails(series(kind)) > 1.25, kind
    change = np.diff(series("flares"), axis=1)
    assert float(np.mean(change**3)) > 0.2, "up fast, down slowly"
