"""Front view of the pelvis and both hip joints, with the psoas and iliacus on one side.

15.5 units are one centimetre. All outlines are drawn on the viewer's right and mirrored at x = 320.
"""

from __future__ import annotations

import math

from hipwise.ui.curves import Point, Points, blend, fibre, mirror, num, sample, spline
from tools.pictures.plate import Label, Plate, path, sheet

# Points read better in rows.
# fmt: off
MIDDLE = 320
HIP = (456, 400)

ILIUM = [
    (387, 258), (404, 226), (436, 194), (476, 176), (512, 181), (535, 205), (541, 240), (537, 276), (530, 297),
    (517, 309), (506, 326), (506, 344), (507, 356), (500, 370), (498, 388), (497, 408), (488, 432), (468, 452),
    (457, 476), (450, 503), (437, 527), (415, 536), (394, 524), (366, 500), (340, 484), (327, 478, 0), (325, 450),
    (327, 420, 0), (338, 411), (352, 409), (380, 402), (404, 386), (417, 364), (418, 338), (408, 312), (394, 290),
]
FORAMEN = [
    (374, 456), (390, 441), (414, 438), (431, 450), (433, 474), (422, 496), (403, 500), (384, 484),
]
FOSSA = [
    (398, 262), (424, 222), (472, 198), (512, 206), (524, 240), (514, 282), (492, 318), (460, 346), (428, 336),
    (414, 304),
]
FEMUR = [
    (474, 368, 0), (490, 384), (508, 397), (524, 397), (536, 389), (551, 391), (562, 404), (567, 428), (563, 458),
    (556, 500), (549, 560), (543, 640), (537, 760, 0), (489, 760, 0), (493, 640), (497, 560), (499, 524),
    (493, 508), (484, 499), (484, 486), (490, 476), (486, 456), (474, 440), (452, 430, 0),
]
FEMUR_SH = [
    (551, 391), (562, 404), (567, 428), (563, 458), (556, 500), (549, 560), (543, 640), (537, 760, 0),
    (519, 760, 0), (523, 640), (528, 560), (534, 500), (538, 460), (532, 428), (538, 404),
]
SACRUM = [
    (352, 256), (372, 250), (392, 262), (394, 288), (384, 318), (366, 348), (346, 374), (334, 390), (327, 404),
    (321, 414, 0),
]
PS_M = [
    (350, -34), (356, 30), (359, 100), (362, 170), (372, 238), (396, 304), (424, 352), (450, 396), (474, 446),
    (488, 492),
]
PS_L = [
    (362, -36), (386, 30), (402, 100), (414, 170), (428, 240), (446, 300), (464, 346), (482, 392), (495, 440),
    (500, 492),
]
IL_TOP = [(402, 262), (412, 236), (440, 210), (478, 194), (510, 204), (525, 238), (524, 280)]
IL_L = [(524, 280), (514, 312), (504, 346), (496, 392), (499, 440), (500, 480)]
IL_M = [(402, 262), (420, 300), (440, 340), (462, 390), (480, 440), (490, 486)]
BODY_R = [
    (537, -90), (530, -10), (520, 60), (526, 130), (552, 210), (579, 300), (592, 390), (592, 480), (584, 590),
    (566, 760),
]

VERTEBRAE = [(-36, 31, 22), (19, 33, 27), (73, 35, 32), (126, 37, 36), (178, 39, 33), (229, 41, 27)]
FULL = Plate(
    ident="front",
    title="Front view of the pelvis, hips and lower spine",
    desc="The psoas runs from the lower spine, along the pelvis and over the front of the hip joint to the thigh bone. "
    "The iliacus fills the inside of the pelvis and joins it.",
    box=(-100, -84, 812, 800),
    glow=(320, 300, 384),
)
LABELS = [
    Label("the psoas", 566, 36, "start", "M558 30C520 34 450 60 398 96"),
    Label("iliacus", 606, 226, "start", "M600 221L516 236"),
    Label("pelvis", 34, 160, "end", "M44 155C70 160 100 180 128 206"),
    Label("spine", 92, -2, "end", "M102 -6C160 -4 230 6 284 18"),
    Label("hip joint:", 26, 412, "end", "M36 416L140 404"),
    Label("ball in cup", 26, 442, "end", None),
]


def flip(points: Points) -> list[Point]:
    """The other side of the body."""
    return mirror(points, MIDDLE)


def keep(points: Points) -> list[Point]:
    """This side of the body."""
    return list(points)


def vertebra(y: float, half: float, wing: float) -> str:
    """One lumbar vertebra: `half` its half-width, `wing` the length of the process at either side."""
    c, h = MIDDLE, 19.5
    body = [
        (c - half, y - h), (c - half * 0.5, y - h + 1), (c + half * 0.5, y - h + 1), (c + half, y - h),
        (c + half + 1, y - h * 0.72), (c + half * 0.86, y), (c + half + 1, y + h * 0.72), (c + half, y + h),
        (c + half * 0.5, y + h - 1), (c - half * 0.5, y + h - 1), (c - half, y + h), (c - half - 1, y + h * 0.72),
        (c - half * 0.86, y), (c - half - 1, y - h * 0.72),
    ]
    process = [
        (c + half * 0.8, y - 9), (c + half + wing * 0.6, y - 10), (c + half + wing, y - 13),
        (c + half + wing + 3, y - 7), (c + half + wing * 0.6, y - 1), (c + half * 0.8, y + 5),
    ]
    shade = [
        (c + half * 0.3, y - h + 2), (c + half, y - h), (c + half + 1, y - h * 0.72), (c + half * 0.86, y),
        (c + half + 1, y + h * 0.72), (c + half, y + h), (c + half * 0.3, y + h - 2), (c + half * 0.52, y),
    ]
    return path("b2", process) + path("b2", flip(process)) + path("b1", body) + path("b3", shade)


def spine() -> str:
    """Discs first, then the vertebrae over them."""
    drawn = []
    for (y, half, _), (below, _, wing) in zip(VERTEBRAE, [*VERTEBRAE[1:], (278, 38, 0)], strict=True):
        top = (y + below) / 2 + (0 if wing else -1) - 8
        place = f'x="{num(MIDDLE - half - 1)}" y="{num(top)}" width="{num(2 * half + 2)}"'
        drawn.append(f'<rect class="disc" {place} height="16" rx="8"/>')
    return "".join(drawn) + "".join(vertebra(*item) for item in VERTEBRAE)


def sacrum() -> str:
    """The keystone between the hip bones, with its four pairs of holes."""
    drawn = [
        path("b1", [*SACRUM, *flip(SACRUM)[::-1][1:]]),
        path("b3", [(352, 256), (372, 250), (392, 262), (394, 288), (384, 318), (366, 348), (346, 374), (352, 340),
        (362, 300)]),
        path("b3", flip([(352, 256), (372, 250), (392, 262), (386, 276), (368, 272)])),
        '<path class="bl" d="M282 259C300 268 340 268 358 259"/>',
    ]
    for y, x, r in ((291, 24, 7), (317, 20, 6), (341, 16, 5), (362, 12, 4)):
        drawn += [
            f'<ellipse class="bh" cx="{MIDDLE + sign * x}" cy="{y}" rx="{r}" ry="{num(r * 0.8)}"/>' for sign in (-1, 1)
        ]
        drawn.append(f'<path class="bl" d="M{MIDDLE - x + 10} {y + 13}Q{MIDDLE} {y + 16} {MIDDLE + x - 10} {y + 13}"/>')
    return "".join(drawn)


def cup(x: float, sign: int) -> str:
    """The cartilage round the ball: the mark's own arc."""
    start, turn = (-28, 236 / 12) if sign == 1 else (208, -236 / 12)
    angles = [math.radians(start + i * turn) for i in range(13)]
    return path("cup", [(x - sign + 41.5 * math.cos(a), 400 - 41.5 * math.sin(a)) for a in angles], False, 0.52)


def hip(right: bool) -> str:
    """One hip bone with socket, ball and thigh bone."""
    side = keep if right else flip
    x = HIP[0] if right else 2 * MIDDLE - HIP[0]
    s = 1 if right else -1
    pubis = f'<rect class="disc" x="{MIDDLE - 5}" y="421" width="10" height="56" rx="5"/>' if right else ""
    return "".join([
        f'<path class="b1" fill-rule="evenodd" d="{spline(side(ILIUM))}{spline(side(FORAMEN))}"/>',
        path("b3", side(FOSSA)),
        path("b3", side([
            (327, 420, 0), (338, 411), (352, 409), (380, 402), (404, 386), (417, 364), (424, 380), (412, 404),
            (384, 420),
            (352, 428), (334, 440),
        ])),
        path("b3", side([(457, 476), (450, 503), (437, 527), (415, 536), (424, 516), (436, 496), (440, 474),
        (450, 458)])),
        path("bl", side([(394, 290), (410, 314), (420, 340), (419, 364), (406, 386)]), False),
        path("bl", side([
            (400, 248), (416, 222), (444, 200), (478, 187), (508, 193), (525, 212), (530, 242), (526, 276),
        ]), False),
        pubis,
        f'<circle class="socket" cx="{num(x - s * 2)}" cy="400" r="45"/>',
        path("b1", side(FEMUR)),
        path("b3", side(FEMUR_SH)),
        path("bl", side([(540, 398), (531, 424), (514, 456), (496, 480)]), False),
        f'<circle class="b1" cx="{x}" cy="400" r="36"/>',
        path("b3", [
            (x + s * 34, 388), (x + s * 35, 404), (x + s * 28, 422), (x + s * 12, 434), (x - s * 8, 435),
            (x + s * 10, 424), (x + s * 22, 408), (x + s * 27, 390),
        ]),
        f'<circle class="bh" cx="{num(x - s * 20)}" cy="407" r="3.4"/>',
        cup(x, s),
    ])


def iliacus() -> str:
    """The fan inside the hip bone."""
    drawn = [path("m2", [*IL_TOP, *IL_L[1:], *IL_M[::-1][:-1]])]
    for i, (x, y) in enumerate(sample(IL_TOP, 10)[1:-1]):
        t = (i + 1) / 10
        ex, ey = 462 + 34 * t, 388
        mx, my = (x + ex) / 2 + (t - 0.5) * 16, (y + ey) / 2 - 6
        start = f"{num(x + (mx - x) * 0.1)} {num(y + (my - y) * 0.12)}"
        drawn.append(f'<path class="mf" d="M{start}Q{num(mx)} {num(my)} {num(ex)} {num(ey)}"/>')
    return "".join(drawn)


def psoas() -> str:
    """The muscle from spine to thigh bone: shade along its inner edge, fibres, and the tendon's end."""
    inner = blend(sample(PS_M, 20), sample(PS_L, 20), 0.34)
    drawn = [path("m1", [*PS_M, *PS_L[::-1]]), path("m3", [*sample(PS_M, 20)[::2], *inner[::-2]])]
    for t in (0.18, 0.34, 0.5, 0.66, 0.82):
        along = fibre(PS_M, PS_L, t, start=0.04 + abs(t - 0.5) * 0.12, end=0.97)
        drawn.append(f'<path class="mf" d="{along}"/>')
    a, b = sample(PS_M, 40), sample(PS_L, 40)
    tendon: list[Point] = [
        ((a[29][0] + b[29][0]) / 2, (a[29][1] + b[29][1]) / 2, 0), (a[35][0] * 0.75 + b[35][0] * 0.25, a[35][1]), a[38],
        (a[40][0] - 1, a[40][1] + 2), (b[40][0], b[40][1] + 2), b[38], (b[35][0] * 0.75 + a[35][0] * 0.25, b[35][1]),
    ]
    return "".join(drawn) + path("ten", tendon)


def skin() -> str:
    """The body's outline behind everything."""
    leg = [(566, 760, 0), (346, 760, 0), (336, 660), (327, 590), (320, 566)]
    left = flip(BODY_R)
    points: list[Point] = [
        (BODY_R[0][0], -90, 0), *BODY_R[1:-1], *leg, *flip(leg)[::-1][1:], *left[::-1][1:-1], (left[0][0], -90, 0),
    ]
    return path("skin", points)


def full() -> str:
    """The plate with its labels. One hip is drawn and shown twice."""
    near = f'<g id="front-hip">{hip(True)}</g>'
    far = f'<use href="#front-hip" transform="matrix(-1 0 0 1 {2 * MIDDLE} 0)"/>'
    return sheet(FULL, [skin(), spine(), sacrum(), near, far, iliacus(), psoas()], LABELS)


def joint() -> str:
    """The ball in its cup, close up."""
    return (
        '<svg class="close-up" viewBox="84 268 216 216" preserveAspectRatio="xMidYMid slice" fill="none"'
        ' stroke="currentColor" role="img" aria-labelledby="joint-t">'
        '<title id="joint-t">The hip joint close up: the round head of the thigh bone sits in its cup</title>'
        f"{sacrum()}{hip(False)}</svg>\n"
    )
