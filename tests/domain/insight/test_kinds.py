"""Every kind of answer, from a life in which it is the right one; tests/calibration counts how often each is right."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hipwise.domain.insight.explore import explore
from hipwise.domain.insight.finding import Exploration, Finding, Lag, Silence
from hipwise.domain.insight.kept import plain, restored
from hipwise.domain.insight.panel import Column
from hipwise.domain.insight.world import Cause, Habit, Treatment, World, live

QUIET = tuple(Habit(f"quiet{i}", memory=0.3) for i in range(4))


def lived(*habits: Habit, seed: int = 1, causes: tuple[Cause, ...] = (), **more: Any) -> Exploration:
    world = World(days=365, habits=(*habits, *QUIET), causes=causes, missing_days=0.1, drift=0.2)
    world = replace(world, **{key: value for key, value in more.items() if key != "began"})
    return explore(live(world, np.random.default_rng(seed)).panel, began=more.get("began"))


def found(said: Exploration, factor: str) -> Finding:
    return next(one for one in said.findings if one.factor == factor)


def silent(said: Exploration, factor: str) -> Silence:
    return next(one for one in said.silences if one.factor == factor)


@pytest.mark.parametrize(
    ("lag", "direction"), [("same", "together"), ("next", "forward"), ("second", "forward"), ("third", "forward")]
)
def test_a_link_is_found_on_its_day_and_its_direction_read_where_it_can_be(lag: Lag, direction: str) -> None:
    said = lived(Habit("stress", memory=0.3), causes=(Cause("stress", lag, 0.7),))
    assert (found(said, "stress").lag, found(said, "stress").direction) == (lag, direction)


def test_pain_that_also_comes_before_is_said() -> None:
    said = lived(Habit("rest", memory=0.2, after_pain=0.6), causes=(Cause("rest", "next", -0.8),))
    assert found(said, "rest").direction == "both"


def test_what_only_follows_pain_is_told_as_that_with_its_size() -> None:
    one = silent(lived(Habit("fatigue", memory=0.2, after_pain=0.6)), "fatigue")
    assert one.reason == "after_pain"
    # .6 spreads of 1.8 for each spread of pain (1.2 / sqrt(.75) points)
    assert one.after == pytest.approx(0.6 * 1.8 / (1.2 / np.sqrt(0.75)), rel=0.35)


def test_a_threshold_is_told_with_its_value_and_a_line_is_not_one() -> None:
    steps = found(lived(Habit("stress"), causes=(Cause("stress", "same", 2.0, above=5.0),)), "stress")
    assert (steps.above, steps.unit) == (5.0, "points, above against not above")
    assert steps.low <= 2.0 <= steps.high
    assert found(lived(Habit("stress"), causes=(Cause("stress", "same", 0.8),)), "stress").above is None


def test_a_link_that_faded_one_that_began_and_one_that_stayed() -> None:
    faded = found(lived(Habit("stress"), causes=(Cause("stress", "same", 1.2, ends=180),)), "stress").change
    assert faded is not None and faded.kind == "faded"
    assert faded.first[1] > 0.0 >= faded.last[1]
    begun = found(lived(Habit("stress"), causes=(Cause("stress", "same", 1.2, begins=180),)), "stress").change
    assert begun is not None and begun.kind == "begun"
    assert found(lived(Habit("stress"), causes=(Cause("stress", "same", 0.8),)), "stress").change is None


def test_of_two_that_say_nearly_the_same_the_days_may_not_tell_which() -> None:
    """An accomplice that goes along with the cause at .9: with 80 days either may be it, and the answer says so."""
    habits = (Habit("stress", grain=0.01), Habit("worry", follows=("stress", 0.9), grain=0.01))
    for seed in range(8, 30):
        said = lived(*habits, causes=(Cause("stress", "same", 0.9),), days=80, seed=seed)
        reasons = {one.factor: one for one in said.silences if one.reason == "either"}
        if {"stress", "worry"} <= set(reasons):
            assert (reasons["stress"].through, reasons["worry"].through) == ("worry", "stress")
            return
    raise AssertionError("the days always told which")


def test_before_and_after_something_began() -> None:
    world: dict[str, Any] = {"treatment": Treatment(180, -2.5), "level": 6.0}
    day = 20_000.0 + 180
    shift = lived(Habit("stress"), began=day, **world).shift
    assert shift is not None and shift.began == day
    assert shift.low <= -2.5 <= shift.high < 0.0
    assert shift.days_before + shift.days_after == lived(Habit("stress"), **world).days
    assert lived(Habit("stress"), began=20_005.0, **world).shift is None  # five days before it tell nothing
    assert lived(Habit("stress"), **world).shift is None


def test_writing_that_depends_on_pain_is_noticed_and_other_gaps_are_not() -> None:
    bad_days = lived(Habit("stress"), days=700, memory=0.6, missing_on_good_days=0.5).writing
    assert bad_days is not None and bad_days.high < 0.0 < bad_days.unwritten
    assert lived(Habit("stress"), days=700, memory=0.6, missing_days=0.35).writing is None


def test_an_exploration_comes_back_from_any_store_equal_to_what_it_was() -> None:
    said = lived(
        Habit("stress"), Habit("rest", after_pain=0.6), causes=(Cause("stress", "same", 1.2, ends=180),), began=20_150.0
    )
    assert said.findings[0].change is not None and said.shift is not None
    assert restored(json.loads(json.dumps(plain(said)))) == said


def test_a_copy_in_other_words_leaves_the_kinds_alone() -> None:
    world = World(days=300, habits=(Habit("stress"), *QUIET), causes=(Cause("stress", "same", 2.0, above=5.0),))
    panel = live(world, np.random.default_rng(3)).panel
    scaled = replace(panel, factors=tuple(Column(c.name, c.values * 10.0 - 7.0) for c in panel.factors))
    mine, theirs = found(explore(panel), "stress"), found(explore(scaled), "stress")
    assert (theirs.above, theirs.unit, theirs.tier) == (mine.above * 10.0 - 7.0, mine.unit, mine.tier)  # type: ignore[operator]
