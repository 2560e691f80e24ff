"""Many likely ranges under one another on one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from hipwise.ui.charts.figure import Anchor, Figure, Table, frame, line, plain, text
from hipwise.ui.charts.interval import Kind
from hipwise.ui.curves import num

LONGEST = 27
"""So many letters of a name fit in front of the bars."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: ``low`` to ``high`` in points of the outcome, ``middle`` when something was found."""

    name: str
    low: float
    high: float
    kind: Kind
    middle: float | None = None
    after: str = ""


@dataclass(frozen=True, slots=True)
class Forest:
    """Bars on one scale. ``small`` is the half-width of the zone that does not matter."""

    ident: str
    title: str
    sentence: str
    bars: Sequence[Bar]
    small: float
    less_words: str
    more_words: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One size of the drawing: where the bars run, how far a row is from the next, and where in it things stand."""

    kind: str
    width: float
    left: float
    right: float
    row: float
    bar: float
    name: tuple[float, float]
    after: tuple[float, float, Anchor]


SMALL = _Sheet("chart-s", 304, 8, 296, 46, 32, (8, 18), (8, 0, "start"))
TALL = _Sheet("chart-s", 304, 8, 296, 66, 32, (8, 18), (8, 54, "start"))
LARGE = _Sheet("chart-l", 640, 190, 480, 27, 13.5, (0, 17.5), (640, 17.5, "end"))
TOP, FOOT = 6.0, 26.0


def forest(spec: Forest) -> Figure:
    """The rows in two sizes; the style sheet shows the one that fits."""
    reach = max([1.0, *(max(abs(bar.low), abs(bar.high)) for bar in spec.bars)])
    scale = math.ceil(reach * 4) / 4 if reach < 20 else reach * 1.05
    small = TALL if any(bar.after for bar in spec.bars) else SMALL
    svg = "".join(_draw(spec, sheet, scale) for sheet in (small, LARGE))
    rows = tuple((bar.name, plain(bar.low, 2), plain(bar.high, 2), bar.after) for bar in spec.bars)
    return Figure(svg, spec.sentence, Table(spec.title, ("", "Lowest", "Highest", ""), rows))


def _draw(spec: Forest, sheet: _Sheet, scale: float) -> str:
    middle = (sheet.left + sheet.right) / 2
    unit = (sheet.right - sheet.left) / 2 / scale
    foot = TOP + len(spec.bars) * sheet.row
    zone = spec.small * unit
    body: list[str] = []
    if spec.small < scale:
        body.append(
            f'<rect class="iv-tiny" x="{num(middle - zone)}" y="{num(TOP)}" width="{num(2 * zone)}" '
            f'height="{num(foot - TOP)}"/>'
        )
    body.append(line("iv-zero", middle, TOP, middle, foot))
    for at, bar in enumerate(spec.bars):
        body += _row(bar, sheet, TOP + at * sheet.row, middle, unit)
    body += [
        line("ch-grid", sheet.left, foot, sheet.right, foot),
        text(sheet.left, foot + 18, spec.less_words),
        text(middle, foot + 18, "no change", "middle"),
        text(sheet.right, foot + 18, spec.more_words, "end"),
    ]
    return frame(sheet.kind, f"{spec.ident}-{sheet.kind}", (sheet.width, foot + FOOT), spec.title, body)


def _row(bar: Bar, sheet: _Sheet, top: float, middle: float, unit: float) -> list[str]:
    y = top + sheet.bar
    name = bar.name if len(bar.name) <= LONGEST else bar.name[: LONGEST - 1] + "…"
    body = [text(sheet.name[0], top + sheet.name[1], name, kind="ch-h")]
    if bar.after:
        x, below, anchor = sheet.after
        body.append(text(x, top + below, bar.after, anchor))
    left, wide = middle + bar.low * unit, max((bar.high - bar.low) * unit, 2)
    body.append(
        f'<rect class="iv-bar {bar.kind}" x="{num(left)}" y="{num(y - 4)}" width="{num(wide)}" height="8" rx="4"/>'
    )
    if bar.middle is not None:
        body.append(f'<circle class="iv-mid {bar.kind}" cx="{num(middle + bar.middle * unit)}" cy="{num(y)}" r="5.5"/>')
    return body
