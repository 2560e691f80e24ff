"""The example worked by hand in docs/methods/insight.md, in the engine's own parts."""

from __future__ import annotations

import numpy as np
import pytest

from hipwise.domain.insight.memory import carry, gains, whiten
from hipwise.domain.stats.discovery import q_values
from hipwise.domain.stats.tails import normal_point, smaller_of_two, student_two_sided

PAIN = np.array([4.0, 6.0, 5.0, 3.0, 5.0, 4.0])
ARGUMENT = np.array([0.0, 1.0, 0.0, 0.0, 1.0, 0.0])


def test_six_days_by_hand() -> None:
    memory, gaps = np.array([0.5]), np.concatenate([[np.inf], np.ones(5)])
    by = gains(memory, gaps, 0.0)
    surprise = whiten(PAIN[:, None], by)[0, 1:, 0]
    assert surprise == pytest.approx([4.0, 2.0, 0.5, 3.5, 1.5])
    kick = whiten(carry(ARGUMENT[:, None], memory, gaps), by)[0, 1:, 0]
    assert kick == pytest.approx(ARGUMENT[1:])
    with_it, without = surprise[kick == 1.0], surprise[kick == 0.0]
    slope = float(with_it.mean() - without.mean())
    assert slope == pytest.approx(2.42, abs=0.005)
    rest = float(((with_it - with_it.mean()) ** 2).sum() + ((without - without.mean()) ** 2).sum())
    assert rest == pytest.approx(1.29, abs=0.005)
    error = float(np.sqrt(rest / 3.0 * (1.0 / 2.0 + 1.0 / 3.0)))
    assert error == pytest.approx(0.60, abs=0.005)
    assert slope / error == pytest.approx(4.03, abs=0.02)
    p = float(student_two_sided(slope / error, 3.0))
    assert p == pytest.approx(0.027, abs=0.001)
    both = float(smaller_of_two(normal_point(p / 2.0), 0.0))
    assert both == pytest.approx(0.054, abs=0.001)
    assert float(q_values(np.array([both]), looks=12)[0]) == pytest.approx(0.65, abs=0.01)
