"""Smooth curves through points, as SVG path data. Points are (x, y); (x, y, 0) is a corner.

Pure Python; charts and pictures draw with it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

Point = tuple[float, ...]
Points = Sequence[Point]


def num(value: float) -> str:
    """One decimal, none when it would be 0: bytes count in a picture."""
    text = f"{value:.1f}"
    text = text[:-2] if text.endswith(".0") else text
    return "0" if text == "-0" else text


def _tangent(points: Points, i: int, closed: bool) -> tuple[float, float]:
    if len(points[i]) > 2:
        return (0.0, 0.0)
    n = len(points)
    before = points[(i - 1) % n] if closed else points[max(i - 1, 0)]
    after = points[(i + 1) % n] if closed else points[min(i + 1, n - 1)]
    return (after[0] - before[0], after[1] - before[1])


def _control(points: Points, i: int, other: Point, reach: float, closed: bool) -> tuple[float, float]:
    """The Bezier control point beside point `i`, on the way to `other`: `reach` ahead of it, or behind if negative."""
    x, y = points[i][:2]
    tx, ty = _tangent(points, i, closed)
    length = math.hypot(tx, ty)
    if length == 0:
        return (x + (other[0] - x) * 0.25, y + (other[1] - y) * 0.25)
    return (x + tx / length * reach, y + ty / length * reach)


def spline(points: Points, closed: bool = True, tension: float = 0.5) -> str:
    """Path data of a smooth curve through all points (cubic segments, tangents as in Catmull and Rom)."""
    n = len(points)
    parts = [f"M{num(points[0][0])} {num(points[0][1])}"]
    here = (round(points[0][0], 1), round(points[0][1], 1))
    for i in range(n if closed else n - 1):
        j = (i + 1) % n
        reach = math.dist(points[i][:2], points[j][:2]) * tension * 0.66
        a = _control(points, i, points[j], reach, closed)
        b = _control(points, j, points[i], -reach, closed)
        end = (round(points[j][0], 1), round(points[j][1], 1))
        steps = [p - here[k] for point in (a, b, end) for k, p in enumerate(point)]
        parts.append("c" + packed(steps))
        here = end
    return "".join(parts) + ("Z" if closed else "")


def packed(steps: Sequence[float]) -> str:
    """Numbers side by side with as few signs as SVG allows: 1.5-.3 2."""
    words = [re.sub(r"^(-?)0\.", r"\1.", num(step)) for step in steps]
    return "".join(word if i == 0 or word[0] == "-" else f" {word}" for i, word in enumerate(words))


def sample(points: Points, count: int = 24) -> list[Point]:
    """`count` + 1 points along a smooth open curve through `points`."""
    last = len(points) - 1
    result: list[Point] = []
    for i in range(count + 1):
        u = i / count * last
        s = min(int(u), last - 1)
        t = u - s
        near = (points[max(s - 1, 0)], points[s], points[s + 1], points[min(s + 2, last)])
        result.append((_between([p[0] for p in near], t), _between([p[1] for p in near], t)))
    return result


def _between(near: Sequence[float], t: float) -> float:
    """Catmull and Rom's cubic, `t` of the way from the second to the third of four values."""
    a, b, c, d = near
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def blend(one: Points, two: Points, t: float) -> list[Point]:
    """Point by point, `t` of the way from `one` to `two`."""
    return [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in zip(one, two, strict=False)]


def fibre(one: Points, two: Points, t: float, steps: int = 10, *, start: float = 0.0, end: float = 1.0) -> str:
    """Path data of a curve `t` of the way between two curves, from share `start` to `end` along them."""
    a, b = sample(one, 40), sample(two, 40)
    picks = [round((start + (end - start) * i / steps) * 40) for i in range(steps + 1)]
    return spline(blend([a[q] for q in picks], [b[q] for q in picks], t), closed=False)


def mirror(points: Points, centre: float) -> list[Point]:
    """The points on the other side of the line x = centre."""
    return [(2 * centre - p[0], *p[1:]) for p in points]
