from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hipwise.domain.stats.discovery import declared, q_values


def test_by_hand() -> None:
    # sorted: .01*4/1 = .04, .02*4/2 = .04, .03*4/3 = .04, .50*4/4 = .50
    assert np.allclose(q_values(np.array([0.03, 0.5, 0.01, 0.02])), [0.04, 0.5, 0.04, 0.04])


def test_looks_not_listed_count_too() -> None:
    assert np.allclose(q_values(np.array([0.01]), looks=12), [0.12])


def test_none_at_all() -> None:
    assert q_values(np.zeros(0)).size == 0


@given(st.lists(st.floats(1e-9, 1.0), min_size=1, max_size=30), st.floats(0.01, 0.5))
def test_declared_is_the_step_up_rule(p: list[float], rate: float) -> None:
    ordered = np.sort(p)
    passing = np.flatnonzero(ordered <= rate * np.arange(1, len(p) + 1) / len(p))
    count = int(passing[-1]) + 1 if passing.size else 0
    assert abs(int(declared(np.array(p), rate).sum()) - count) <= int(np.isclose(q_values(np.array(p)), rate).sum())
