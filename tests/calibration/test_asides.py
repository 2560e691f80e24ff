"""Before and after something began, unwritten days, and what only comes after pain: said as surely as is claimed?"""

from __future__ import annotations

from functools import cache, partial

import numpy as np
import pytest

from bench.insight.asides import Aside
from tests.calibration.bounds import at_least, at_most
from tests.calibration.crowd import Crowd, Person, people

MEMORIES = (0.0, 0.6, 0.9)
EACH = 40


@cache
def lived(days: int, *, points: float = 0.0, good_unwritten: float = 0.0) -> tuple[Person, ...]:
    """People of every memory without links."""
    make = partial(Aside, days, points=points, good_unwritten=good_unwritten)
    return people(*(Crowd(make(m), EACH, (51, days, int(100 * m)), began=days // 2) for m in MEMORIES))


@pytest.mark.parametrize("days", [60, 180])
@pytest.mark.parametrize("points", [0.0, -1.5])
def test_before_and_after_a_beginning_its_interval_holds_the_difference(days: int, points: float) -> None:
    shifts = [person.said.shift for person in lived(days, points=points)]
    held = [one is not None and one.low <= points <= one.high for one in shifts]
    assert at_least(0.93, len(held)) <= float(np.mean(held)) <= at_most(0.97, len(held))


def test_a_treatment_that_helps_is_seen_more_often_than_one_that_does_nothing() -> None:
    seen = {p: [bool(one.said.shift and one.said.shift.p < 0.05) for one in lived(180, points=p)] for p in (0.0, -1.5)}
    assert float(np.mean(seen[0.0])) <= at_most(0.05, len(seen[0.0]))
    assert float(np.mean(seen[-1.5])) > at_most(0.05, len(seen[-1.5]))


def test_writing_is_seldom_said_to_depend_on_pain_where_it_does_not() -> None:
    said = [person.said.writing is not None for days in (60, 180) for person in lived(days)]
    assert float(np.mean(said)) <= at_most(0.01, len(said))


def test_where_good_days_go_unwritten_it_is_said_more_often_and_the_right_way_round() -> None:
    written = [person.said.writing for person in lived(365, good_unwritten=0.5)]
    said = [one for one in written if one is not None]
    assert len(said) > at_most(0.05, len(written)) * len(written)
    assert all(one.difference < 0.0 for one in said)


def test_what_comes_after_pain_is_said_to_and_nothing_else_is() -> None:
    told = {True: 0, False: 0}
    asked = {True: 0, False: 0}
    for person in lived(180):
        for one in person.said.silences:
            driven = one.factor in ("f07", "f08")
            asked[driven] += 1
            told[driven] += one.reason == "after_pain"
    assert told[True] / asked[True] >= 0.5
    assert told[False] / asked[False] <= at_most(0.05, asked[False])
