"""Recurrences run in blocks must agree with the plain loops they stand for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hipwise.domain.insight.memory import BLOCK, carry, gains, recur, whiten
from hipwise.domain.insight.panel import Array


def plain(keep: Array, pushes: Array) -> Array:
    result = np.zeros(pushes.shape)
    state = np.zeros((pushes.shape[0], pushes.shape[2]))
    for row in range(pushes.shape[1]):
        state = keep[:, row, None] * state + pushes[:, row]
        result[:, row] = state
    return result


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 3 * BLOCK + 2), st.integers(1, 3), st.integers(1, 4), st.integers(0, 1000))
def test_blocks_agree_with_the_loop(rows: int, memories: int, columns: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    keep = rng.choice([0.0, 0.3, 0.98, 1.0], (memories, rows))
    pushes = rng.standard_normal((memories, rows, columns))
    assert recur(keep, pushes) == pytest.approx(plain(keep, pushes), rel=1e-9, abs=1e-9)


def test_surprises_are_white_and_of_spread_one() -> None:
    """What the filter makes of an AR(1) with gaps and rounding noise, at its own memory, is white noise of its own."""
    rng = np.random.default_rng(4)
    gaps = np.concatenate([[np.inf], rng.choice([1.0, 1.0, 2.0, 6.0], 5999)])
    state, values = 0.0, np.empty(6000)
    for row, gap in enumerate(gaps):
        fade = 0.8**gap
        state = fade * state + rng.standard_normal() * np.sqrt((1.0 - fade**2) / (1.0 - 0.64))
        values[row] = state + rng.standard_normal() * 0.5
    fresh = whiten(values[:, None], gains(np.array([0.8]), gaps, 0.25))[0, :, 0]
    assert fresh.std() == pytest.approx(1.0, abs=0.03)
    assert abs(float(np.corrcoef(fresh[1:], fresh[:-1])[0, 1])) < 0.04


def test_a_kick_fades_with_memory_through_a_break() -> None:
    kicks = np.array([[1.0], [0.0], [0.0]])
    left = carry(kicks, np.array([0.5]), np.array([np.inf, 1.0, 3.0]))
    assert left[0, :, 0] == pytest.approx([1.0, 0.5, 0.0625])
