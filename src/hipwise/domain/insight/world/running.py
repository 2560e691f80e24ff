"""Runs a life, moment by moment."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist

import numpy as np

from hipwise.domain.insight.finding import LAGS
from hipwise.domain.insight.panel import Array, Column, Panel
from hipwise.domain.insight.world.days import calendar, moments, seasons, weekends, written_days
from hipwise.domain.insight.world.kinds import Cause, Habit, Life, World
from hipwise.domain.insight.world.movement import move
from hipwise.domain.insight.world.truth import touched
from hipwise.domain.stats.autocorrelation import wander


def live(world: World, rng: np.random.Generator) -> Life:
    """Run one life of ``world``. The same world and generator state give the same life.

    Raises:
        ValueError: when the world makes no sense, see :meth:`World.check`.
    """
    world.check()
    times = moments(world, rng)
    written, state = _run(world, times, rng)
    felt = world.level + state + calendar(world, times, rng)
    kept = written_days(world, times, felt, rng)
    blank = rng.random((len(world.habits) + 1, times.size)) < world.missing_values
    tables = [_pain(world, felt), *written]
    columns = [np.where(gap | ~kept, np.nan, values) for gap, values in zip(blank, tables, strict=True)]
    named = [(habit, column) for habit, column in zip(world.habits, columns[1:], strict=True) if not habit.hidden]
    panel = Panel(
        times=times[kept],
        outcome=Column(world.outcome, columns[0][kept]),
        factors=tuple(Column(habit.name, column[kept]) for habit, column in named),
        timed=world.moments > 1,
    )
    return Life(panel, world.causes, felt)


def _pain(world: World, felt: Array) -> Array:
    """What would be written of pain."""
    if world.cuts:
        return np.searchsorted(np.array(world.cuts), felt, side="right").astype(np.float64)
    return np.asarray(np.clip(np.round(felt / world.grain) * world.grain, *world.scale))


def _run(world: World, times: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """What would be written of the factors, shape (habits, moments), and pain's state, shape (moments,).

    Habits that pain doesn't touch are run in one go; the others step by step together with pain.
    """
    habits, count = world.habits, times.size
    index = {habit.name: i for i, habit in enumerate(habits)}
    own = _own(habits, times, rng)
    steps, written = np.zeros((len(habits), count)), np.zeros((len(habits), count))
    moved = touched(habits)
    for i, habit in enumerate(habits):
        if habit.name not in moved:
            written[i], steps[i] = _write(habit, _drive(habit, own[i], steps, index, slice(None)))
    causes = [_Push(cause, habits[index[cause.factor]], index[cause.factor], world) for cause in world.causes]
    lasting = [cause for cause in causes if world.moments > 1 and cause.back]
    kicking = [cause for cause in causes if cause not in lasting]
    later = [i for i, habit in enumerate(habits) if habit.name in moved]
    pain, fade, news = _pains_own(world, times, rng)
    state = np.zeros(count)
    for t in range(count):
        for i in later:
            drive = _drive(habits[i], own[i], steps, index, t) + habits[i].after_pain * pain / world.usual
            written[i, t], steps[i, t] = _write(habits[i], drive)
        pushes = sum(cause.at(t, written, steps) for cause in kicking)
        standing = sum(cause.at(t, written, steps) for cause in lasting)
        pain = float(fade[t]) * pain + float(news[t]) + pushes
        state[t] = pain + standing
    return written, state


def _own(habits: tuple[Habit, ...], times: Array, rng: np.random.Generator) -> Array:
    """The own movement of every habit with its weekends and seasons, in its spreads; shape (habits, moments)."""
    own = wander(np.array([habit.memory for habit in habits]), times.size, rng).T
    for i, habit in enumerate(habits):
        if habit.movement != "ar":
            own[i] = move(habit.movement, habit.memory, times.size, rng)
    own += np.array([habit.weekend for habit in habits])[:, None] * weekends(times)
    own += np.array([habit.season for habit in habits])[:, None] * seasons(times)
    return own


def _pains_own(world: World, times: Array, rng: np.random.Generator) -> tuple[float, Array, Array]:
    """Pain's state before the first moment; the share of it left from moment to moment and what is new; (moments,).

    A night counts for as many moments as fit into it. Whatever its movement, pain's state is what is left of the
    moment before and what is new, so that the kick of a cause fades alike in all of them.
    """
    unit = float(np.median(np.diff(times))) if times.size > 1 else 1.0
    fade = np.power(world.memory, np.concatenate([[1.0], np.diff(times) / unit]))
    if world.movement != "ar":
        own = world.usual * move(world.movement, world.memory, times.size, rng)
        return 0.0, fade, own - fade * np.concatenate([[0.0], own[:-1]])
    shocks = rng.standard_normal(times.size)
    return world.usual * float(rng.standard_normal()), fade, world.usual * np.sqrt(1.0 - fade**2) * shocks


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


class _Push:
    """What one cause brings to pain, moment by moment."""

    def __init__(self, cause: Cause, habit: Habit, place: int, world: World) -> None:
        self.back = LAGS.index(cause.lag)
        self._cause, self._place, self._moments = cause, place, world.moments
        self._first = cause.begins * world.moments
        self._end = world.days * world.moments if cause.ends is None else cause.ends * world.moments
        self._usual = 0.0
        if cause.above is not None:
            edge = (np.floor(cause.above / habit.grain) + 0.5) * habit.grain
            self._usual = 1.0 - NormalDist(habit.mean, habit.spread).cdf(edge)

    def at(self, t: int, written: Array, steps: Array) -> float:
        """Points brought to moment ``t``: for its step now, or for the mean of its steps over an earlier day."""
        if not self._first <= t < self._end:
            return 0.0
        if self.back == 0:
            return self._cause.effect * float(self._steps(written, steps, slice(t, t + 1))[0])
        start = (t // self._moments - self.back) * self._moments
        if start < 0:
            return 0.0
        return self._cause.effect * float(self._steps(written, steps, slice(start, start + self._moments)).mean())

    def _steps(self, written: Array, steps: Array, when: slice) -> Array:
        """Steps of the factor; with a threshold, whether it is above it, less how often it usually is."""
        if self._cause.above is None:
            return steps[self._place, when]
        return np.asarray((written[self._place, when] > self._cause.above) - self._usual)
