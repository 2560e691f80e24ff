"""The sheet round an anatomy plate: lamp glow, fade at top and foot, labels with their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hipwise.ui.curves import Points, spline

LINES = 'fill="none" stroke="currentColor" font-size="27"'  # what shows with style off; the style sheet overrides it


@dataclass(frozen=True)
class Label:
    """Words beside the plate; `lead` is the path from the words to the thing, or None for a second line."""

    words: str
    x: float
    y: float
    anchor: Literal["start", "end"]
    lead: str | None


@dataclass(frozen=True)
class Plate:
    """A named sheet. `box` is left, top, width, height; `glow` the lamp's centre and radius."""

    ident: str
    title: str
    desc: str
    box: tuple[int, int, int, int]
    glow: tuple[int, int, int]
    kind: str = "anat"
    defs: str = ""


def path(kind: str, points: Points, closed: bool = True, tension: float = 0.5) -> str:
    """A smooth shape of class `kind`."""
    return f'<path class="{kind}" d="{spline(points, closed, tension)}"/>'


def label(item: Label) -> str:
    """The line with a dot on the thing, then the words."""
    drawn = ""
    if item.lead:
        x, y = item.lead.replace("L", " ").replace("C", " ").replace("M", "").split()[-2:]
        drawn = f'<path class="lead" d="{item.lead}"/><circle class="dot" cx="{x}" cy="{y}" r="4"/>'
    place = f'x="{item.x}" y="{item.y}" text-anchor="{item.anchor}"'
    return f'{drawn}<text class="lab" fill="currentColor" stroke="none" {place}>{item.words}</text>'


def sheet(plate: Plate, body: Sequence[str], labels: Sequence[Label]) -> str:
    """The whole SVG."""
    i, (left, top, width, height), (cx, cy, r) = plate.ident, plate.box, plate.glow
    area = f'x="{left}" y="{top - 6}" width="{width + 28}" height="{height + 20}"'
    glow = '<stop class="g0" stop-opacity="0" offset="0"/><stop class="g1" stop-opacity="0" offset="1"/>'
    fade = "".join(
        f'<stop stop-color="{shade}" offset="{at}"/>'
        for at, shade in ((0, "#000"), (0.13, "#fff"), (0.74, "#fff"), (0.955, "#000"))
    )
    return (
        f'<svg class="{plate.kind}" viewBox="{left} {top} {width} {height}" {LINES} role="img"'
        f' aria-labelledby="{i}-t {i}-d">'
        f'<title id="{i}-t">{plate.title}</title><desc id="{i}-d">{plate.desc}</desc>'
        f'<defs><radialGradient id="{i}-g" cx=".5" cy=".42" r=".55">{glow}</radialGradient>'
        f'<linearGradient id="{i}-f" x1="0" y1="0" x2="0" y2="1">{fade}</linearGradient>'
        f'{plate.defs}<mask id="{i}-m" maskUnits="userSpaceOnUse" {area}>'
        f'<rect {area} fill="url(#{i}-f)"/></mask></defs>'
        f'<circle cx="{cx}" cy="{cy}" r="{r}" fill="url(#{i}-g)"/><g mask="url(#{i}-m)">{"".join(body)}</g>'
        f"{''.join(label(item) for item in labels)}</svg>\n"
    )
