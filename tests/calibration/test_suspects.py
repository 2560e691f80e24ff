"""Suspects weigh more, and yet no more may be false: not where there is nothing, nor where they are the wrong ones."""

from __future__ import annotations

from functools import cache, partial

import numpy as np

from hipwise.domain.insight.world import World, hard_life
from tests.calibration.bounds import ERRORS, at_most, mean
from tests.calibration.crowd import Crowd, Person, people

SILENT, NAMED = 0.06, 0.05
MEMORIES = (0.0, 0.6, 0.9)
EACH = 50
RIGHT, WRONG = ("f01", "f02", "f03"), ("f04", "f07", "f12")
"""The three causes of a hard life; a decoy, a factor that comes after pain and a stranger."""


def hard(rng: np.random.Generator, *, memory: float, linked: bool) -> World:
    """A hard life of three months."""
    return hard_life(days=90, memory=memory, rng=rng, linked=linked)


@cache
def asked(suspects: tuple[str, ...], *, linked: bool) -> tuple[Person, ...]:
    """People of every memory who suspect these."""
    makes = [(m, partial(hard, memory=m, linked=linked)) for m in MEMORIES]
    return people(*(Crowd(make, EACH, (31, int(100 * m)), suspects=suspects) for m, make in makes))


def false_share(one: Person) -> float:
    return len(one.named - one.own) / max(len(one.named), 1)


def power(suspects: tuple[str, ...]) -> list[float]:
    return [len(one.named & one.own) / len(one.own) for one in asked(suspects, linked=True)]


def test_where_there_is_nothing_suspects_find_nothing() -> None:
    for suspects in (RIGHT, WRONG):
        told = [bool(one.named) for one in asked(suspects, linked=False)]
        assert float(np.mean(told)) <= at_most(SILENT, len(told))


def test_wrong_suspects_are_not_believed() -> None:
    share, error = mean([false_share(one) for one in asked(WRONG, linked=True)])
    assert share <= NAMED + ERRORS * error


def test_right_suspects_help_and_wrong_ones_cost_little() -> None:
    right, none, wrong = (power(suspects) for suspects in (RIGHT, (), WRONG))
    assert mean(right)[0] > mean(none)[0]
    cost, error = mean([before - after for before, after in zip(none, wrong, strict=True)])
    assert cost <= 0.05 + ERRORS * error
