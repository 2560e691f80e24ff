"""The body map: one sheet each for front and back, and one transparent layer for each place on it."""

from __future__ import annotations

from hipwise.ui.curves import Points, mirror, num, spline
from hipwise.ui.pictures.body_regions import MIDDLE as M
from hipwise.ui.pictures.body_regions import Region, View

SHEET = "0 0 342 320"
# What shows with style off; the style sheet overrides it.
LOOK = 'fill="none" stroke="currentColor" aria-hidden="true" focusable="false"'
_SIDE = [(M + 96, -12), (M + 98, 20), (M + 112, 64), (M + 140, 120), (M + 152, 176), (M + 150, 240), (M + 138, 330)]
_LEG = [(M + 138, 330, 0), (M + 12, 330, 0), (M + 8, 270), (M, 236)]
_SHADE = [
    (M + 60, -12, 0), (M + 74, 20), (M + 96, 70), (M + 116, 126), (M + 122, 184), (M + 116, 250), (M + 106, 330, 0),
    (M + 200, 330, 0), (M + 200, -12, 0),
]  # fmt: skip
_INNER_SHADE = [(M + 8, 250), (M + 26, 262), (M + 30, 300), (M + 32, 340, 0), (M - 4, 340, 0)]
_FOLDS: dict[View, list[Points]] = {
    "front": [
        [(M + 104, 76), (M + 84, 112), (M + 52, 164), (M + 18, 226)],
        [(M + 100, 62), (M + 112, 72), (M + 112, 86)],
        [(M + 92, 214), (M + 86, 262), (M + 72, 318)],
    ],
    "back": [
        [(M + 6, 238), (M + 34, 246), (M + 66, 240), (M + 88, 222)],
        [(M + 30, 100), (M + 34, 106), (M + 31, 111)],
        [(M + 100, 58), (M + 80, 70), (M + 58, 76)],
        [(M + 118, 176), (M + 110, 192), (M + 112, 208)],
    ],
}
_MIDLINES: dict[View, list[Points]] = {
    "front": [[(M, -10), (M, 6)], [(M, 22), (M + 1, 60), (M, 96)]],
    "back": [[(M, -10), (M - 1, 40), (M, 96)], [(M, 138), (M + 2, 180), (M, 238)]],
}


def outline() -> str:
    """Path data of the body's silhouette, the same from front and back."""
    right = [(M + 96, -12, 0), *_SIDE[1:-1], *_LEG]
    left = [*mirror(_LEG, M)[::-1][1:], *mirror(_SIDE, M)[::-1][1:-1], (M - 96, -12, 0)]
    return spline([*right, *left])


def sheet(view: View, ident: str) -> str:
    """The picture under the places. `ident` must be unique on the page; its clip `{ident}-{view}` serves the layers."""
    left, right = ("right", "left") if view == "front" else ("left", "right")
    here = f"{ident}-{view}"
    drawn = ['<rect class="bm-base" x="0" y="-12" width="342" height="350"/>']
    folds = list(_MIDLINES[view])
    for fold in _FOLDS[view]:
        folds += [fold, mirror(fold, M)]
    shades = (_SHADE, mirror(_SHADE, M), _INNER_SHADE, mirror(_INNER_SHADE, M))
    drawn += [f'<path class="bm-shade" d="{spline(shade)}"/>' for shade in shades]
    drawn += [f'<path class="bm-fold" d="{spline(fold, closed=False)}"/>' for fold in folds]
    if view == "front":
        drawn.append(f'<ellipse class="bm-navel" cx="{num(M)}" cy="14" rx="2.6" ry="4"/>')
    return (
        f'<svg class="tap-base {view}" viewBox="{SHEET}" width="342" height="320" {LOOK}>'
        f'<defs><clipPath id="{here}"><path d="{outline()}"/></clipPath>'
        f'<linearGradient id="{here}-f" x1="0" y1="0" x2="0" y2="1"><stop stop-color="#000" offset="0"/>'
        '<stop stop-color="#fff" offset=".12"/><stop stop-color="#fff" offset=".84"/>'
        '<stop stop-color="#000" offset="1"/>'
        "</linearGradient>"
        f'<mask id="{here}-m" maskUnits="userSpaceOnUse" x="0" y="-12" width="342" height="340">'
        f'<rect x="0" y="-12" width="342" height="340" fill="url(#{here}-f)"/></mask></defs>'
        f'<g clip-path="url(#{here})" mask="url(#{here}-m)">{"".join(drawn)}</g>'
        '<g class="bm-t" fill="currentColor" stroke="none">'
        f'<text x="2" y="26">your</text><text x="2" y="43">{left}</text>'
        '<text x="340" y="26" text-anchor="end">your</text>'
        f'<text x="340" y="43" text-anchor="end">{right}</text></g></svg>'
    )


def layer(region: Region, ident: str) -> str:
    """One place: its warm patch, its outline for the focus ring, and its pin. With style off it is a small picture."""
    x, y = region.pin
    shape = spline(region.outline)
    return (
        f'<svg viewBox="{SHEET}" width="34" height="32" {LOOK}>'
        f'<g clip-path="url(#{ident}-{region.view})">'
        f'<path class="heat touch" d="{shape}"/><path class="edge" d="{shape}"/></g>'
        f'<circle class="pin-o" cx="{num(x)}" cy="{num(y)}" r="3"/>'
        f'<g class="pin-c"><circle cx="{num(x)}" cy="{num(y)}" r="11"/>'
        f'<path d="M{num(x - 4.5)} {num(y + 0.5)}l3.2 3.4 6-7"/></g></svg>'
    )
