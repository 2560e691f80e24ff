"""Simulated lives with known causes: what an engine finds in them can be checked against the truth.

A life runs in moments (one a day, or several). At each moment every factor moves first, then pain::

    factor: z[t] = memory * z[t-1] + noise,   mixed with the factor it follows, moved by the pain before it
    pain:   s[t] = memory^gap * s[t-1] + sum of effect * step of its causes + noise * normal

where gap is 1 from day to day, and with several moments a day the time passed in usual gaps.
What is written is level + s + weekday + a slow wave, rounded and kept on the scale, on the days that get
written at all. Effects are in points of pain: for a number, for one step (its standard deviation in the
world); for an event, for its happening. They kick the state, so they fade with pain's own memory;
only with several moments a day, what the day before brings stays the whole day and is then gone.

Quick start::

    from hipwise.domain.insight.world import hip_life, live
    life = live(hip_life(days=120, causes={"stress": ("same", 0.6), "sat_long": ("next", 0.8)}), rng)
    life.panel, life.causes
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from hipwise.domain.insight.finding import Lag
from hipwise.domain.insight.panel import Array, Column, Kind, Panel
from hipwise.domain.stats.autocorrelation import wander

FIRST_DAY = 20_000.0
"""Where lives begin unless told otherwise: 2024-10-04, in days since 1970-01-01."""


@dataclass(frozen=True, slots=True)
class Habit:
    """A factor of a life.

    A number lives around ``mean`` with spread ``spread``, rounded to ``grain`` and kept within
    ``low`` and ``high``; an event happens on a share ``rate`` of moments. ``memory`` is its lag-one
    autocorrelation. ``follows`` names an earlier habit and the correlation with it (a decoy);
    ``after_pain`` is how many of its own spreads it moves for each spread of pain the moment before
    (reverse causation); ``weekend`` how many spreads it moves on Saturday and Sunday.
    """

    name: str
    kind: Kind = "number"
    mean: float = 4.0
    spread: float = 1.8
    low: float = 0.0
    high: float = 10.0
    grain: float = 1.0
    rate: float = 0.3
    memory: float = 0.3
    follows: tuple[str, float] | None = None
    after_pain: float = 0.0
    weekend: float = 0.0


@dataclass(frozen=True, slots=True)
class Cause:
    """The truth about one factor: points of pain for one step (or one event), on the same day or the next."""

    factor: str
    lag: Lag
    effect: float


@dataclass(frozen=True, slots=True)
class World:
    """How a life runs. ``noise`` is the standard deviation of pain's own new movement each moment, in points."""

    days: int
    habits: tuple[Habit, ...]
    causes: tuple[Cause, ...] = ()
    outcome: str = "pain"
    level: float = 4.5
    noise: float = 1.2
    memory: float = 0.5
    weekday: float = 0.3
    drift: float = 0.5
    grain: float = 1.0
    scale: tuple[float, float] = (0.0, 10.0)
    missing_days: float = 0.0
    missing_values: float = 0.0
    missing_on_good_days: float = 0.0
    moments: int = 1
    first_day: float = FIRST_DAY


@dataclass(frozen=True, slots=True)
class Life:
    """One simulated person: the journal as written, what truly moved pain, and pain unrounded (all days)."""

    panel: Panel
    causes: tuple[Cause, ...]
    felt: Array


def live(world: World, rng: np.random.Generator) -> Life:
    """Run one life of ``world``. The same world and generator state give the same life.

    Raises:
        ValueError: when a cause or ``follows`` names no (earlier) habit.
    """
    _check(world)
    times = _times(world, rng)
    written, state = _run(world, times, rng)
    felt = world.level + state + _clock(world, times, rng)
    low, high = world.scale
    pain = np.clip(np.round(felt / world.grain) * world.grain, low, high)
    kept = _written_days(world, times, felt, rng)
    blank = rng.random((len(world.habits) + 1, times.size)) < world.missing_values
    columns = [np.where(gap | ~kept, np.nan, values) for gap, values in zip(blank, [pain, *written], strict=True)]
    panel = Panel(
        times=times[kept],
        outcome=Column(world.outcome, columns[0][kept]),
        factors=tuple(Column(h.name, c[kept]) for h, c in zip(world.habits, columns[1:], strict=True)),
        timed=world.moments > 1,
    )
    return Life(panel, world.causes, felt)


def _check(world: World) -> None:
    seen: set[str] = set()
    for habit in world.habits:
        if habit.follows is not None and habit.follows[0] not in seen:
            raise ValueError(f"{habit.name!r} follows {habit.follows[0]!r}, which is no earlier habit")
        seen.add(habit.name)
    for cause in world.causes:
        if cause.factor not in seen:
            raise ValueError(f"{cause.factor!r} is no habit of this world")


def _times(world: World, rng: np.random.Generator) -> Array:
    days = world.first_day + np.arange(world.days, dtype=np.float64)
    if world.moments == 1:
        return days
    slots = np.linspace(8.0, 21.0, world.moments) / 24.0
    wobble = rng.uniform(-0.4, 0.4, (world.days, world.moments)) * (13.0 / 24.0) / world.moments
    minutes = np.round((days[:, None] + slots + wobble) * 1440.0)
    return np.sort(minutes.ravel()) / 1440.0


def _run(world: World, times: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """What would be written of the factors, shape (habits, moments), and pain's state, shape (moments,).

    Habits that pain doesn't touch are run in one go; the others step by step together with pain.
    """
    habits, count = world.habits, times.size
    index = {habit.name: i for i, habit in enumerate(habits)}
    own = wander(np.array([habit.memory for habit in habits]), count, rng).T
    own += np.array([habit.weekend for habit in habits])[:, None] * np.isin(np.floor(times) % 7.0, (2.0, 3.0))
    steps, written = np.zeros((len(habits), count)), np.zeros((len(habits), count))
    touched = _touched(habits)
    for i, habit in enumerate(habits):
        if habit.name not in touched:
            written[i], steps[i] = _write(habit, _drive(habit, own[i], steps, index, slice(None)))
    causes = [(index[cause.factor], cause.lag, cause.effect) for cause in world.causes]
    lasting = [cause for cause in causes if world.moments > 1 and cause[1] == "next"]
    kicking = [cause for cause in causes if cause not in lasting]
    later = [i for i, habit in enumerate(habits) if habit.name in touched]
    usual = world.noise / np.sqrt(1.0 - world.memory**2)
    shocks = rng.standard_normal(count)
    state = np.zeros(count)
    pain = usual * float(rng.standard_normal())
    fade, fresh = _fading(world, times)
    for t in range(count):
        for i in later:
            drive = _drive(habits[i], own[i], steps, index, t) + habits[i].after_pain * pain / usual
            written[i, t], steps[i, t] = _write(habits[i], drive)
        pushes = sum(effect * _step_at(steps[i], t, lag, world.moments) for i, lag, effect in kicking)
        standing = sum(effect * _step_at(steps[i], t, lag, world.moments) for i, lag, effect in lasting)
        pain = float(fade[t]) * pain + float(fresh[t] * shocks[t]) + pushes
        state[t] = pain + standing
    return written, state


def _fading(world: World, times: Array) -> tuple[Array, Array]:
    """How much of pain's state is left from the moment before, and the spread of its fresh noise; (moments,) each.

    A night counts for as many moments as fit into it.
    """
    usual = world.noise / np.sqrt(1.0 - world.memory**2)
    unit = float(np.median(np.diff(times))) if times.size > 1 else 1.0
    fade = np.power(world.memory, np.concatenate([[1.0], np.diff(times) / unit]))
    return fade, usual * np.sqrt(1.0 - fade**2)


def _touched(habits: tuple[Habit, ...]) -> set[str]:
    """Names of the habits that pain moves, itself or through the one they follow."""
    touched: set[str] = set()
    for habit in habits:
        if habit.after_pain or (habit.follows is not None and habit.follows[0] in touched):
            touched.add(habit.name)
    return touched


def _drive(habit: Habit, own: Array, steps: Array, index: Mapping[str, int], at: int | slice) -> Array:
    """A habit's latent drive (standard units) at one moment or all, mixed with the steps of the one it follows."""
    if habit.follows is None:
        return np.asarray(own[at])
    parent, share = habit.follows
    return np.asarray(share * steps[index[parent], at] + np.sqrt(1.0 - share**2) * own[at])


def _write(habit: Habit, drive: Array) -> tuple[Array, Array]:
    """The value written for a latent ``drive`` (standard units), and the same in steps."""
    if habit.kind == "event":
        happened = np.asarray(drive > NormalDist().inv_cdf(1.0 - habit.rate), dtype=np.float64)
        return happened, happened - habit.rate
    rough = np.round((habit.mean + habit.spread * drive) / habit.grain) * habit.grain
    value = np.minimum(np.maximum(rough, habit.low), habit.high)
    return value, (value - habit.mean) / habit.spread


def _step_at(steps: Array, t: int, lag: Lag, moments: int) -> float:
    """What a cause brings to moment ``t``: its step now, or the mean of its steps over the day before."""
    if lag == "same":
        return float(steps[t])
    start = (t // moments - 1) * moments
    return float(steps[start : start + moments].mean()) if start >= 0 else 0.0


def _clock(world: World, times: Array, rng: np.random.Generator) -> Array:
    """Weekday cycle plus a slow wave over the whole life, in points."""
    by_weekday = rng.standard_normal(7) * world.weekday
    by_weekday -= by_weekday.mean()
    phase, turns = rng.uniform(0.0, 2.0 * np.pi), rng.uniform(0.5, 1.5)
    wave = np.sin(2.0 * np.pi * turns * np.arange(times.size) / max(times.size, 1) + phase)
    return np.asarray(by_weekday[np.floor(times).astype(np.int64) % 7] + world.drift * wave)


def _written_days(world: World, times: Array, felt: Array, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Which moments get written: whole days are left out, good days more often when the world says so."""
    days = np.floor(times - world.first_day).astype(np.int64)
    chance = np.full(world.days, world.missing_days)
    mean = np.bincount(days, weights=felt, minlength=world.days) / np.maximum(np.bincount(days), 1)
    chance = chance + world.missing_on_good_days * (mean < np.median(mean))
    return np.asarray(rng.random(world.days)[days] >= chance[days])


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
