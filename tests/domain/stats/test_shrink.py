from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hipwise.domain.stats.shrink import unselected


def test_far_above_the_cut_nothing_is_taken() -> None:
    assert unselected(9.0, 2.9) == pytest.approx(1.0, abs=1e-6)


def test_at_or_below_the_cut_nothing_is_left() -> None:
    assert unselected(2.9, 2.9) == 0.0
    assert unselected(1.0, 2.9) == 0.0


@given(st.floats(0.5, 4.0), st.floats(0.01, 5.0), st.floats(0.01, 2.0))
def test_surer_means_less_shrinking_and_sign_does_not_matter(cut: float, above: float, more: float) -> None:
    lower, higher = unselected(cut + above, cut), unselected(cut + above + more, cut)
    assert 0.0 <= lower <= higher + 1e-9 <= 1.0 + 1e-9
    assert unselected(-(cut + above), cut) == lower


def test_takes_the_exaggeration_back() -> None:
    """Of z's around 2.5 only those above 2.9 are seen: 3.5 on average; plain and shrunken together are near 2.5."""
    z = 2.5 + np.random.default_rng(1).standard_normal(4000)
    seen = z[np.abs(z) > 2.9]
    shrunken = np.array([value * unselected(float(value), 2.9) for value in seen])
    assert float(seen.mean()) > 3.4
    assert float(shrunken.mean()) < 2.5
    assert float((seen + shrunken).mean() / 2.0) == pytest.approx(2.5, abs=0.45)
