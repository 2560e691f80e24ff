"""Pain's memory: a Kalman filter over the written moments that turns remembered series into fresh ones.

Pain is level + clock + state + rounding noise; the state forgets by a factor ``memory`` each unit of time and is
pushed by fresh noise of variance 1 (Kalman 1960; Jones 1980 for gaps). The filter's gains depend only on the
times, so the same gains whiten pain, the clock and every factor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hipwise.domain.insight.panel import Array


@dataclass(frozen=True, slots=True, eq=False)
class Gains:
    """For each row and memory, shape (rows, memories): ``scale`` divides the surprise, ``keep`` carries the
    prediction to the next row, ``learn`` adds of the value seen. ``log_scale`` (memories,) sums log variances."""

    scale: Array
    keep: Array
    learn: Array
    log_scale: Array


def gains(memories: Array, gaps: Array, rounding: float) -> Gains:
    """Filter gains for ``memories`` (m,) over rows whose distance to the row before is ``gaps`` (n,), the first
    ignored. ``rounding`` is the variance of the noise of writing, relative to the fresh noise."""
    rows, usual = gaps.size, 1.0 / (1.0 - memories**2)
    scale, keep, learn = (np.empty((rows, memories.size)) for _ in range(3))
    fade = np.power(memories[None, :], np.append(gaps[1:], 1.0)[:, None])
    variance = usual
    for row in range(rows):
        surprise = variance + rounding
        gain = variance / surprise
        scale[row] = surprise
        keep[row] = fade[row] * (1.0 - gain)
        learn[row] = fade[row] * gain
        variance = usual + fade[row] ** 2 * (variance * (1.0 - gain) - usual)
    return Gains(1.0 / np.sqrt(scale), keep, learn, np.log(scale).sum(axis=0))


def whiten(series: Array, by: Gains) -> Array:
    """Surprises in units of their own spread; series (n, c) or (memories, n, c) -> (memories, n, c)."""
    rows, memories = by.scale.shape
    shape = (rows, memories, series.shape[-1])
    ordered = np.broadcast_to(np.moveaxis(np.atleast_3d(series[None] if series.ndim == 2 else series), 0, 1), shape)
    result = np.empty(shape)
    foreseen = np.zeros(shape[1:])
    keep, learn = by.keep[:, :, None], by.learn[:, :, None]
    for row in range(rows):
        seen = ordered[row]
        np.subtract(seen, foreseen, out=result[row])
        foreseen = keep[row] * foreseen + learn[row] * seen
    result *= by.scale[:, :, None]
    return np.moveaxis(result, 0, 1)


def carry(kicks: Array, memories: Array, gaps: Array) -> Array:
    """What is left in the state of kicks given at each tick: s = memory^gap * s + kick; (t, c) -> (memories, t, c)."""
    result = np.empty((kicks.shape[0], memories.size, kicks.shape[1]))
    fade = np.power(memories[None, :], gaps[:, None])[:, :, None] if gaps.size else np.empty((0, memories.size, 1))
    state = np.zeros((memories.size, kicks.shape[1]))
    for tick in range(kicks.shape[0]):
        state = fade[tick] * state + kicks[tick]
        result[tick] = state
    return np.moveaxis(result, 0, 1)
