from __future__ import annotations

import numpy as np
import pytest

from hipwise.domain.insight.memory import carry, gains, whiten


def covariance(times: np.ndarray, memory: float, rounding: float) -> np.ndarray:
    apart = np.abs(times[:, None] - times[None, :])
    state = np.power(memory, apart) / (1.0 - memory**2)
    return np.asarray(state + rounding * np.eye(times.size))


def test_without_gaps_and_rounding_the_surprise_is_today_less_memory_times_yesterday() -> None:
    by = gains(np.array([0.5]), np.array([np.inf, 1.0, 1.0]), 0.0)
    white = whiten(np.array([[2.0], [3.0], [1.0]]), by)[0, :, 0]
    assert white == pytest.approx([2.0 * np.sqrt(0.75), 3.0 - 1.0, 1.0 - 1.5])


def test_after_a_gap_the_surprise_is_measured_against_a_faded_memory() -> None:
    by = gains(np.array([0.5]), np.array([np.inf, 2.0]), 0.0)
    white = whiten(np.array([[4.0], [3.0]]), by)[0, :, 0]
    # foreseen 4 * .5^2 = 1; two days of fresh noise have variance 1 + .25
    assert white[1] == pytest.approx(2.0 / np.sqrt(1.25))


@pytest.mark.parametrize(("memory", "rounding"), [(0.0, 0.0), (0.3, 0.2), (0.9, 0.0), (0.95, 1.0)])
def test_likelihood_is_that_of_the_full_covariance(memory: float, rounding: float) -> None:
    times = np.array([0.0, 1.0, 2.0, 5.0, 6.0, 20.0])
    values = np.array([1.0, 2.0, -1.0, 0.5, 3.0, -2.0])
    by = gains(np.array([memory]), np.concatenate([[np.inf], np.diff(times)]), rounding)
    full = covariance(times, memory, rounding)
    white = whiten(values[:, None], by)[0, :, 0]
    assert float(white @ white) == pytest.approx(float(values @ np.linalg.solve(full, values)))
    assert float(by.log_scale[0]) == pytest.approx(float(np.linalg.slogdet(full)[1]))


def test_many_memories_and_columns_are_each_done_alone() -> None:
    rng = np.random.default_rng(0)
    memories, gaps = np.array([0.0, 0.5, 0.9]), np.array([np.inf, 1.0, 3.0, 1.0, 2.0])
    own = rng.standard_normal((3, 5, 2))
    together = whiten(own, gains(memories, gaps, 0.1))
    for i, memory in enumerate(memories):
        alone = whiten(own[i], gains(np.array([memory]), gaps, 0.1))[0]
        assert together[i] == pytest.approx(alone)


def test_a_kick_fades_with_time() -> None:
    left = carry(np.array([[1.0], [0.0], [2.0]]), np.array([0.5, 0.0]), np.array([np.inf, 1.0, 2.0]))
    assert left[:, :, 0] == pytest.approx(np.array([[1.0, 0.5, 2.125], [1.0, 0.0, 2.0]]))


def test_whitening_a_carried_kick_gives_the_kick_back() -> None:
    kicks, gaps = np.array([[1.0], [-2.0], [0.5], [3.0]]), np.array([np.inf, 1.0, 1.0, 1.0])
    memories = np.array([0.7])
    white = whiten(carry(kicks, memories, gaps), gains(memories, gaps, 0.0))[0, :, 0]
    assert white[1:] == pytest.approx(kicks[1:, 0])
