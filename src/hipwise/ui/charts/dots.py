"""Two stacks of days on one scale: those with something, and those without."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hipwise.ui.charts.figure import Figure, Table, diamond, dot, frame, line, plain, text
from hipwise.ui.curves import num

WIDTH, EDGE, INDENT = 304.0, 8.0, 14.0
NAME, ARROW = 24.0, 18.0  # height of a stack's name above it, and of the arrow below
LONGEST = 26  # letters of a stack's name
ACROSS = 4  # marks side by side before a stack grows


@dataclass(frozen=True, slots=True)
class Dots:
    """Outcomes on days with something and on days without, on a whole-numbered scale from `low` to `high`."""

    ident: str
    title: str
    sentence: str
    with_values: Sequence[float]
    without_values: Sequence[float]
    with_words: str
    without_words: str = "Without"
    low: int = 0
    high: int = 10


def dots(spec: Dots) -> Figure:
    """The two stacks, each under its name, with its mean as an arrow below."""
    tallest = max(_tall(spec.with_values), _tall(spec.without_values), 1)
    cell = min(6.2, 150 / tallest)
    first = NAME + max(_tall(spec.with_values), 2) * cell
    second = first + ARROW + NAME + max(_tall(spec.without_values), 2) * cell
    height = second + ARROW + 16
    body = [
        *_named(spec.with_words, spec.with_values, 0),
        *_stack(spec, spec.with_values, first, cell, marked=True),
        *_named(spec.without_words, spec.without_values, first + ARROW),
        *_stack(spec, spec.without_values, second, cell, marked=False),
    ]
    step = max(1, round((spec.high - spec.low) / 5))
    scale = range(spec.low, spec.high + 1, step)
    body += [text(_x(spec, value), height - 3, str(value), "middle") for value in scale]
    return Figure(frame("", spec.ident, (WIDTH, height), spec.title, body), spec.sentence, _table(spec))


def _named(words: str, values: Sequence[float], top: float) -> list[str]:
    count = f"{len(values)} day{'' if len(values) == 1 else 's'}"
    fits = words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"  # the table has all of it
    return [text(EDGE, top + 14, fits, kind="ch-h"), text(WIDTH - EDGE, top + 14, count, "end")]


def _x(spec: Dots, value: float) -> float:
    return EDGE + INDENT + (WIDTH - 2 * (EDGE + INDENT)) * (value - spec.low) / (spec.high - spec.low)


def _bins(values: Sequence[float]) -> Counter[int]:
    return Counter(math.floor(value + 0.5) for value in values)


def _tall(values: Sequence[float]) -> int:
    return max((math.ceil(n / ACROSS) for n in _bins(values).values()), default=0)


def _stack(spec: Dots, values: Sequence[float], base: float, cell: float, *, marked: bool) -> list[str]:
    r = cell * 0.42
    body: list[str] = []
    for value, n in _bins(values).items():
        for i in range(n):
            row = i // ACROSS
            in_row = min(ACROSS, n - row * ACROSS)
            x = _x(spec, value) + (i % ACROSS - (in_row - 1) / 2) * cell
            y = base - r - 1 - row * cell
            body.append(diamond(x, y, r + 0.6) if marked else dot("ch-dot", x, y, r))
    body.append(line("ch-grid", EDGE, base, WIDTH - EDGE, base))
    if values:
        kind = "ch-mean with" if marked else "ch-mean"
        body.append(f'<path class="{kind}" d="M{num(_x(spec, sum(values) / len(values)))} {num(base + 2)}l5 8h-10Z"/>')
    return body


def _table(spec: Dots) -> Table:
    one, two = _bins(spec.with_values), _bins(spec.without_values)
    rows = [(str(v), str(one[v]), str(two[v])) for v in range(spec.low, spec.high + 1) if one[v] or two[v]]
    means = [plain(sum(v) / len(v)) if v else "–" for v in (spec.with_values, spec.without_values)]
    return Table(spec.title, ("Value", spec.with_words, spec.without_words), (*rows, ("Mean", *means)))
