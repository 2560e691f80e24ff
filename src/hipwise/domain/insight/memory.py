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
    prediction to the next row, ``learn`` adds of the value seen. ``log_scale`` (memories,) sums log variances;
    ``rounding`` is the variance of the noise of writing."""

    scale: Array
    keep: Array
    learn: Array
    log_scale: Array
    rounding: float


def gains(memories: Array, gaps: Array, rounding: float) -> Gains:
    """Filter gains for ``memories`` (m,) over rows whose distance to the row before is ``gaps`` (n,), the first
    ignored. ``rounding`` is the variance of the noise of writing, relative to the fresh noise."""
    rows, usual = gaps.size, 1.0 / (1.0 - memories**2)
    fade = np.power(memories[None, :], np.append(gaps[1:], 1.0)[:, None])
    fresh, kept = usual * (1.0 - fade**2), rounding * fade**2
    variance = np.empty((rows, memories.size))
    now = usual
    for row in range(rows):
        variance[row] = now
        now = fresh[row] + kept[row] * (now / (now + rounding))
    surprise = variance + rounding
    gain = variance / surprise
    return Gains(1.0 / np.sqrt(surprise), fade * (1.0 - gain), fade * gain, np.log(surprise).sum(axis=0), rounding)


def whiten(series: Array, by: Gains) -> Array:
    """Surprises in units of their own spread; series (n, c) or (memories, n, c) -> (memories, n, c)."""
    learn, scale = by.learn.T[:, :, None], by.scale.T[:, :, None]
    seen = series if series.ndim == 3 else series[None]
    foreseen = recur(by.keep.T, learn * seen)
    result: Array = np.broadcast_to(seen, foreseen.shape) * scale
    result[:, 1:] -= foreseen[:, :-1] * scale[:, 1:]
    return result


def carry(kicks: Array, memories: Array, gaps: Array) -> Array:
    """What is left in the state of kicks given at each tick: s = memory^gap * s + kick; (t, c) -> (memories, t, c)."""
    fade = np.power(memories[:, None], gaps[None, :])
    return recur(fade, np.broadcast_to(kicks, (memories.size, *kicks.shape)))


BLOCK = 16
"""Rows that are run through at once: few enough that a block costs little, enough that there are few blocks."""


def recur(keep: Array, pushes: Array) -> Array:
    """s[t] = keep[t] * s[t - 1] + pushes[t] from s = 0; keep (m, n) and pushes (m, n, c) -> (m, n, c).

    In blocks: a block's answer to its own pushes is a triangular matrix of products of ``keep``, and what was there
    before it fades through it.
    """
    memories, rows, count = pushes.shape
    blocks = -(-rows // BLOCK)
    padded = np.zeros((memories, blocks * BLOCK))
    padded[:, :rows] = keep
    through = padded.reshape(memories, blocks, BLOCK)
    answer = np.zeros((memories, blocks, BLOCK, BLOCK))
    answer[:, :, 0, 0] = 1.0
    for row in range(1, BLOCK):
        answer[:, :, row, :row] = through[:, :, row, None] * answer[:, :, row - 1, :row]
        answer[:, :, row, row] = 1.0
    fades = np.cumprod(through, axis=2)[..., None]
    result = np.empty((memories, rows, count))
    before = np.zeros((memories, 1, count))
    for block in range(blocks):
        part = slice(block * BLOCK, min((block + 1) * BLOCK, rows))
        size = part.stop - part.start
        own = answer[:, block, :size, :size] @ pushes[:, part]
        own += fades[:, block, :size] * before
        result[:, part] = own
        before = own[:, -1:]
    return result
