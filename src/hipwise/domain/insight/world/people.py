"""Whole worlds: a person for the demo, and lives made to mislead an engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from hipwise.domain.insight.finding import Lag
from hipwise.domain.insight.world.kinds import FIRST_DAY, Cause, Habit, World
from hipwise.domain.insight.world.movement import Movement

_HIP_HABITS = (
    Habit("stress", mean=4.0, spread=2.0, memory=0.4, weekend=-0.6),
    Habit("mood", mean=6.0, spread=1.6, memory=0.5, follows=("stress", -0.5)),
    Habit("poor_sleep", kind="event", rate=0.25, memory=0.3, follows=("stress", 0.4)),
    Habit("sleep_hours", mean=7.0, spread=0.9, low=3.0, high=11.0, grain=0.5, memory=0.2, follows=("poor_sleep", -0.5)),
    Habit("fatigue", mean=4.0, spread=1.8, memory=0.4, after_pain=0.4),
    Habit("argument", kind="event", rate=0.12, memory=0.1, follows=("stress", 0.3)),
    Habit("sat_long", kind="event", rate=0.45, memory=0.2, weekend=-1.2),
    Habit("walk", kind="event", rate=0.5, memory=0.3),
    Habit("stretch", kind="event", rate=0.4, memory=0.4),
    Habit("yoga", kind="event", rate=0.2, memory=0.0, follows=("stretch", 0.3)),
    Habit("swim", kind="event", rate=0.15, memory=0.0),
    Habit("rest", kind="event", rate=0.3, memory=0.2, after_pain=0.5),
)


def hip_life(
    *,
    days: int,
    causes: Mapping[str, tuple[Lag, float]],
    memory: float = 0.5,
    level: float = 4.5,
    moments: int = 1,
    first_day: float = FIRST_DAY,
) -> World:
    """The world of a person with a sore hip, for demo journals and examples.

    ``causes`` maps a habit to its lag and its effect in points. The habits: stress, mood, fatigue
    (0-10), sleep_hours, and the events poor_sleep, argument, sat_long, walk, stretch, yoga, swim,
    rest. Without being told to, mood and poor_sleep only follow stress, fatigue and rest come after
    pain. About one day in eight goes unwritten.
    """
    named = tuple(Cause(name, lag, effect) for name, (lag, effect) in causes.items())
    world = World(days=days, habits=_HIP_HABITS, causes=named, memory=memory, level=level, outcome="hip_pain")
    return replace(world, noise=1.0, missing_days=0.12, missing_values=0.03, moments=moments, first_day=first_day)


def hard_life(*, days: int, memory: float, rng: np.random.Generator, linked: bool = True, moments: int = 1) -> World:
    """A world made to mislead, for calibration and benches: twelve factors that remember as long as pain does.

    When ``linked``, f01, f02 (an event) and f03 move pain by .15, .3 and .5 of its fresh noise for each of their own
    standard deviations, at a lag and in a direction drawn from ``rng``. f04, f05 and f06 only follow them (correlation
    .6), f07 and f08 come after pain, f09 to f12 (the last two events) have nothing to do with it. A weekday cycle, a
    slow wave, one day in five unwritten and six values in a hundred left out.
    """
    noise = 1.6 * float(np.sqrt(1.0 - memory**2))
    habits = [Habit(f"f{i:02d}", memory=memory) for i in range(1, 13)]
    for event, rate in ((1, 0.3), (10, 0.2), (11, 0.2)):
        habits[event] = replace(habits[event], kind="event", rate=rate)
    for decoy in (3, 4, 5):
        habits[decoy] = replace(habits[decoy], follows=(habits[decoy - 3].name, 0.6))
    for driven in (6, 7):
        habits[driven] = replace(habits[driven], after_pain=0.5)
    causes = []
    for i, size in enumerate((0.15, 0.3, 0.5)):
        lag: Lag = "same" if rng.random() < 0.5 else "next"
        spread = float(np.sqrt(0.3 * 0.7)) if habits[i].kind == "event" else 1.0
        causes.append(Cause(habits[i].name, lag, float(rng.choice((-1.0, 1.0))) * size * noise / spread))
    world = World(days=days, habits=tuple(habits), causes=tuple(causes) if linked else (), noise=noise, memory=memory)
    return replace(world, missing_days=0.2, missing_values=0.06, moments=moments)


def odd_life(*, days: int, movement: Movement = "ar", memory: float = 0.6) -> World:
    """A world without any link, in which pain and all twelve factors run by themselves in the same odd way.

    f09 to f12 are events. A weekday cycle, a slow wave, one day in five unwritten and one value in twenty left out.
    """
    habits = [Habit(f"f{i:02d}", memory=memory, movement=movement) for i in range(1, 9)]
    habits += [Habit(f"f{i:02d}", "event", memory=memory, movement=movement, rate=0.25) for i in range(9, 13)]
    noise = 1.8 * float(np.sqrt(1.0 - memory**2))
    world = World(days=days, habits=tuple(habits), noise=noise, memory=memory, movement=movement)
    return replace(world, missing_days=0.2, missing_values=0.05)
