"""Effects that are not the plain kind: late, only above a value, rare, begun, faded, or beside something unwritten.

Each world of the bench has decoys of its cause and factors that come after pain; what is named of those is false.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial

import numpy as np
import pytest

from bench.insight.worlds import LINKED, told_as_it_is
from hipwise.domain.insight.finding import Finding
from hipwise.domain.insight.world import Cause, World
from tests.calibration.bounds import ERRORS, at_least, at_most, mean
from tests.calibration.crowd import Crowd, Person, people

GOAL = 0.05
EACH = 40
STEADY = ("steady, same day", "steady, next day")


def odd(rng: np.random.Generator, *, name: str) -> World:
    """A year in an odd world of the bench, one of those with a cause."""
    del rng
    return LINKED[name](365)


@cache
def year() -> dict[str, tuple[Person, ...]]:
    """Name of the world -> people."""
    everybody = people(*(Crowd(partial(odd, name=name), EACH, (41, *name.encode())) for name in LINKED))
    return {name: everybody[i * EACH : (i + 1) * EACH] for i, name in enumerate(LINKED)}


def found(name: str) -> list[tuple[Finding, Cause]]:
    """The clear findings of a world that are causes, each with its cause."""
    causes = {cause.factor: cause for cause in LINKED[name](365).causes}
    return [(one, causes[one.factor]) for person in year()[name] for one in person.clear if one.factor in person.own]


def share(said: Sequence[bool]) -> float:
    return float(np.mean(said))


def test_in_all_odd_worlds_one_in_twenty_of_what_is_named_is_false_at_most() -> None:
    shares = [len(p.named - p.own) / max(len(p.named), 1) for cell in year().values() for p in cell]
    assert mean(shares)[0] <= GOAL + ERRORS * mean(shares)[1]


def test_a_plain_correlation_fails_that() -> None:
    shares = [len(p.pearson - p.own - p.apart) / max(len(p.pearson), 1) for cell in year().values() for p in cell]
    assert mean(shares)[0] > GOAL + ERRORS * mean(shares)[1]


@pytest.mark.parametrize("name", LINKED)
def test_what_moves_pain_in_odd_ways_is_mostly_found_in_a_year(name: str) -> None:
    power = [len(person.named & person.own) / len(person.own) for person in year()[name]]
    assert mean(power)[0] >= 0.5 - ERRORS * mean(power)[1]


@pytest.mark.parametrize("name", LINKED)
def test_it_is_found_at_its_lag(name: str) -> None:
    at_lag = [one.lag == cause.lag for one, cause in found(name)]
    assert share(at_lag) >= at_least(0.9, len(at_lag))


@pytest.mark.parametrize("name", [name for name in LINKED if name not in STEADY])
def test_a_threshold_a_beginning_and_an_end_are_said(name: str) -> None:
    said = [told_as_it_is(one, cause) for one, cause in found(name)]
    assert share(said) >= at_least(0.8, len(said))


def test_no_threshold_is_said_where_there_is_none() -> None:
    said = [one.above is not None for name in LINKED for one, cause in found(name) if cause.above is None]
    assert share(said) <= at_most(0.05, len(said))


def test_no_change_is_said_where_there_is_none() -> None:
    every = [pair for name in LINKED for pair in found(name)]
    said = [one.change is not None for one, cause in every if cause.begins == 0 and cause.ends is None]
    assert share(said) <= at_most(0.05, len(said))


def test_a_threshold_is_said_where_it_is() -> None:
    places = [(one.above, cause.above) for name in LINKED for one, cause in found(name) if one.above and cause.above]
    assert share([abs(said - true) <= 1.0 for said, true in places]) >= at_least(0.9, len(places))


def test_an_effect_above_a_threshold_lies_in_its_interval() -> None:
    names = [name for name in LINKED if LINKED[name](365).causes[0].above is not None]
    held = [one.low <= cause.effect <= one.high for name in names for one, cause in found(name) if one.above]
    assert share(held) >= at_least(0.93, len(held))


def test_where_something_unwritten_moves_both_the_own_effect_is_found_beside_it() -> None:
    cell = year()["unwritten common cause"]
    assert all(person.apart == {"f01", "f02"} for person in cell)
    assert share(["f03" in person.named for person in cell]) >= at_least(0.8, len(cell))
