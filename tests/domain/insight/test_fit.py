from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hipwise.domain.insight.clock import clock
from hipwise.domain.insight.fit import MEMORIES, fit
from hipwise.domain.insight.given import nothing
from hipwise.domain.insight.moments import Moments, moments
from hipwise.domain.stats.autocorrelation import wander
from tests.domain.insight.journals import journal


def lived(memory: float, days: int = 300, seed: int = 0) -> Moments:
    rng = np.random.default_rng(seed)
    pain = 5.0 + 2.0 * wander(np.array([memory]), days, rng)[:, 0]
    return moments(journal(pain, {f"f{i}": rng.standard_normal(days) for i in range(3)}))


@pytest.mark.parametrize("memory", [0.0, 0.5, 0.9])
def test_the_best_memory_is_near_the_true_one(memory: float) -> None:
    grid = lived(memory)
    model = fit(grid, clock(grid.times, timed=False))
    assert float(model.memories[model.score.argmax()]) == pytest.approx(memory, abs=0.17)
    assert set(model.memories) <= set(MEMORIES)


def test_a_weekly_rhythm_is_learned_and_its_absence_costs_little() -> None:
    grid = lived(0.0, days=280)
    plain = fit(grid, clock(grid.times, timed=False))
    weekly = grid.outcome + np.where(grid.times % 7 == 3, 3.0, 0.0)
    rhythm = fit(
        replace(grid, outcome=weekly),
        clock(grid.times, timed=False),
    )
    assert float(plain.clock_df[0]) < 3.0
    assert float(rhythm.clock_df[0]) > 5.0


def test_sweeping_columns_out_is_generalised_least_squares() -> None:
    """Slopes, residual sum and cross products agree with the normal equations in the full inverse covariance."""
    grid = lived(0.6, days=60)
    model = fit(grid, clock(grid.times, timed=False))
    columns = np.random.default_rng(1).standard_normal((model.memories.size, 60, 6))
    state = nothing(model, columns, np.ones(6, dtype=bool), 3).also(0).also(4)
    at = 0
    inverse = np.linalg.inv(np.eye(60) + model.basis[at] @ model.basis[at].T)
    fixed = np.column_stack([model.level[at], columns[at][:, [0, 4]]])
    hat = fixed @ np.linalg.solve(fixed.T @ inverse @ fixed, fixed.T @ inverse)
    rest, left = model.pain[at] - hat @ model.pain[at], columns[at] - hat @ columns[at]
    assert float(state.yy[at]) == pytest.approx(float(rest @ inverse @ rest))
    assert state.xy[at] == pytest.approx(left.T @ inverse @ rest, abs=1e-9)
    assert state.xx[at] == pytest.approx(np.diag(left.T @ inverse @ left), abs=1e-9)
    assert state.between[at] == pytest.approx(np.diag((left.T @ inverse @ left)[:3, 3:]), abs=1e-9)
    assert state.left[at] == pytest.approx(inverse @ rest)
