"""The places on the body map: keys for storage, words for people, outlines for the picture.

A key names the person's own side: in the front view their right is at the viewer's left.
Outlines are drawn on the viewer's right, on a sheet 342 wide and 320 high whose middle line is x = 171.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hipwise.ui.curves import Point, mirror

View = Literal["front", "back"]
MIDDLE = 171.0
M = MIDDLE


@dataclass(frozen=True, slots=True)
class Region:
    """One place: `outline` and `pin` (x, y) are on the sheet, already on the side the key names."""

    key: str
    words: str
    view: View
    outline: tuple[Point, ...]
    pin: tuple[float, float]


# key, words, view, outline, pin; two-sided places are mirrored below
_DRAWN: list[tuple[str, str, View, list[Point], tuple[float, float]]] = [
    ("lower_belly", "Lower belly", "front",
     [(M - 90, -8, 0), (M + 90, -8, 0), (M + 88, 44), (M + 60, 94), (M + 32, 128), (M, 142), (M - 32, 128),
      (M - 60, 94), (M - 88, 44)], (M, 56)),
    ("front_hip", "Front of hip", "front",
     [(M + 93, 46), (M + 116, 72), (M + 114, 124), (M + 104, 172), (M + 80, 178), (M + 58, 158), (M + 38, 130),
      (M + 66, 94)], (M + 84, 122)),
    ("groin", "Groin", "front",
     [(M + 2, 148, 0), (M + 33, 134), (M + 54, 158), (M + 60, 186), (M + 44, 222), (M + 16, 238), (M + 2, 234, 0)],
     (M + 30, 184)),
    ("outer_hip", "Outer hip", "front",
     [(M + 118, 70), (M + 150, 110), (M + 164, 180), (M + 160, 250), (M + 134, 262), (M + 114, 226), (M + 108, 176),
      (M + 118, 124)], (M + 133, 172)),
    ("thigh_front", "Front of thigh", "front",
     [(M + 64, 176), (M + 84, 184), (M + 106, 182), (M + 112, 230), (M + 132, 268), (M + 160, 260), (M + 160, 340, 0),
      (M + 52, 340, 0), (M + 46, 270), (M + 50, 222), (M + 64, 190)], (M + 88, 262)),
    ("thigh_inner", "Inner thigh", "front",
     [(M + 12, 244), (M + 45, 228), (M + 42, 270), (M + 48, 340, 0), (M - 4, 340, 0), (M + 2, 262)], (M + 28, 284)),
    ("lower_back", "Low back", "back",
     [(M - 90, -8, 0), (M + 90, -8, 0), (M + 88, 36), (M + 60, 62), (M + 26, 74), (M, 77), (M - 26, 74), (M - 60, 62),
      (M - 88, 36)], (M, 34)),
    ("back_pelvis", "Back of pelvis", "back",
     [(M + 2, 82, 0), (M + 30, 78), (M + 62, 66), (M + 76, 84), (M + 54, 112), (M + 28, 132), (M + 2, 146, 0)],
     (M + 34, 104)),
    ("buttock", "Buttock", "back",
     [(M + 80, 84), (M + 104, 108), (M + 112, 150), (M + 104, 190), (M + 64, 208), (M + 22, 204), (M + 4, 190, 0),
      (M + 3, 152, 0), (M + 32, 136), (M + 60, 112)], (M + 62, 164)),
    ("outer_hip_back", "Outer hip, behind", "back",
     [(M + 92, 44), (M + 122, 76), (M + 152, 116), (M + 166, 190), (M + 160, 250), (M + 134, 262), (M + 112, 214),
      (M + 117, 150), (M + 108, 106), (M + 82, 76)], (M + 135, 160)),
    ("sit_bone", "Sit bone", "back",
     [(M + 4, 196, 0), (M + 22, 210), (M + 64, 214), (M + 90, 206), (M + 86, 236), (M + 50, 250), (M + 12, 244),
      (M + 2, 234, 0)], (M + 46, 229)),
    ("thigh_back", "Back of thigh", "back",
     [(M + 12, 250), (M + 50, 256), (M + 90, 240), (M + 97, 206), (M + 108, 218), (M + 130, 266), (M + 160, 260),
      (M + 160, 340, 0), (M - 4, 340, 0), (M + 4, 270)], (M + 74, 286)),
]  # fmt: skip


def _regions() -> list[Region]:
    found: list[Region] = []
    for key, words, view, outline, pin in _DRAWN:
        if pin[0] == MIDDLE:
            found.append(Region(key, words, view, tuple(outline), pin))
            continue
        for side in ("right", "left"):
            flip = (side == "right") == (view == "front")
            points = mirror(outline, MIDDLE) if flip else outline
            x = 2 * MIDDLE - pin[0] if flip else pin[0]
            found.append(Region(f"{side}_{key}", f"{words}, {side}", view, tuple(points), (x, pin[1])))
    return found


REGIONS: tuple[Region, ...] = tuple(_regions())
CHOICES: list[tuple[str, str]] = [(r.key, r.words) for r in REGIONS]
