from __future__ import annotations

import numpy as np

from hipwise.domain.insight.finding import Silence
from hipwise.domain.insight.twins import echo, nearly_same, originals

STRESS = np.array([1.0, -1.0, np.nan, 0.5, -0.5])


def test_repeats_are_known_upside_down_too_and_others_are_not() -> None:
    elsewhere = np.array([1.0, -1.0, 0.5, np.nan, -0.5])
    assert originals(np.column_stack([STRESS, elsewhere, -STRESS, STRESS, STRESS * 0.99])) == [0, 1, 0, 0, 4]


def test_nearly_the_same_is_known_by_correlation() -> None:
    rng = np.random.default_rng(0)
    one = rng.standard_normal(200)
    table = np.column_stack([one, -one + 0.1 * rng.standard_normal(200), rng.standard_normal(200), np.zeros(200)])
    assert nearly_same(table).tolist() == [
        [True, True, False, False],
        [True, True, False, False],
        [False, False, True, False],
        [False, False, False, True],
    ]


def test_a_repeat_of_something_silent_is_silent_for_the_same_reason() -> None:
    said = echo("worry", Silence("stress", "next", "not_clear", -1.0, 2.0, more_days=(3, 40), days_used=20))
    assert (said.factor, said.lag, said.reason, said.more_days, said.low) == (
        "worry",
        "next",
        "not_clear",
        (3, 40),
        None,
    )
