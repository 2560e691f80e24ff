"""With causes among decoys and with factors that come after pain: is what is named true, and are its figures?

A decoy (linked only through a cause) or a factor that pain moves counts as false. Intervals and sizes are asked of
lives whose scale is open, since at a floor an effect has no single size.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial

import numpy as np
import pytest

from hipwise.domain.insight.finding import Finding, Silence
from hipwise.domain.insight.world import World, hard_life
from tests.calibration.bounds import ERRORS, at_least, at_most, mean
from tests.calibration.crowd import Crowd, Person, people

GOAL = 0.05
MEMORIES = (0.0, 0.3, 0.6, 0.9, 0.95)
LENGTHS = (60, 120, 365)
EACH = 20
STEP = 1.8
"""A step of hard lives, in the factor's own units."""

POWER = {60: 0.05, 120: 0.20, 365: 0.60}
"""Less than this would be a lost engine; ``python -m bench.insight power`` says how much more it is."""

Answer = Finding | Silence


def hard(rng: np.random.Generator, *, days: int, memory: float) -> World:
    """Three causes, three decoys, two factors that come after pain, four strangers."""
    return hard_life(days=days, memory=memory, rng=rng)


def boundless(rng: np.random.Generator, *, days: int, memory: float) -> World:
    """The same without floor or ceiling."""
    return replace(hard(rng, days=days, memory=memory), scale=(-99.0, 99.0))


@cache
def linked(days: int) -> tuple[Person, ...]:
    """People of every memory, with causes."""
    return people(*(Crowd(partial(hard, days=days, memory=m), EACH, (21, days, int(100 * m))) for m in MEMORIES))


@cache
def open_ended(days: int) -> tuple[Person, ...]:
    """The same with an open scale."""
    return people(*(Crowd(partial(boundless, days=days, memory=m), EACH, (22, days, int(100 * m))) for m in MEMORIES))


def false_share(method: str, one: Person) -> float:
    named = one.named if method == "hipwise" else one.pearson
    return len(named - one.own) / max(len(named), 1)


def found(one: Person) -> float:
    return len(one.named & one.own) / len(one.own)


def true_effect(person: Person, one: Answer) -> float | None:
    """The own effect at the lag answered, in the unit of the answer; None where it has none."""
    if one.unit == "points, above against not above":
        return None
    effect = sum(cause.effect for cause in person.causes if (cause.factor, cause.lag) == (one.factor, one.lag))
    return effect if one.unit == "points, yes against no" else effect * (one.step or 0.0) / STEP


def covered(person: Person, one: Answer) -> bool | None:
    """Whether the interval holds the own effect; None where there is no interval."""
    effect = true_effect(person, one)
    return None if one.low is None or one.high is None or effect is None else one.low <= effect <= one.high


@pytest.mark.parametrize("days", LENGTHS)
def test_one_in_twenty_of_what_is_named_is_false_at_most(days: int) -> None:
    share, error = mean([false_share("hipwise", one) for one in linked(days)])
    assert share <= GOAL + ERRORS * error


@pytest.mark.parametrize("days", LENGTHS)
def test_a_plain_correlation_names_far_more_that_is_false(days: int) -> None:
    share, error = mean([false_share("pearson", one) for one in linked(days)])
    assert share > GOAL + ERRORS * error


@pytest.mark.parametrize("days", LENGTHS)
def test_causes_are_found(days: int) -> None:
    power, error = mean([found(one) for one in linked(days)])
    assert power >= POWER[days] - ERRORS * error


def test_an_engine_that_ignores_memory_names_too_much_that_is_false() -> None:
    crowds = [
        Crowd(partial(hard, days=120, memory=m), EACH, (21, 120, int(100 * m)), forgetful=True) for m in (0.9, 0.95)
    ]
    share, error = mean([false_share("hipwise", one) for one in people(*crowds)])
    assert share > GOAL + ERRORS * error


@pytest.mark.parametrize("days", LENGTHS)
def test_intervals_of_strangers_hold_nothing_nineteen_times_in_twenty(days: int) -> None:
    strangers = {"f09", "f10", "f11", "f12"}
    hits = [
        hit
        for person in open_ended(days)
        for one in person.answers
        if one.factor in strangers and (hit := covered(person, one)) is not None
    ]
    assert at_least(0.93, len(hits)) <= float(np.mean(hits)) <= at_most(0.97, len(hits))


@pytest.mark.parametrize("days", LENGTHS)
def test_intervals_of_causes_hold_their_effect(days: int) -> None:
    hits = [
        hit
        for person in open_ended(days)
        for one in person.answers
        if one.factor in person.own and (hit := covered(person, one)) is not None
    ]
    assert float(np.mean(hits)) >= at_least(0.93, len(hits))


def test_what_is_named_has_about_the_size_shown() -> None:
    pairs = [
        (one.effect * float(np.sign(effect)), abs(effect))
        for person in (*open_ended(120), *open_ended(365))
        for one in person.clear
        if one.factor in person.own and (effect := true_effect(person, one))
    ]
    shown, true = np.array(pairs).T
    error = float(np.std(shown - true * shown.sum() / true.sum()) / np.sqrt(len(pairs)) / true.mean())
    assert abs(float(shown.sum() / true.sum()) - 1.0) <= 0.15 + ERRORS * error


def test_what_is_ruled_out_is_seldom_there() -> None:
    missed = [
        abs(effect) > 0.5
        for person in (*open_ended(120), *open_ended(365))
        for one in person.said.silences
        if one.reason == "ruled_out" and (effect := true_effect(person, one)) is not None
    ]
    assert len(missed) > 100
    assert float(np.mean(missed)) <= at_most(0.05, len(missed))
