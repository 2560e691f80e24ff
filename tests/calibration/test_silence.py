"""Without a link, does the engine keep silent as often as it promises?

The goals are those of ``python -m bench.insight``, which runs the same checks large: at most .06 of journals with any
false link, whatever the memory and length, and at most .08 where the noise is none the engine's model foresees. A
plain correlation with Benjamini-Hochberg and an engine that ignores memory are held to the same and must fail.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial

import numpy as np
import pytest

from bench.insight.worlds import NULL
from hipwise.domain.insight.world import World, hard_life
from tests.calibration.bounds import at_most
from tests.calibration.crowd import Crowd, Person, people

GOAL, ODD_GOAL = 0.06, 0.08
MEMORIES = (0.0, 0.3, 0.6, 0.9, 0.95)
LENGTHS = (30, 60, 120, 365)
EACH = 30

Cell = tuple[Person, ...]


def hard(rng: np.random.Generator, *, days: int, memory: float, moments: int = 1) -> World:
    """Twelve factors that remember as long as pain does, with decoys and reverse causes, but without a cause."""
    return hard_life(days=days, memory=memory, rng=rng, linked=False, moments=moments)


def odd(rng: np.random.Generator, *, name: str, days: int) -> World:
    """An odd world of the bench, one of those without a link."""
    del rng
    return NULL[name](days)


@cache
def silent() -> dict[tuple[int, float], Cell]:
    """Days and memory -> people."""
    cells = [(days, memory) for days in LENGTHS for memory in MEMORIES]
    crowds = [Crowd(partial(hard, days=d, memory=m), EACH, (11, d, int(100 * m))) for d, m in cells]
    return dict(zip(cells, split(people(*crowds), EACH), strict=True))


@cache
def odd_ones() -> dict[str, Cell]:
    """Name of the world -> people, half of them with 120 days and half with a year."""
    crowds = [
        Crowd(partial(odd, name=name, days=d), EACH, (12, *name.encode(), d)) for name in NULL for d in (120, 365)
    ]
    return dict(zip(NULL, split(people(*crowds), 2 * EACH), strict=True))


def split(everybody: Cell, each: int) -> list[Cell]:
    return [everybody[start : start + each] for start in range(0, len(everybody), each)]


def wrong(cells: Sequence[Cell], method: str = "hipwise") -> tuple[float, int]:
    """Share of people told of a link that is none, and how many people there are."""
    told = [bool(one.named if method == "hipwise" else one.pearson) for cell in cells for one in cell]
    return float(np.mean(told)), len(told)


def keeps_its_word(cells: Sequence[Cell], goal: float = GOAL, method: str = "hipwise") -> bool:
    """No more false than the goal, as far as so few people can tell."""
    share, count = wrong(cells, method)
    return share <= at_most(goal, count)


@pytest.mark.parametrize("memory", MEMORIES)
def test_a_journal_without_links_seldom_shows_one_whatever_the_memory(memory: float) -> None:
    assert keeps_its_word([silent()[days, memory] for days in LENGTHS])


@pytest.mark.parametrize("days", LENGTHS)
def test_a_journal_without_links_seldom_shows_one_whatever_its_length(days: int) -> None:
    assert keeps_its_word([silent()[days, memory] for memory in MEMORIES])


def test_all_of_them_together() -> None:
    assert keeps_its_word(list(silent().values()))


def test_a_plain_correlation_fails_the_same_check_at_every_length_and_wherever_there_is_memory() -> None:
    for days in LENGTHS:
        assert not keeps_its_word([silent()[days, memory] for memory in MEMORIES], method="pearson")
    for memory in MEMORIES[2:]:
        assert not keeps_its_word([silent()[days, memory] for days in LENGTHS], method="pearson")


def test_an_engine_that_ignores_the_memory_of_pain_fails_it_too() -> None:
    crowds = [
        Crowd(partial(hard, days=120, memory=m), 30, (11, 120, int(100 * m)), forgetful=True) for m in (0.9, 0.95)
    ]
    assert not keeps_its_word([people(*crowds)])


def test_several_entries_a_day_keep_the_same_word() -> None:
    cells = [(days, memory) for days in (30, 90) for memory in (0.0, 0.6, 0.95)]
    crowds = [Crowd(partial(hard, days=d, memory=m, moments=4), 25, (13, d, int(100 * m))) for d, m in cells]
    assert keeps_its_word([people(*crowds)])


@pytest.mark.parametrize("name", NULL)
def test_no_odd_world_is_far_above_its_goal(name: str) -> None:
    share, count = wrong([odd_ones()[name]])
    assert share <= at_most(ODD_GOAL, count, errors=3.0)


def test_odd_worlds_together_are_within_the_goal() -> None:
    assert keeps_its_word([cell for name, cell in odd_ones().items() if name != "AR(1)"], ODD_GOAL)


def test_a_plain_correlation_fails_in_odd_worlds() -> None:
    assert not keeps_its_word(list(odd_ones().values()), ODD_GOAL, "pearson")
    failed = [name for name, cell in odd_ones().items() if not keeps_its_word([cell], ODD_GOAL, "pearson")]
    assert len(failed) > len(NULL) / 2
