"""Noise the engine's model does not assume, in pain and in the factors alike, and no link at all."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bench.insight.methods import METHODS
from bench.insight.score import Score
from bench.insight.tables import figure
from hipwise.domain.insight.panel import Array, Column, Panel
from hipwise.domain.stats.autocorrelation import wander

Noise = Callable[[int, np.random.Generator], Array]
LENGTHS = (60, 120, 365)
FACTORS = 12


def _plain(days: int, rng: np.random.Generator, memory: float = 0.6) -> Array:
    return wander(np.array([memory]), days, rng)[:, 0]


def _momentum(days: int, rng: np.random.Generator) -> Array:
    smooth = np.convolve(_plain(days + 2, rng, 0.8), (1.0, 0.8, 0.4), mode="valid")
    return np.asarray(smooth / smooth.std())


def _outliers(days: int, rng: np.random.Generator) -> Array:
    series = np.zeros(days)
    state = 0.0
    for day, shock in enumerate(rng.standard_t(3, days) / np.sqrt(3.0)):
        state = 0.6 * state + 0.8 * shock
        series[day] = state
    return series


def _walk(days: int, rng: np.random.Generator) -> Array:
    return np.asarray(np.cumsum(rng.standard_normal(days)) * 0.35)


def _wild_months(days: int, rng: np.random.Generator) -> Array:
    turn = 2.0 * np.pi * (np.arange(days) / rng.uniform(40.0, 150.0) + rng.random())
    return np.asarray(_plain(days, rng) * np.exp(np.sin(turn)))


def _wild_spells(days: int, rng: np.random.Generator) -> Array:
    return np.asarray(_plain(days, rng) * np.exp(0.7 * _plain(days, rng, 0.97)))


def _regimes(days: int, rng: np.random.Generator) -> Array:
    bad = np.cumsum(rng.random(days) < 0.02) % 2
    return np.asarray(_plain(days, rng) * (0.6 + 0.8 * bad) + 2.2 * bad)


def _day_noise(days: int, rng: np.random.Generator) -> Array:
    return np.asarray(0.7 * _plain(days, rng, 0.97) + 0.7 * rng.standard_normal(days))


NOISES: dict[str, Noise] = {
    "AR(1)": _plain,
    "momentum (ARMA)": _momentum,
    "outliers (t, 3 df)": _outliers,
    "random walk": _walk,
    "variance in slow waves": _wild_months,
    "variance in spells": _wild_spells,
    "regime switches": _regimes,
    "slow state and day noise": _day_noise,
}


def worlds(each: int, seed: int) -> None:
    """Print the share of journals with a false link, by noise and length."""
    print(f"\nOther noise, no link: share of journals with a false one ({each} a cell)")
    print(f"{'':58}" + "".join(f"{f'{days} days':>15}" for days in LENGTHS))
    for place, (title, noise) in enumerate({**NOISES, "pain at its floor": _plain}.items()):
        level = 1.9 if title == "pain at its floor" else 4.5
        cells = [_cell(noise, level, days, each, (seed, 6, place, days)) for days in LENGTHS]
        for name in METHODS:
            print(f"{title:26}{name:32}" + "".join(f"{figure(cell[name].any_wrong):>15}" for cell in cells))


def _cell(noise: Noise, level: float, days: int, each: int, seed: tuple[int, ...]) -> dict[str, Score]:
    result = {name: Score() for name in METHODS}
    for number in range(each):
        panel = _journal(noise, level, days, np.random.default_rng([*seed, number]))
        for name, method in METHODS.items():
            result[name].add(method(panel), set(), 0.0)
    return result


def _journal(noise: Noise, level: float, days: int, rng: np.random.Generator) -> Panel:
    """Twelve factors, the last four of them events, one day in five and one value in twenty missing."""
    kept = rng.random(days) >= 0.2
    pain = np.clip(np.round(level + 1.6 * noise(days, rng)), 0.0, 10.0)
    columns = []
    for number in range(FACTORS):
        drive = noise(days, rng)
        drive = drive / max(float(drive.std()), 1e-9)
        value = (drive > 0.7).astype(np.float64) if number >= 8 else np.clip(np.round(4.0 + 1.8 * drive), 0.0, 10.0)
        value[rng.random(days) < 0.05] = np.nan
        columns.append(Column(f"f{number + 1:02d}", value[kept]))
    return Panel(np.flatnonzero(kept).astype(np.float64) + 20_000.0, Column("pain", pain[kept]), tuple(columns))
