"""How a series runs when nothing pushes it: the memories, tails and moods of series that a model may not foresee.

Each kind has mean 0 and spread 1: in the long run where it has one, over the life itself where it has none (``walk``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np

from hipwise.domain.insight.panel import Array
from hipwise.domain.stats.autocorrelation import wander

Movement = Literal[
    "ar", "arma", "long", "walk", "cycles", "heavy", "flares", "waves", "spells", "regimes", "slow_and_noise"
]
MOVEMENTS: tuple[Movement, ...] = get_args(Movement)

WARM_UP = 200
"""Steps run before the first that is kept, where a series does not start in its usual spread."""


def move(kind: Movement, memory: float, steps: int, rng: np.random.Generator) -> Array:
    """One series of ``kind``, shape (steps,). ``memory`` (0 to below 1) is its AR(1) part's lag-one autocorrelation."""
    return _KINDS[kind](memory, steps, rng)


def _ar(memory: float, steps: int, rng: np.random.Generator) -> Array:
    """An AR(1): today is a share of yesterday plus something new."""
    return wander(np.array([memory]), steps, rng)[:, 0]


def _arma(memory: float, steps: int, rng: np.random.Generator) -> Array:
    """An AR(1) smoothed over three days, so that a rise goes on rising."""
    weights = np.array([1.0, 0.8, 0.4])
    apart = np.abs(np.subtract.outer(np.arange(3), np.arange(3)))
    spread = float(np.sqrt(weights @ memory**apart @ weights))
    return np.convolve(_ar(memory, steps + 2, rng), weights, mode="valid") / spread


def _long(memory: float, steps: int, rng: np.random.Generator) -> Array:
    """Fractional noise (Granger & Joyeux 1980): fades more slowly than any AR(1); at lag one it is ``memory``."""
    power, past = memory / (1.0 + memory), 4 * WARM_UP
    ratios = (np.arange(1, past) - 1.0 + power) / np.arange(1, past)
    weights = np.concatenate([[1.0], np.cumprod(ratios)])
    return np.convolve(rng.standard_normal(steps + past - 1), weights, mode="valid") / float(np.sqrt(weights @ weights))


def _walk(memory: float, steps: int, rng: np.random.Generator) -> Array:
    """A random walk, on which correlations are spurious however long it is (Granger & Newbold 1974)."""
    del memory
    path = np.cumsum(rng.standard_normal(steps))
    return np.asarray((path - path.mean()) / max(float(path.std()), 1e-9))


def _cycles(memory: float, steps: int, rng: np.random.Generator) -> Array:
    """Half an AR(1), half a rhythm of about four weeks that loses its beat over a month or so (an AR(2))."""
    keep = 0.97
    first, second = 2.0 * keep * np.cos(2.0 * np.pi / 28.0), -(keep**2)
    shocks = rng.standard_normal(steps + WARM_UP)
    series = np.zeros(steps + WARM_UP)
    for step in range(2, series.size):
        series[step] = first * series[step - 1] + second * series[step - 2] + shocks[step]
    variance = (1.0 - second) / ((1.0 + second) * ((1.0 - second) ** 2 - first**2))
    return np.asarray(np.sqrt(0.5 / variance) * series[WARM_UP:] + np.sqrt(0.5) * _ar(memory, steps, rng))


def _heavy(memory: float, steps: int, rng: np.random.Generator) -> Array:
    """An AR(1) whose news has Student's t with three degrees of freedom: now and then something huge."""
    return _remembered(rng.standard_t(3, steps + WARM_UP) / np.sqrt(3.0), memory)


def _flares(memory: float, steps: int, rng: np.random.Generator) -> Array:
    """Day noise and flares: sudden, one in twelve days, fading with ``memory``. Up fast, down slowly."""
    chance = 1.0 / 12.0
    jumps = (rng.random(steps + WARM_UP) < chance) * rng.exponential(1.0, steps + WARM_UP) - chance
    flares = _remembered(jumps / np.sqrt(2.0 * chance - chance**2), memory)
    return np.asarray(0.8 * flares + 0.6 * rng.standard_normal(steps))


def _waves(memory: float, steps: int, rng: np.random.Generator) -> Array:
    """An AR(1) whose swings grow and shrink sevenfold, in a slow wave of 40 to 150 days."""
    turn = 2.0 * np.pi * (np.arange(steps) / rng.uniform(40.0, 150.0) + rng.random())
    return np.asarray(_ar(memory, steps, rng) * np.exp(np.sin(turn)) / np.sqrt(np.i0(2.0)))


def _spells(memory: float, steps: int, rng: np.random.Generator) -> Array:
    """An AR(1) whose swings come in spells: the log of its spread is itself a slow AR(1) (Taylor 1986)."""
    return np.asarray(_ar(memory, steps, rng) * np.exp(0.7 * _ar(0.97, steps, rng) - 0.49))


def _regimes(memory: float, steps: int, rng: np.random.Generator) -> Array:
    """Two regimes of about fifty days (Hamilton 1989): good ones low and quiet, bad ones high and restless."""
    bad = (np.cumsum(rng.random(steps) < 0.02) + int(rng.integers(2))) % 2
    return np.asarray((_ar(memory, steps, rng) * (0.6 + 0.8 * bad) + 2.2 * bad - 1.1) / np.sqrt(1.1**2 + 1.16))


def _slow_and_noise(memory: float, steps: int, rng: np.random.Generator) -> Array:
    """Half a very slow AR(1), half noise of the day alone: one memory can't say both."""
    del memory
    return np.asarray(np.sqrt(0.5) * (_ar(0.97, steps, rng) + rng.standard_normal(steps)))


def _remembered(shocks: Array, memory: float) -> Array:
    """An AR(1) of these unit shocks, in unit spread, without its warm-up."""
    series = np.sqrt(1.0 - memory**2) * shocks
    for step in range(1, series.size):
        series[step] += memory * series[step - 1]
    return np.asarray(series[WARM_UP:])


_KINDS: dict[Movement, Callable[[float, int, np.random.Generator], Array]] = {
    "ar": _ar,
    "arma": _arma,
    "long": _long,
    "walk": _walk,
    "cycles": _cycles,
    "heavy": _heavy,
    "flares": _flares,
    "waves": _waves,
    "spells": _spells,
    "regimes": _regimes,
    "slow_and_noise": _slow_and_noise,
}
