"""Tail probabilities of the normal and of Student's t, without the half second that importing scipy.stats takes."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

_SMALLEST = 1e-300
_NORMAL = NormalDist()


def _legendre(count: int) -> tuple[Array, Array]:
    """Nodes and weights of Gauss-Legendre quadrature on -1 to 1 (Golub & Welsch 1969).

    numpy has them too, in a package whose import takes longer than all the rest of this one.
    """
    order = np.arange(1.0, count)
    beside = order / np.sqrt(4.0 * order**2 - 1.0)
    nodes, vectors = np.linalg.eigh(np.diag(beside, 1) + np.diag(beside, -1))
    return nodes, 2.0 * vectors[0] ** 2


_NODES, _WEIGHTS = _legendre(64)


def normal_tail(z: ArrayLike) -> Array:
    """P(Z > z) of a standard normal; any shape."""
    flat = np.asarray(z, dtype=np.float64)
    tails = [0.5 * math.erfc(value) for value in (flat.ravel() / math.sqrt(2.0)).tolist()]
    return np.array(tails, dtype=np.float64).reshape(flat.shape)


def normal_point(p: ArrayLike) -> Array:
    """The z with P(Z > z) = p, for 0 < p < 1; any shape."""
    flat = np.asarray(p, dtype=np.float64)
    points = [-_NORMAL.inv_cdf(value) for value in np.clip(flat.ravel(), _SMALLEST, 1.0 - 1e-16).tolist()]
    return np.array(points, dtype=np.float64).reshape(flat.shape)


def student_two_sided(t: ArrayLike, df: ArrayLike) -> Array:
    """P(|T| > |t|) of Student's t with ``df`` > 0 degrees of freedom; shapes broadcast."""
    square, freedom = np.broadcast_arrays(np.asarray(t, dtype=np.float64) ** 2, np.asarray(df, dtype=np.float64))
    return _beta_share(freedom / 2.0, np.full(freedom.shape, 0.5), freedom / (freedom + square))


def student_point(p: ArrayLike, df: ArrayLike) -> Array:
    """The t with P(|T| > t) = ``p``, for 0 < p < 1 and df > 0; shapes broadcast.

    Newton's method on log P against log t, which is concave and therefore safe from any start.
    """
    wanted, freedom = np.broadcast_arrays(np.asarray(p, dtype=np.float64), np.asarray(df, dtype=np.float64))
    place = np.log(normal_point(wanted / 2.0))
    constant = -_log_beta(freedom / 2.0, np.full(freedom.shape, 0.5)) - 0.5 * np.log(freedom)
    for _ in range(60):
        t = np.exp(place)
        tail = np.maximum(student_two_sided(t, freedom), _SMALLEST)
        density = np.exp(constant - (freedom + 1.0) / 2.0 * np.log1p(t * t / freedom))
        step = np.clip((np.log(tail) - np.log(wanted)) * tail / (2.0 * t * density), -2.0, 2.0)
        place = place + step
        if bool((np.abs(step) < 1e-12).all()):
            break
    return np.asarray(np.exp(place), dtype=np.float64)


def smaller_of_two(z: ArrayLike, correlation: ArrayLike) -> Array:
    """P(max(|Z1|, |Z2|) > z) for standard normals with the given correlation; shapes broadcast.

    The p-value of the better of two looks. Exact up to quadrature: the part outside z in the first
    normal, plus the integral over the first inside z of the second's conditional tails.
    """
    cut, rho = np.broadcast_arrays(np.abs(np.asarray(z, dtype=np.float64)), np.asarray(correlation, dtype=np.float64))
    rho = np.clip(rho, -1.0, 1.0)
    rest = np.sqrt(np.maximum(1.0 - rho**2, 1e-12))[..., None]
    first = cut[..., None] * _NODES
    bell = np.exp(-0.5 * first**2) / math.sqrt(2.0 * math.pi)
    outside = normal_tail((cut[..., None] - rho[..., None] * first) / rest)
    outside += normal_tail((cut[..., None] + rho[..., None] * first) / rest)
    inside = cut * (bell * outside * _WEIGHTS).sum(axis=-1)
    return np.asarray(np.minimum(1.0, 2.0 * normal_tail(cut) + inside), dtype=np.float64)


def point_of_two(p: float, correlation: ArrayLike) -> Array:
    """The z with P(max(|Z1|, |Z2|) > z) = ``p``, to about four digits: from a table over the correlation; any shape."""
    strengths, points = _table_of_two(p)
    return np.asarray(np.interp(np.abs(np.asarray(correlation, dtype=np.float64)), strengths, points))


@lru_cache(maxsize=16)
def _table_of_two(p: float) -> tuple[Array, Array]:
    strengths = np.sin(np.linspace(0.0, math.pi / 2.0, 33))
    low = np.full(strengths.size, float(normal_point(p / 2.0)))
    high = np.full(strengths.size, float(normal_point(p / 4.0)))
    for _ in range(24):
        middle = (low + high) / 2.0
        above = smaller_of_two(middle, strengths) > p
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return strengths, (low + high) / 2.0


def _beta_share(a: Array, b: Array, x: Array) -> Array:
    """Regularised incomplete beta I_x(a, b), from whichever end the continued fraction runs faster."""
    swap = x > (a + 1.0) / (a + b + 2.0)
    share = _beta_fraction(np.where(swap, b, a), np.where(swap, a, b), np.where(swap, 1.0 - x, x))
    return np.asarray(np.clip(np.where(swap, 1.0 - share, share), 0.0, 1.0), dtype=np.float64)


def _beta_fraction(a: Array, b: Array, x: Array) -> Array:
    """I_x(a, b) by Lentz's continued fraction (Press et al. 2007, section 6.4)."""
    safe = np.clip(x, _SMALLEST, 1.0 - 1e-16)
    front = np.exp(np.maximum(a * np.log(safe) + b * np.log1p(-safe) - _log_beta(a, b), -690.0)) / a
    c = np.ones_like(safe)
    d = 1.0 / _away_from_zero(1.0 - (a + b) * safe / (a + 1.0))
    h = d.copy()
    for m in range(1, 400):
        even = m * (b - m) * safe / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * safe / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1.0 / _away_from_zero(1.0 + step * d)
            c = _away_from_zero(1.0 + step / c)
            h = h * d * c
        if bool((np.abs(d * c - 1.0) < 1e-13).all()):
            break
    return np.asarray(front * h, dtype=np.float64)


def _log_beta(a: Array, b: Array) -> Array:
    pairs = zip(a.ravel().tolist(), b.ravel().tolist(), strict=True)
    logs = [math.lgamma(one) + math.lgamma(other) - math.lgamma(one + other) for one, other in pairs]
    return np.array(logs, dtype=np.float64).reshape(a.shape)


def _away_from_zero(x: Array) -> Array:
    return np.where(np.abs(x) < _SMALLEST, _SMALLEST, x)
