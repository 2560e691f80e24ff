from __future__ import annotations

import numpy as np
import pytest

from hipwise.domain.insight.world import Cause, Habit, World, hard_life, hip_life, live

STRESS = Habit("stress", memory=0.0)


def test_the_same_seed_gives_the_same_life() -> None:
    world = hip_life(days=60, causes={"stress": ("same", 0.5)})
    one, other = (live(world, np.random.default_rng(7)).panel for _ in range(2))
    assert one.digest() == other.digest()
    assert live(world, np.random.default_rng(8)).panel.digest() != one.digest()


@pytest.mark.parametrize("lag", ["same", "next"])
def test_a_cause_moves_pain_by_what_it_says_when_it_says(lag: str) -> None:
    cause = Cause("stress", lag, 0.8)  # type: ignore[arg-type]
    world = World(days=6000, habits=(STRESS,), causes=(cause,), memory=0.0, weekday=0.0, drift=0.0, grain=0.01)
    panel = live(world, np.random.default_rng(1)).panel
    shift = int(lag == "next")
    stress, pain = panel.factors[0].values[: 6000 - shift], panel.outcome.values[shift:]
    assert float(np.polyfit((stress - 4.0) / 1.8, pain, 1)[0]) == pytest.approx(0.8, abs=0.06)


def test_decoys_follow_and_driven_habits_come_after_pain() -> None:
    habits = (STRESS, Habit("decoy", follows=("stress", 0.6)), Habit("rest", kind="event", rate=0.3, after_pain=1.0))
    panel = live(World(days=4000, habits=habits, memory=0.6), np.random.default_rng(2)).panel
    stress, decoy, rest = (column.values for column in panel.factors)
    assert float(np.corrcoef(stress, decoy)[0, 1]) == pytest.approx(0.6, abs=0.06)
    assert float(np.corrcoef(panel.outcome.values[:-1], rest[1:])[0, 1]) > 0.3
    assert set(np.unique(rest)) == {0.0, 1.0}


def test_what_is_written_stays_on_its_scale_and_days_are_missed() -> None:
    life = live(hip_life(days=400, causes={"argument": ("same", 3.0)}, level=8.0), np.random.default_rng(3))
    panel = life.panel
    assert 0.80 < panel.entries / 400 < 0.95
    assert life.felt.size == 400
    for column in (panel.outcome, *panel.factors):
        written = column.values[np.isfinite(column.values)]
        assert written.min() >= 0.0
        assert written.max() <= (11.0 if column.name == "sleep_hours" else 10.0)


def test_good_days_can_be_missed_more_often() -> None:
    world = World(days=4000, habits=(STRESS,), missing_on_good_days=0.5, drift=0.0)
    life = live(world, np.random.default_rng(4))
    assert float(np.nanmean(life.panel.outcome.values)) > float(life.felt.mean()) + 0.2


def test_several_moments_a_day() -> None:
    panel = live(hip_life(days=30, causes={}, moments=3), np.random.default_rng(5)).panel
    assert panel.timed
    assert panel.days < panel.entries <= 90
    hours = np.mod(panel.times, 1.0) * 24.0
    assert hours.min() > 5.0
    assert hours.max() < 24.0


def test_hard_lives_name_three_causes_or_none() -> None:
    rng = np.random.default_rng(6)
    assert [cause.factor for cause in hard_life(days=30, memory=0.5, rng=rng).causes] == ["f01", "f02", "f03"]
    assert hard_life(days=30, memory=0.5, rng=rng, linked=False).causes == ()


def test_a_world_that_makes_no_sense_is_refused() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="no habit of this world"):
        live(World(days=10, habits=(STRESS,), causes=(Cause("moon", "same", 1.0),)), rng)
    with pytest.raises(ValueError, match="no earlier habit"):
        live(World(days=10, habits=(Habit("decoy", follows=("stress", 0.6)), STRESS)), rng)
