"""The days of a life: when entries are made, what clock and calendar bring, and which days get written."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hipwise.domain.insight.panel import Array
from hipwise.domain.insight.world.kinds import World

YEAR = 365.25
COLDEST = 15.0
"""Day of the year on which a season is at its highest: mid January."""


def moments(world: World, rng: np.random.Generator) -> Array:
    """Times of all moments in days, shape (moments,): whole days, or wobbling hours between 8 and 21."""
    days = world.first_day + np.arange(world.days, dtype=np.float64)
    if world.moments == 1:
        return days
    slots = np.linspace(8.0, 21.0, world.moments) / 24.0
    wobble = rng.uniform(-0.4, 0.4, (world.days, world.moments)) * (13.0 / 24.0) / world.moments
    minutes = np.round((days[:, None] + slots + wobble) * 1440.0)
    return np.sort(minutes.ravel()) / 1440.0


def weekends(times: Array) -> NDArray[np.bool_]:
    """Which moments lie on a Saturday or Sunday (1970-01-01 was a Thursday)."""
    return np.isin(np.floor(times) % 7.0, (2.0, 3.0))


def seasons(times: Array) -> Array:
    """The wave of the year at each moment: 1 in mid January, -1 in mid July."""
    return np.asarray(np.cos(2.0 * np.pi * (np.floor(times) - COLDEST) / YEAR))


def calendar(world: World, times: Array, rng: np.random.Generator) -> Array:
    """What weekday, slow wave, season and treatment bring to each moment, in points."""
    by_weekday = rng.standard_normal(7) * world.weekday
    by_weekday -= by_weekday.mean()
    phase, turns = rng.uniform(0.0, 2.0 * np.pi), rng.uniform(0.5, 1.5)
    wave = np.sin(2.0 * np.pi * turns * np.arange(times.size) / max(times.size, 1) + phase)
    points = by_weekday[np.floor(times).astype(np.int64) % 7] + world.drift * wave
    if world.season:
        points += world.season * seasons(times)
    if world.treatment is not None:
        points += world.treatment.points * (times >= world.first_day + world.treatment.day)
    return np.asarray(points)


def written_days(world: World, times: Array, felt: Array, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Which moments get written: whole days are left out, good days more often when the world says so."""
    days = np.floor(times - world.first_day).astype(np.int64)
    chance = np.full(world.days, world.missing_days)
    mean = np.bincount(days, weights=felt, minlength=world.days) / np.maximum(np.bincount(days), 1)
    chance = chance + world.missing_on_good_days * (mean < np.median(mean))
    return np.asarray(rng.random(world.days)[days] >= chance[days])
