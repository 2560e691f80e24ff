from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from hipwise.domain.stats.tails import (
    normal_point,
    normal_tail,
    point_of_two,
    smaller_of_two,
    student_normal,
    student_of,
    student_two_sided,
)


def test_numbers_from_the_printed_tables() -> None:
    assert float(normal_tail(1.959964)) == pytest.approx(0.025, abs=1e-7)
    assert float(normal_point(0.025)) == pytest.approx(1.959964, abs=1e-6)
    assert float(student_of(1.959964, 9.0)) == pytest.approx(2.262157, abs=1e-4)
    assert float(student_two_sided(3.182446, 3.0)) == pytest.approx(0.05, abs=3e-5)


@pytest.mark.parametrize("df", [5.0, 7.5, 10.0, 87.3, 2000.0])
def test_student_agrees_with_scipy_as_far_as_it_says(df: float) -> None:
    t = stats.t.isf(np.array([0.5, 0.3, 0.1, 0.01, 1e-3, 1e-4]) / 2.0, df)
    assert student_two_sided(t, df) == pytest.approx(2.0 * stats.t.sf(t, df), rel=5e-4)
    assert student_normal(-t, df) == pytest.approx(-student_normal(t, df))
    assert student_normal(student_of(1.7, df), df) == pytest.approx(1.7, rel=1e-9)


def test_degrees_of_freedom_may_differ() -> None:
    both = student_two_sided(np.array([2.0, 2.0]), np.array([5.0, 50.0]))
    assert both == pytest.approx([float(student_two_sided(2.0, 5.0)), float(student_two_sided(2.0, 50.0))])


def test_better_of_two_unrelated_looks_and_of_the_same_look_twice() -> None:
    one = 2.0 * float(normal_tail(2.5))
    assert float(smaller_of_two(2.5, 0.0)) == pytest.approx(1.0 - (1.0 - one) ** 2, rel=1e-9)
    assert float(smaller_of_two(2.5, 1.0)) == pytest.approx(one, rel=1e-3)


def test_better_of_two_related_looks_agrees_with_scipy() -> None:
    inside = stats.multivariate_normal([0, 0], [[1, 0.7], [0.7, 1]]).cdf([3, 3], lower_limit=[-3, -3])
    assert float(smaller_of_two(3.0, 0.7)) == pytest.approx(1.0 - float(inside), rel=1e-6)
    assert float(smaller_of_two(3.0, -0.7)) == pytest.approx(float(smaller_of_two(3.0, 0.7)), rel=1e-9)


@pytest.mark.parametrize("correlation", [-0.9, 0.0, 0.33, 0.8, 1.0])
def test_point_of_two_undoes_smaller_of_two(correlation: float) -> None:
    z = point_of_two(0.05, correlation)
    assert float(smaller_of_two(z, correlation)) == pytest.approx(0.05, rel=1e-2)
