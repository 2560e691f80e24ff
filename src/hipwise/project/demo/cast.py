"""Who is at the demo clinic, and what truly moves each patient's pain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hipwise.domain.insight.finding import Lag

PASSWORD = "linden-street"  # noqa: S105 - printed at every start, good on one machine only

CLINIC = {
    "name": "Linden Street Clinic (demo)",
    "country": "IE",
    "time_zone": "Europe/Dublin",
    "emergency_number": "112",
    "crisis_number": "116 123",
    "crisis_words": "Samaritans, free, day and night",
    "address": "12 Linden Street (made up)",
}


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who works at the demo clinic; ``work`` as in ``people.StaffSeat.Work``, ``about`` for the team page."""

    email: str
    name: str
    work: str
    registration: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Began:
    """Something that began on a ``day`` of a life and moved the level of pain by ``points`` from then on."""

    day: int
    points: float
    label: str


@dataclass(frozen=True, slots=True)
class Life:
    """A demo patient.

    ``causes`` is the truth: for each factor its lag and its effect in points of pain, as in
    ``domain.insight.world``. The journal runs for ``days`` days and ends ``until`` days before today, with
    ``moments`` check-ins a day; ``away`` names a gap by its first day and its length. ``suspects`` is what they said
    when Insight asked them, nothing for "I don't know"; None while the question still stands.
    """

    email: str
    name: str
    days: int
    causes: Mapping[str, tuple[Lag, float]]
    side: str = "right"
    level: float = 4.0
    moments: int = 1
    away: tuple[int, int] = (0, 0)
    until: int = 0
    shares: bool = True
    own: str = ""
    suspects: tuple[str, ...] | None = ()
    began: Began | None = None
    seed: int = field(default=1)


STAFF = (
    Staff("olga@demo.example", "Olga Winter (demo)", "owner"),
    Staff(
        "ben@demo.example", "Ben Harrow (demo)", "physiotherapist", "PT 1042", "Looks at how you walk before he talks."
    ),
    Staff(
        "faye@demo.example",
        "Faye Moran (demo)",
        "physiotherapist",
        "PT 2210",
        "Works with runners and with new parents.",
    ),
    Staff(
        "eli@demo.example",
        "Eli Brandt (demo)",
        "psychologist",
        "PS 0317",
        "Helps with what weighs on you.",
    ),
    Staff("dara@demo.example", "Dara Quinn (demo)", "front_desk", "", "Answers the door and the telephone."),
)

PATIENTS = (
    Life(
        "ana@demo.example",
        "Ana Ribeiro (demo)",
        120,
        {"sat_long": ("next", 1.3), "stress": ("same", 0.7), "walk": ("same", -0.8)},
        until=1,
        suspects=("sat_long", "stress"),
    ),
    Life("gus@demo.example", "Gus Keane (demo)", 9, {"conflict": ("same", 1.5)}, side="left", suspects=None, seed=2),
    Life("hana@demo.example", "Hana Novak (demo)", 60, {"conflict": ("same", 1.8)}, suspects=("conflict",), seed=3),
    Life(
        "ivo@demo.example",
        "Ivo Petrov (demo)",
        365,
        {"sleep_hours": ("same", -0.5), "yoga": ("next", -0.9)},
        side="left",
        level=5.0,
        began=Began(230, -1.8, "Exercises from Faye"),
        seed=4,
    ),
    Life("june@demo.example", "June Adeyemi (demo)", 75, {"stress": ("same", 0.8)}, moments=3, level=5.0, seed=5),
    Life("kofi@demo.example", "Kofi Mensah (demo)", 120, {"swim": ("same", -1.2)}, away=(52, 19), seed=6),
    Life("lea@demo.example", "Lea Martin (demo)", 90, {"stress": ("same", 0.9)}, shares=False, side="left", seed=7),
    Life("mo@demo.example", "Mo Rahman (demo)", 150, {}, level=4.5, suspects=("sat_long", "work"), seed=8),
    Life(
        "nora@demo.example",
        "Nora Lind (demo)",
        200,
        {"stress": ("next", 0.6), "stretch": ("same", -0.8), "own": ("same", 1.0)},
        own="night shift",
        suspects=("own",),
        seed=9,
    ),
    Life("pia@demo.example", "Pia Rossi (demo)", 38, {"sat_long": ("same", 0.9)}, level=3.0, suspects=None, seed=10),
)
