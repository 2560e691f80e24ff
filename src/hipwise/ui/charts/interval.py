"""A likely range as a bar, beside the zone that is too small to matter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from hipwise.ui.charts.figure import Figure, Table, frame, line, plain, text
from hipwise.ui.curves import num

Kind = Literal["more", "less", "open", "out"]
WIDTH, EDGE, MIDDLE = 304.0, 12.0, 16.0


@dataclass(frozen=True, slots=True)
class Interval:
    """`low` to `high` around `middle`, in points of the outcome; below 0 is less.

    `kind`: "more" or "less" for a link that was found, "open" when it can't be told yet, "out" when it is ruled out.
    `small` is the half-width of the zone that does not matter; None draws none.
    """

    ident: str
    title: str
    sentence: str
    low: float
    high: float
    middle: float
    kind: Kind
    small: float | None = 0.5
    less_words: str = "less pain"
    more_words: str = "more pain"


def interval(spec: Interval) -> Figure:
    """The bar on a scale of 2.5 points either way, or wider if the middle needs it; an end beyond becomes an arrow."""
    reach = max(2.5, math.ceil(abs(spec.middle) * 1.25 * 2) / 2)

    def x(value: float) -> float:
        held = max(-reach, min(reach, value))
        return EDGE + (WIDTH - 2 * EDGE) * (held + reach) / (2 * reach)

    body: list[str] = []
    if spec.small:
        left, right = x(-spec.small), x(spec.small)
        body.append(f'<rect class="iv-tiny" x="{num(left)}" y="4" width="{num(right - left)}" height="24" rx="4"/>')
    body += [line("ch-grid", EDGE, MIDDLE, WIDTH - EDGE, MIDDLE), line("iv-zero", x(0), 2, x(0), 30)]
    wide = max(x(spec.high) - x(spec.low), 2)
    place = f'x="{num(x(spec.low))}" y="{num(MIDDLE - 5)}" width="{num(wide)}" height="10" rx="5"'
    body.append(f'<rect class="iv-bar {spec.kind}" {place}/>')
    if spec.low < -reach:
        body.append(f'<path class="iv-end" d="M{num(EDGE)} {num(MIDDLE - 5)}l-6 5l6 5"/>')
    if spec.high > reach:
        body.append(f'<path class="iv-end" d="M{num(WIDTH - EDGE)} {num(MIDDLE - 5)}l6 5l-6 5"/>')
    body.append(f'<circle class="iv-mid {spec.kind}" cx="{num(x(spec.middle))}" cy="{num(MIDDLE)}" r="8"/>')
    body += [
        text(EDGE, 48, spec.less_words),
        text(x(0), 48, "no change", "middle"),
        text(WIDTH - EDGE, 48, spec.more_words, "end"),
    ]
    rows = tuple(
        (name, plain(v, 2)) for name, v in (("Lowest", spec.low), ("Middle", spec.middle), ("Highest", spec.high))
    )
    return Figure(
        frame("", spec.ident, (WIDTH, 54), spec.title, body), spec.sentence, Table(spec.title, ("", "Points"), rows)
    )
