"""Does a cause move pain by what it says, when it says, and is the label of each factor true?"""

from __future__ import annotations

from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

from hipwise.domain.insight.finding import LAGS, Lag
from hipwise.domain.insight.panel import Array
from hipwise.domain.insight.world import MOVEMENTS, Cause, Habit, Movement, Treatment, World, live, odd_life, truths

STRESS = Habit("stress", memory=0.0)
QUIET = World(days=6000, habits=(STRESS,), memory=0.0, weekday=0.0, drift=0.0, grain=0.01, scale=(-99.0, 99.0))


def lived(world: World, seed: int = 1) -> tuple[Array, Array]:
    """Stress (steps) and pain, (days,) each."""
    panel = live(world, np.random.default_rng(seed)).panel
    return (panel.factors[0].values - 4.0) / 1.8, panel.outcome.values


def slope(x: Array, y: Array) -> float:
    return float(np.polyfit(x, y, 1)[0])


@pytest.mark.parametrize("lag", LAGS)
def test_a_cause_is_felt_on_its_day_and_on_no_other(lag: Lag) -> None:
    stress, pain = lived(replace(QUIET, causes=(Cause("stress", lag, 0.8),)))
    for back, name in enumerate(LAGS):
        expected = 0.8 if name == lag else 0.0
        assert slope(stress[: 6000 - back], pain[back:]) == pytest.approx(expected, abs=0.06)


@pytest.mark.parametrize("lag", LAGS[1:])
def test_with_several_moments_a_day_an_earlier_day_stays_the_whole_day(lag: Lag) -> None:
    world = replace(QUIET, days=2000, moments=3, causes=(Cause("stress", lag, 2.0),))
    stress, pain = (values.reshape(2000, 3).mean(axis=1) for values in lived(world))
    back = LAGS.index(lag)
    assert slope(stress[: 2000 - back], pain[back:]) == pytest.approx(2.0, abs=0.15)


@pytest.mark.parametrize("movement", MOVEMENTS)
def test_a_kick_is_the_same_however_pain_runs_by_itself(movement: Movement) -> None:
    still = replace(QUIET, days=300, memory=0.6, movement=movement)
    moved = replace(still, causes=(Cause("stress", "same", 1.0),))
    plain, pushed = (live(world, np.random.default_rng(2)) for world in (still, moved))
    steps = (plain.panel.factors[0].values - 4.0) / 1.8
    left = pushed.felt - plain.felt
    assert left[0] == pytest.approx(steps[0])
    assert left[1:] == pytest.approx(0.6 * left[:-1] + steps[1:])


def test_a_threshold_matters_only_above_it_and_leaves_the_level_where_it_was() -> None:
    stress, pain = lived(replace(QUIET, causes=(Cause("stress", "same", 2.0, above=6.0),)))
    above = stress * 1.8 + 4.0 > 6.0
    assert float(above.mean()) == pytest.approx(1.0 - NormalDist().cdf(2.5 / 1.8), abs=0.02)
    assert float(pain[above].mean() - pain[~above].mean()) == pytest.approx(2.0, abs=0.15)
    assert slope(stress[~above], pain[~above]) == pytest.approx(0.0, abs=0.08)
    assert float(pain.mean()) == pytest.approx(QUIET.level, abs=0.06)


def test_an_effect_begins_and_ends_on_its_days() -> None:
    stress, pain = lived(replace(QUIET, causes=(Cause("stress", "same", 0.8, begins=2000, ends=4000),)))
    slopes = [slope(stress[third : third + 2000], pain[third : third + 2000]) for third in (0, 2000, 4000)]
    assert slopes == pytest.approx([0.0, 0.8, 0.0], abs=0.09)


def test_a_treatment_moves_the_level_from_its_day_on() -> None:
    world = replace(QUIET, days=200, treatment=Treatment(120, -1.5))
    treated, untreated = (live(one, np.random.default_rng(3)).felt for one in (world, replace(world, treatment=None)))
    assert treated - untreated == pytest.approx(np.where(np.arange(200) >= 120, -1.5, 0.0))


def test_a_season_is_highest_in_january_and_shared() -> None:
    habit = replace(STRESS, season=1.0)
    stress, pain = lived(replace(QUIET, habits=(habit,), season=1.5))
    january = (np.arange(6000) + 20_000 - 15) % 365.25 < 5
    july = (np.arange(6000) + 20_000 - 198) % 365.25 < 5
    assert float(pain[january].mean() - pain[july].mean()) == pytest.approx(3.0, abs=0.5)
    assert float(stress[january].mean() - stress[july].mean()) == pytest.approx(2.0, abs=0.5)


def test_pain_in_words_has_as_many_steps_as_cuts_and_one() -> None:
    panel = live(replace(odd_life(days=2000), cuts=(1.5, 3.5, 4.5, 7.5)), np.random.default_rng(4)).panel
    assert set(np.unique(panel.outcome.values[np.isfinite(panel.outcome.values)])) == {0.0, 1.0, 2.0, 3.0, 4.0}


def test_what_is_hidden_moves_pain_and_is_not_written() -> None:
    habits = (Habit("unwritten", hidden=True, memory=0.0), replace(STRESS, follows=("unwritten", 0.7)))
    panel = live(
        replace(QUIET, habits=habits, causes=(Cause("unwritten", "same", 2.0),)), np.random.default_rng(5)
    ).panel
    assert [column.name for column in panel.factors] == ["stress"]
    assert float(np.corrcoef(panel.factors[0].values, panel.outcome.values)[0, 1]) > 0.4


def test_every_factor_has_its_true_name() -> None:
    habits = (
        Habit("weather", hidden=True),
        Habit("stress"),
        Habit("mood", follows=("stress", -0.5)),
        Habit("calm", follows=("mood", 0.5)),
        Habit("cold_hands", follows=("weather", 0.6)),
        Habit("gloves", follows=("cold_hands", 0.6)),
        Habit("rest", after_pain=0.5),
        Habit("tea", follows=("rest", 0.5)),
        Habit("news", weekend=1.0, season=1.0),
    )
    world = World(days=10, habits=habits, causes=(Cause("mood", "same", 1.0), Cause("weather", "next", 1.0)))
    assert truths(world) == {
        "stress": "through",
        "mood": "own",
        "calm": "through",
        "cold_hands": "shared",
        "gloves": "through",
        "rest": "after_pain",
        "tea": "after_pain",
        "news": "none",
    }
    assert set(truths(replace(world, causes=(Cause("mood", "same", 0.0),))).values()) == {"none", "after_pain"}


def test_an_event_has_no_threshold() -> None:
    world = World(days=10, habits=(Habit("swim", kind="event"),), causes=(Cause("swim", "same", 1.0, above=0.5),))
    with pytest.raises(ValueError, match="no values to be above"):
        live(world, np.random.default_rng(0))
