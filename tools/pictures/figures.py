"""A jointed figure with volume, from a pose's angles. Inside, y points up and the unit is a metre of height 1.7;
drawing flips and scales it. Angles are in degrees; pairs are near and far side.

Each limb is a profile (front and back half-width along the bone) in two tones; the far side is darker; the muscle that
works is drawn in clay with a halo behind it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from hipwise.ui.curves import Point, blend, num
from tools.pictures.plate import path

# Points read better in rows.
# fmt: off
SCALE = 220.0
PELVIS, THORAX, HEAD, THIGH, SHANK, FOOT, UPPER_ARM, FOREARM = 0.20, 0.32, 0.17, 0.45, 0.43, 0.15, 0.25, 0.24
Profile = list[tuple[float, float, float]]  # along the bone, half-width in front, half-width behind
Pair = tuple[float, float]

THIGH_SHAPE: Profile = [
    (-0.06, 0.075, 0.085), (0.08, 0.088, 0.098), (0.3, 0.090, 0.084), (0.55, 0.078, 0.066), (0.8, 0.060, 0.056),
    (0.94, 0.055, 0.050), (1.03, 0.047, 0.045),
]
SHANK_SHAPE: Profile = [
    (-0.05, 0.048, 0.046), (0.04, 0.050, 0.054), (0.2, 0.045, 0.070), (0.36, 0.040, 0.071), (0.55, 0.036, 0.055),
    (0.78, 0.032, 0.036), (0.95, 0.032, 0.032), (1.03, 0.028, 0.032),
]
UPPER_ARM_SHAPE: Profile = [
    (-0.10, 0.045, 0.045), (0.05, 0.052, 0.050), (0.35, 0.046, 0.044), (0.7, 0.038, 0.037), (1.0, 0.034, 0.034),
]
FOREARM_SHAPE: Profile = [
    (-0.05, 0.033, 0.033), (0.15, 0.038, 0.036), (0.45, 0.034, 0.032), (0.85, 0.023, 0.023), (1.0, 0.021, 0.021),
]
SLEEVE_SHAPE: Profile = [(-0.10, 0.052, 0.052), (0.05, 0.059, 0.057), (0.3, 0.054, 0.052), (0.46, 0.052, 0.050)]


@dataclass(frozen=True)
class Tones:
    """Classes of one side's skin and cloth, and of the shade on either."""

    skin: str
    cloth: str
    cloth_shade: str
    skin_shade: str


NEAR_LEG, FAR_LEG = Tones("fg-s1", "fg-c1", "fg-c1s", "fg-s1s"), Tones("fg-s3", "fg-c2", "fg-c2", "fg-s3")
NEAR_ARM, FAR_ARM = Tones("fg-s1", "fg-t1", "fg-t1s", "fg-s1s"), Tones("fg-s3", "fg-t2", "fg-t2", "fg-s3")


@dataclass(frozen=True)
class Pose:
    """`trunk` 90 stands upright, 180 lies on the back. Joints bend by their angle from straight."""

    title: str
    trunk: float
    props: Literal["mat", "cushion", "floor", "stool"]
    lumbar: float = 0
    neck: float = 0
    hip: Pair = (0, 0)
    knee: Pair = (0, 0)
    ankle: Pair = (0, 0)
    shoulder: Pair = (0, 0)
    elbow: Pair = (0, 0)
    glow: bool = False
    lifted: bool = False


POSES = {
    "half_kneel": Pose(
        "A person half-kneeling, hips gliding forward; the front of the hip glows", 91, "cushion", lumbar=3, neck=-2,
        hip=(-15, 90), knee=(75, 106), ankle=(-85, 16), shoulder=(-38, 30), elbow=(92, 16), glow=True,
    ),
    "bridge": Pose(
        "A person lying on the back with hips lifted", 203, "mat", neck=23, hip=(7, 7), knee=(119, 119), ankle=(-1, -1),
        shoulder=(-21, -21), lifted=True,
    ),
    "rest": Pose(
        "A person resting on the back, knees bent", 180, "mat", hip=(45, 45), knee=(95, 95), ankle=(-40, -40),
        shoulder=(6, 10), elbow=(14, 0),
    ),
    "sit": Pose(
        "A person sitting quietly, a hand on the belly, breathing", 92, "stool", lumbar=2, neck=4, hip=(92, 88),
        knee=(92, 88), shoulder=(15, 24), elbow=(42, 30),
    ),
    "stand_hip": Pose(
        "A person in a short stride, leaning hips forward", 88, "floor", lumbar=3, hip=(-25, 34), knee=(0, 40),
        ankle=(20, 16), shoulder=(20, 45), elbow=(30, 20), glow=True,
    ),
}


def toward(angle: float) -> tuple[float, float]:
    """The unit step in a direction."""
    return (math.cos(math.radians(angle)), math.sin(math.radians(angle)))


def go(start: Point, step: tuple[float, float], far: float) -> Point:
    """`far` along `step` from `start`."""
    return (start[0] + step[0] * far, start[1] + step[1] * far)


def corner(point: Point) -> Point:
    """The same point, sharp."""
    return (point[0], point[1], 0)


@dataclass(frozen=True)
class Leg:
    """Directions of thigh, shank and foot, and where knee, ankle and toe are."""

    thigh: float
    shank: float
    foot: float
    knee: Point
    ankle: Point
    toe: Point


@dataclass(frozen=True)
class Arm:
    """Directions of upper arm and forearm, and where elbow and wrist are."""

    upper: float
    fore: float
    elbow: Point
    wrist: Point


class Body:
    """Where every joint of a pose is; the pelvis is at (0, 0)."""

    def __init__(self, pose: Pose) -> None:
        self.pelvis: Point = (0.0, 0.0)
        self.low = pose.trunk
        self.high = pose.trunk - pose.lumbar
        self.up = self.high - pose.neck
        self.waist = go(self.pelvis, toward(self.low), PELVIS)
        self.top = go(self.waist, toward(self.high), THORAX)
        self.shoulder = go(self.waist, toward(self.high), THORAX - 0.035)
        self.head = go(self.top, toward(self.up), HEAD + 0.004)
        self.legs = [self._leg(pose, i) for i in (0, 1)]
        self.arms = [self._arm(pose, i) for i in (0, 1)]
        self.lying = self.low > 150

    def _leg(self, pose: Pose, i: int) -> Leg:
        thigh = pose.trunk + 180 + pose.hip[i]
        shank = thigh - pose.knee[i]
        foot = shank + 90 + pose.ankle[i]
        knee = go(self.pelvis, toward(thigh), THIGH)
        ankle = go(knee, toward(shank), SHANK)
        return Leg(thigh, shank, foot, knee, ankle, go(ankle, toward(foot), FOOT))

    def _arm(self, pose: Pose, i: int) -> Arm:
        upper = self.high + 180 + pose.shoulder[i]
        fore = upper + pose.elbow[i]
        elbow = go(self.shoulder, toward(upper), UPPER_ARM)
        return Arm(upper, fore, elbow, go(elbow, toward(fore), FOREARM))

    def reach(self) -> list[Point]:
        """Points that the picture must hold."""
        found = [self.pelvis, self.waist, self.top]
        found += [go(self.head, step, 0.1) for step in ((0.0, 1.0), (0.0, -1.0), (1.0, 0.0), (-1.0, 0.0))]
        for leg in self.legs:
            found += [leg.knee, leg.ankle, leg.toe, go(leg.ankle, (0, -1), 0.04)]
        return found + [point for arm in self.arms for point in (arm.elbow, arm.wrist)]

    def ground(self, pose: Pose) -> float:
        """The height of the floor."""
        low = min(min(leg.ankle[1] - 0.045, leg.toe[1] - 0.03, leg.knee[1] - 0.055) for leg in self.legs)
        if self.lying:
            low = min(low, low if pose.lifted else self.pelvis[1] - 0.112, self.top[1] - 0.09)
        return low


class Pen:
    """Draws a body's parts, back to front."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.drawn: list[str] = []

    def shape(self, kind: str, points: list[Point], closed: bool = True) -> None:
        """A smooth shape, flipped and scaled to the sheet."""
        self.drawn.append(path(kind, [(p[0] * SCALE, -p[1] * SCALE, *p[2:]) for p in points], closed, 0.56))

    def disc(self, kind: str, at: Point, r: float) -> None:
        """A round part."""
        x, y = num(at[0] * SCALE), num(-at[1] * SCALE)
        self.drawn.append(f'<circle class="{kind}" cx="{x}" cy="{y}" r="{num(r * SCALE)}"/>')

    def limb(
        self, start: Point, angle: float, bone: tuple[float, Profile], tones: tuple[str, str], *, cut: float = 0
    ) -> None:
        """A bone's flesh or cloth with shade behind; `cut` is the shade's share and asks for a straight hem."""
        length, profile = bone
        along, across = toward(angle), toward(angle + 90)
        front = [go(go(start, along, t * length), across, w) for t, w, _ in profile]
        back = [go(go(start, along, t * length), across, -w) for t, _, w in profile]
        shade = blend(front, back, cut or 0.6)
        if cut:
            front[-1], back[-1], shade[-1] = corner(front[-1]), corner(back[-1]), corner(shade[-1])
        self.shape(tones[0], front + back[::-1])
        self.shape(tones[1], shade + back[::-1])

    def foot(self, kind: str, leg: Leg) -> None:
        """A foot in profile."""
        along, up = toward(leg.foot), toward(leg.foot + 90)
        outline = [
            (-0.045, 0.012), (-0.02, 0.035), (0.03, 0.030), (0.08, 0.004), (0.135, -0.014), (0.168, -0.028),
            (0.172, -0.043), (0.15, -0.05), (0.07, -0.05), (0.0, -0.052), (-0.045, -0.05), (-0.062, -0.03),
        ]
        self.shape(kind, [go(go(leg.ankle, along, a), up, b) for a, b in outline])

    def leg(self, i: int, tones: Tones) -> None:
        """Foot, shank, thigh, knee, and the leg of the shorts."""
        leg = self.body.legs[i]
        self.foot(tones.skin, leg)
        self.limb(leg.knee, leg.shank, (SHANK, SHANK_SHAPE), (tones.skin, tones.skin_shade))
        self.limb(self.body.pelvis, leg.thigh, (THIGH, THIGH_SHAPE), (tones.skin, tones.skin_shade))
        self.disc(tones.skin, leg.knee, 0.049)
        shorts = [(t, a + 0.006, b + 0.006) for t, a, b in THIGH_SHAPE if t <= 0.6]
        self.limb(self.body.pelvis, leg.thigh, (THIGH, shorts), (tones.cloth, tones.cloth_shade), cut=0.6)

    def arm(self, i: int, tones: Tones) -> None:
        """Forearm, hand, upper arm, elbow, sleeve."""
        arm = self.body.arms[i]
        self.limb(arm.elbow, arm.fore, (FOREARM, FOREARM_SHAPE), (tones.skin, tones.skin_shade))
        along, up = toward(arm.fore), toward(arm.fore + 90)
        hand = [
            (-0.012, 0.021), (0.03, 0.030), (0.07, 0.026), (0.10, 0.010), (0.098, -0.008), (0.06, -0.022),
            (0.02, -0.026),
            (-0.012, -0.021),
        ]
        self.shape(tones.skin, [go(go(arm.wrist, along, a), up, b) for a, b in hand])
        self.limb(self.body.shoulder, arm.upper, (UPPER_ARM, UPPER_ARM_SHAPE), (tones.skin, tones.skin_shade))
        self.disc(tones.skin, arm.elbow, 0.035)
        self.limb(self.body.shoulder, arm.upper, (UPPER_ARM, SLEEVE_SHAPE), (tones.cloth, tones.cloth_shade), cut=0.6)

    def trunk(self) -> None:
        """Shirt, then shorts over the pelvis with their band."""
        b = self.body
        stations = [
            (b.pelvis, b.low, -0.085, 0.050, 0.085), (b.pelvis, b.low, -0.03, 0.086, 0.112),
            (b.pelvis, b.low, 0.04, 0.092, 0.110), (b.pelvis, b.low, 0.11, 0.088, 0.090),
            (b.waist, b.high, 0.0, 0.094, 0.082), (b.waist, b.high, 0.09, 0.106, 0.092),
            (b.waist, b.high, 0.18, 0.120, 0.104), (b.waist, b.high, 0.25, 0.110, 0.104),
            (b.waist, b.high, 0.305, 0.070, 0.086), (b.waist, b.high, 0.338, 0.036, 0.052),
        ]
        front, back = [], []
        for origin, angle, far, fore, rear in stations:
            middle, ahead = go(origin, toward(angle), far), toward(angle - 90)
            front.append(go(middle, ahead, fore))
            back.append(go(middle, ahead, -rear))
        shade = blend(front, back, 0.64)
        self.shape("fg-t1", front + back[::-1])
        self.shape("fg-t1s", shade + back[::-1])
        hem = 3
        lap, seat, mid = ([*part[:hem], corner(part[hem])] for part in (front, back, shade))
        self.shape("fg-c1", lap + seat[::-1])
        self.shape("fg-c1s", mid + seat[::-1])
        self.shape("fg-band", [front[hem], back[hem]], closed=False)

    def head(self) -> None:
        """Neck, face in profile, hair with a low knot, ear."""
        b = self.body
        ahead, up = toward(b.up - 90), toward(b.up)

        def at(a: float, c: float) -> Point:
            return go(go(b.head, ahead, a * 1.09), up, c * 1.09)

        def between(one: Point, two: Point, t: float) -> Point:
            return (one[0] + (two[0] - one[0]) * t, one[1] + (two[1] - one[1]) * t)

        base = go(b.waist, toward(b.high), 0.30)
        n1, n2 = go(base, toward(b.high - 90), 0.040), go(base, toward(b.high + 90), 0.050)
        m1 = go(go(b.top, toward(b.high - 90), 0.030), toward(b.high), 0.02)
        m2 = go(go(b.top, toward(b.high + 90), 0.046), toward(b.high), 0.03)
        h1, h2 = at(0.022, -0.06), at(-0.058, -0.02)
        self.shape("fg-s2", [corner(n1), m1, corner(h1), at(-0.01, 0.0), corner(h2), m2, corner(n2)])
        lit = [between(n1, n2, 0.42), between(m1, m2, 0.48), between(h1, h2, 0.45)]
        self.shape("fg-s1", [corner(lit[0]), lit[1], corner(lit[2]), corner(h2), m2, corner(n2)])
        face = [
            (0.010, 0.104), (0.058, 0.086), (0.078, 0.046), (0.078, 0.018), (0.098, -0.010), (0.084, -0.026),
            (0.082, -0.048), (0.074, -0.080), (0.046, -0.092), (0.010, -0.070), (-0.028, -0.052), (-0.074, -0.020),
            (-0.086, 0.034), (-0.052, 0.088),
        ]
        hair = [
            (0.064, 0.078), (0.034, 0.112), (-0.026, 0.114), (-0.082, 0.080), (-0.100, 0.020), (-0.078, -0.034),
            (-0.050, -0.034), (-0.036, 0.004), (-0.014, 0.020), (0.004, 0.048), (0.030, 0.066),
        ]
        self.shape("fg-s1", [at(*p) for p in face])
        self.shape("fg-h", [at(*p) for p in hair])
        self.disc("fg-h", at(-0.045, 0.118) if b.lying else at(-0.108, 0.018), 0.036)
        self.shape("fg-ear", [at(-0.014, 0.012), at(-0.002, -0.004), at(-0.012, -0.022)], closed=False)

    def muscle(self, ident: str) -> None:
        """The front of the hip at work (psoas and rectus femoris), with its halo behind everything."""
        b, leg = self.body, self.body.legs[0]
        across, along = toward(leg.thigh + 90), toward(leg.thigh)
        ahead, up = toward(b.low - 90), toward(b.low)
        x, y = go(go(b.pelvis, ahead, 0.03), along, 0.05)
        halo = f'<circle cx="{num(x * SCALE)}" cy="{num(-y * SCALE)}" r="{num(0.34 * SCALE)}" fill="url(#{ident}-gl)"/>'
        self.drawn.insert(0, halo)
        belly = [
            go(go(b.waist, ahead, 0.030), up, 0.03), go(go(b.waist, ahead, 0.060), up, -0.03),
            go(go(b.pelvis, ahead, 0.084), up, 0.07), go(go(b.pelvis, across, 0.084), along, 0.05),
            go(go(b.pelvis, across, 0.072), along, 0.15), go(go(b.pelvis, across, 0.036), along, 0.235),
            go(go(b.pelvis, across, 0.006), along, 0.13), go(go(b.pelvis, ahead, 0.012), up, 0.02),
            go(go(b.waist, ahead, 0.004), up, -0.06),
        ]
        self.shape("fg-mus", belly)
        rear = [belly[0], belly[8], belly[7], belly[6], belly[5]]
        for share in (0.3, 0.55, 0.78):
            self.shape("fg-mf", blend(belly[:5], rear, share), closed=False)


def under(pose: Pose, body: Body, left: float, right: float) -> list[str]:
    """What the figure stands, lies or sits on. `left` and `right` are the picture's edges."""
    floor = -body.ground(pose) * SCALE
    middle, wide = num((left + right) / 2 * SCALE), (right - left) * SCALE
    if pose.props == "stool":
        return [*breath(body), *stool(body, floor, middle, wide)]
    drawn = [f'<ellipse class="fg-sh" cx="{middle}" cy="{num(floor + 6)}" rx="{num(wide * 0.46)}" ry="7"/>']
    if pose.props in ("mat", "cushion"):
        x, width = num((left + 0.05) * SCALE), num(wide - 0.10 * SCALE)
        drawn.append(f'<rect class="fg-mat" x="{x}" y="{num(floor - 1)}" width="{width}" height="8" rx="4"/>')
    if pose.props == "cushion":
        x = num((body.legs[0].knee[0] - 0.14) * SCALE)
        place = f'x="{x}" y="{num(floor - 10)}" width="{num(0.28 * SCALE)}"'
        drawn.append(f'<rect class="fg-cu" {place} height="12" rx="6"/>')
    return drawn


def breath(body: Body) -> list[str]:
    """Quiet rings round the belly."""
    x, y = num(body.waist[0] * SCALE), num(-(body.waist[1] + 0.07) * SCALE)
    rings = ((150, 0.18), (118, 0.32), (86, 0.5), (56, 0.75))
    look = 'class="rp" fill="none" stroke="currentColor"'
    return [f'<circle {look} cx="{x}" cy="{y}" r="{r}" opacity="{o}"/>' for r, o in rings]


def stool(body: Body, floor: float, middle: str, wide: float) -> list[str]:
    """A plain stool under the pelvis."""
    seat = -(body.pelvis[1] - 0.104) * SCALE
    legs = ((-0.10, -0.14), (0.19, 0.23))
    ways = "".join(f"M{num(a * SCALE)} {num(seat + 5)}L{num(b * SCALE)} {num(floor)}" for a, b in legs)
    return [
        f'<ellipse class="fg-sh" cx="{middle}" cy="{num(floor + 4)}" rx="{num(wide * 0.40)}" ry="6"/>',
        f'<path class="fg-st" d="M{num(-0.15 * SCALE)} {num(seat)}h{num(0.40 * SCALE)}"/>',
        f'<path class="fg-sl" d="{ways}"/>',
    ]


def figure(name: str, pad: float = 0.10) -> str:
    """The SVG of one pose."""
    pose, ident = POSES[name], f"fig-{name.replace('_', '-')}"
    body = Body(pose)
    pen = Pen(body)
    if body.lying:
        pen.leg(1, FAR_LEG)
        pen.arm(1, FAR_ARM)
    else:
        pen.arm(1, FAR_ARM)
        pen.leg(1, FAR_LEG)
    pen.head()
    pen.trunk()
    pen.leg(0, NEAR_LEG)
    if pose.glow:
        pen.muscle(ident)
    pen.arm(0, NEAR_ARM)
    points = body.reach()
    left, right = min(p[0] for p in points) - pad, max(p[0] for p in points) + pad + 0.04
    top, foot = max(p[1] for p in points) + pad * 0.7, body.ground(pose) - 0.07
    if pose.props == "stool":
        left, right = min(left, body.waist[0] - 0.70), max(right, body.waist[0] + 0.70)
        top = max(top, body.waist[1] + 0.77)
    box = " ".join(num(v * SCALE) for v in (left, -top, right - left, top - foot))
    stops = '<stop class="gl0" stop-opacity="0" offset="0"/><stop class="gl1" stop-opacity="0" offset="1"/>'
    defs = f'<defs><radialGradient id="{ident}-gl">{stops}</radialGradient></defs>' if pose.glow else ""
    return (
        f'<svg class="fig" viewBox="{box}" role="img" aria-labelledby="{ident}-t">'
        f'<title id="{ident}-t">{pose.title}</title>{defs}'
        f"{''.join(under(pose, body, left, right))}{''.join(pen.drawn)}</svg>\n"
    )
