"""Side view, facing right, the near half of the body left away: spine, inner face of the hip bone, psoas, thigh bone.

15.5 units are one centimetre.
"""

from __future__ import annotations

import math

from hipwise.ui.curves import Point, blend, fibre, num, sample, spline
from tools.pictures.plate import Label, Plate, path, sheet

# Points read better in rows.
# fmt: off
HIP = (300, 400)
HIPB = [
    (397, 299), (394, 264), (376, 224), (338, 190), (286, 176), (234, 188), (198, 218), (179, 254), (187, 275),
    (190, 296), (208, 320), (234, 338), (240, 364), (234, 392), (225, 410), (241, 421), (245, 448), (236, 488),
    (243, 522), (266, 540), (292, 529), (320, 506), (352, 490), (388, 484), (408, 466), (415, 434), (405, 413),
    (382, 408), (363, 393), (352, 372), (349, 352), (360, 336), (382, 318),
]
FOR = [
    (296, 474), (312, 450), (346, 440), (370, 450), (366, 466), (338, 476), (314, 492), (299, 492),
]
SAC = [
    (252, 260, 0), (230, 292), (209, 330), (202, 364), (211, 392), (234, 414), (246, 430), (226, 426), (186, 400),
    (160, 362), (155, 318), (170, 272), (196, 236, 0),
]
FEM = [
    (262, 452), (268, 474), (270, 486), (279, 500), (286, 530), (289, 600), (288, 760, 0), (336, 760, 0),
    (338, 600), (336, 530), (334, 470), (330, 430), (300, 420),
]
PS_A = [
    (226, -46), (246, 18), (262, 88), (270, 150), (282, 212), (314, 284), (350, 344), (367, 386), (358, 424),
    (324, 466), (290, 494),
]
PS_P = [
    (208, -44), (216, 18), (226, 88), (228, 150), (236, 216), (270, 300), (318, 362), (336, 396), (326, 426),
    (302, 456), (274, 486),
]
FAN = [
    (222, 222), (246, 200), (288, 190), (336, 206), (368, 238), (384, 282), (376, 316), (366, 350), (352, 388),
    (330, 384), (296, 340), (252, 284),
]
ANT = [
    (322, -90), (338, -10), (358, 80), (384, 160), (404, 230), (418, 300), (424, 366), (416, 424), (420, 486),
    (428, 570), (420, 660), (404, 760),
]
POS = [
    (190, 760), (172, 650), (152, 560), (112, 516), (72, 458), (60, 382), (74, 296), (100, 214), (116, 140),
    (112, 70), (98, -10), (92, -90),
]
CEN = [(212, -54), (229, -3), (241, 49), (247, 102), (245, 155), (236, 206), (222, 250)]

PLATE = Plate(
    ident="side",
    title="The psoas from the side",
    desc="Seen from the side, the psoas leaves the lower spine, bends over the front of the hip and turns back to the "
    "inner thigh bone.",
    box=(-110, -84, 736, 800),
    glow=(256, 300, 366),
    kind="anat side",
    defs='<clipPath id="side-c"><path d="M-110 -90H640V390L366 402 318 386 -110 386Z"/></clipPath>',
)
LABELS = [
    Label("the psoas", 446, 60, "start", "M438 54C400 60 330 84 258 116"),
    Label("hip joint,", 474, 412, "start", None),
    Label("behind", 474, 440, "start", "M466 404L330 402"),
    Label("thigh bone", 474, 590, "start", "M466 584L326 584"),
    Label("tailbone", 22, 470, "end", "M30 462C90 452 150 440 214 416"),
]


class Level:
    """One vertebra's own axes: `forward` to the belly, `down` along the spine."""

    def __init__(self, i: int) -> None:
        self.centre = CEN[i]
        above, below = CEN[max(i - 1, 0)], CEN[i + 1]
        length = math.dist(above, below)
        self.down = ((below[0] - above[0]) / length, (below[1] - above[1]) / length)
        self.forward = (self.down[1], -self.down[0])
        self.half = 24 + i * 1.2

    def at(self, forward: float, down: float) -> Point:
        """A point of the sheet."""
        return (
            self.centre[0] + self.forward[0] * forward + self.down[0] * down,
            self.centre[1] + self.forward[1] * forward + self.down[1] * down,
        )


def vertebra(level: Level) -> str:
    """Its spine behind, its body in front."""
    p, w, h = level.at, level.half, 19
    process = [
        p(-w + 4, -12), p(-w - 18, -10), p(-w - 30, -6), p(-w - 62, 4), p(-w - 70, 14), p(-w - 64, 24), p(-w - 40, 20),
        p(-w - 22, 14), p(-w + 4, 6),
    ]
    body = [
        p(-w, -h), p(0, -h + 1), p(w, -h), p(w + 1.5, -h * 0.7), p(w * 0.86, 0), p(w + 1.5, h * 0.7), p(w, h),
        p(0, h - 1),
        p(-w, h), p(-w - 1, h * 0.7), p(-w * 0.88, 0), p(-w - 1, -h * 0.7),
    ]
    return path("b2", process) + path("b1", body)


def disc(i: int, level: Level) -> str:
    """The cushion below vertebra `i`; the lowest sits on the sacrum and tilts with it."""
    low, w = CEN[i + 1], level.half
    x, y = (low[0] + level.centre[0]) / 2, (low[1] + level.centre[1]) / 2
    turn = math.degrees(math.atan2(level.forward[1], level.forward[0]))
    if i == 5:
        x, y, turn = 226, 230, 22
    return (
        f'<rect class="disc" x="{num(x - w - 1)}" y="{num(y - 7.5)}" width="{num(2 * w + 2)}" height="15" rx="7.5"'
        f' transform="rotate({turn:.1f} {num(x)} {num(y)})"/>'
    )


def spine() -> str:
    """Discs first, then the vertebrae over them."""
    levels = [Level(i) for i in range(6)]
    return "".join(disc(i, level) for i, level in enumerate(levels)) + "".join(vertebra(level) for level in levels)


def psoas() -> str:
    """The muscle over the front of the hip, with shade, fibres and tendon."""
    drawn = [path("m1", [*PS_A, *PS_P[::-1]])]
    back = sample(PS_P, 22)
    inner = blend(back, sample(PS_A, 22), 0.36)
    drawn.append(path("m3", [*back[::2], *inner[::-2]]))
    for t in (0.2, 0.38, 0.56, 0.74, 0.88):
        along = fibre(PS_P, PS_A, t, 14, start=0.03, end=0.95)
        drawn.append(f'<path class="mf" d="{along}"/>')
    a, b = sample(PS_P, 40), sample(PS_A, 40)
    tendon: list[Point] = [
        ((a[33][0] + b[33][0]) / 2, (a[33][1] + b[33][1]) / 2, 0), (a[37][0] * 0.75 + b[37][0] * 0.25, a[37][1]),
        (a[40][0] - 1, a[40][1] + 1), (b[40][0], b[40][1] + 1), (b[37][0] * 0.75 + a[37][0] * 0.25, b[37][1]),
    ]
    return "".join(drawn) + path("ten", tendon)


def pelvis() -> str:
    """The hip bone's inner face, the sacrum, and the hidden hip joint as a dotted ring."""
    return "".join([
        f'<path class="b1" fill-rule="evenodd" d="{spline(HIPB)}{spline(FOR)}"/>',
        path("b3", [(190, 262), (206, 252), (232, 268), (246, 300), (240, 326), (222, 318), (206, 296)]),
        path("b3", [(244, 448), (236, 488), (243, 522), (266, 540), (280, 534), (266, 512), (262, 480), (266, 452)]),
        path("bl", [(238, 330), (266, 346), (304, 372), (340, 396), (380, 412)], False),
        path("bl", [(192, 248), (214, 216), (250, 196), (290, 188), (336, 202), (368, 234), (384, 270),
        (386, 296)], False),
        '<ellipse class="disc" cx="405" cy="446" rx="9" ry="24" transform="rotate(14 405 446)"/>',
    ])


def sacrum() -> str:
    """The sacrum and tailbone in profile."""
    drawn = [
        path("b1", SAC),
        path("b3", [
            (196, 236, 0), (170, 272), (155, 318), (160, 362), (186, 400), (200, 402), (182, 364), (178, 320),
            (192, 280),
            (212, 248),
        ]),
    ]
    seams = (((238, 282), (186, 256)), ((218, 312), (168, 290)), ((206, 342), (160, 330)), ((206, 376), (172, 376)))
    for a, b in seams:
        drawn.append(f'<path class="bl" d="M{a[0]} {a[1]}L{(a[0] + b[0]) // 2} {(a[1] + b[1]) // 2}"/>')
    return "".join(drawn)


def iliacus() -> str:
    """The fan on the hip bone's inner face."""
    drawn = [path("m2", FAN)]
    starts = [(236, 216), (262, 202), (290, 198), (318, 204), (344, 220), (362, 244), (374, 274)]
    for i, (x, y) in enumerate(starts):
        ex, ey = 338 + i * 2.5, 376
        drawn.append(
            f'<path class="mf" d="M{x} {y}Q{num((x + ex) / 2 + 8)} {num((y + ey) / 2 - 8)} {num(ex)} {ey}"/>'
        )
    return "".join(drawn)


def full() -> str:
    """The plate with its labels. The psoas is drawn behind the hip bone, then again above its rim."""
    skin: list[Point] = [
        (ANT[0][0], -90, 0), *ANT[1:-1], (*ANT[-1], 0), (*POS[0], 0), *POS[1:-1], (*POS[-1], 0),
    ]
    thigh_shade = [
        (288, 760, 0), (289, 600), (286, 530), (279, 500), (296, 500), (304, 540), (306, 600), (305, 760, 0),
    ]
    body = [
        path("skin", skin), path("b1", FEM), path("b3", thigh_shade), psoas(), pelvis(), spine(), sacrum(),
        f'<circle class="hid" cx="{HIP[0]}" cy="{HIP[1]}" r="36"/>', iliacus(),
        f'<g clip-path="url(#side-c)">{psoas()}</g>', '<path class="hid2" d="M350 404C346 428 322 450 286 486"/>',
    ]
    return sheet(PLATE, body, LABELS)
