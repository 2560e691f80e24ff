"""The few words a demo patient sometimes adds."""

from __future__ import annotations

from collections.abc import Set

import numpy as np

NOTES = {
    "sat_long": (
        "Long drive, stiff when I got out of the car.",
        "Meetings all afternoon, hardly got up.",
        "Film night on the low sofa.",
    ),
    "walk": ("Round the lake, slowly. Good to be out.", "Walked to the shops and back.", "Stairs were fine today."),
    "conflict": ("Argued about money again.", "A hard talk at work.", "Said something I regret."),
    "yoga": ("Yoga with the Tuesday group.", "Pigeon pose with a cushion this time."),
    "swim": ("Twenty lengths, no hurry.", "Pool was quiet. Loose afterwards."),
    "stretch": ("Stretched before bed.", "Ten minutes on the mat this morning."),
    "rest": ("Lay down after lunch.", "Hot water bottle and a book."),
    "feeling:worried": ("Mum's results come on Friday.", "Slept badly thinking about the move."),
    "feeling:calm": ("A quiet day.", "Tea in the garden, first time this year."),
    "own": ("Nights again this week.",),
}
ANY = ("Nothing special today.", "Better than I expected.", "Putting on socks was a pain.", "Slept on the other side.")
SHARE = 0.22


def pick(happened: Set[str], rng: np.random.Generator) -> str:
    """A note that fits what happened, on about one day in five; otherwise nothing."""
    if rng.random() >= SHARE:
        return ""
    fitting = [note for name in sorted(happened) for note in NOTES.get(name, ())] or ANY
    return str(fitting[int(rng.integers(len(fitting)))])
