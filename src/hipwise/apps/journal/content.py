"""What one check-in says, apart from whose it is and which row holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hipwise.apps.journal.vocabulary import Activity, Emotion, HowGood, HowMuch, Place, Quality, Strength

OWN_LENGTH = 30
OWN_A_CHECK_IN = 8


@dataclass(frozen=True, slots=True)
class Content:
    """One check-in as written.

    ``at`` is aware. ``pain`` 0-10; stress, fatigue, headache as :class:`HowMuch` (0-4), mood and
    sleep_quality as :class:`HowGood` (0-4), sleep_hours 0-24; None where nothing was written. ``own``
    holds the person's own tags by name. An activity, emotion or tag that is not listed did not happen.

    Raises:
        ValueError: for a word that is not in the vocabulary or a naive time.
    """

    at: datetime
    pain: int | None = None
    qualities: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    stress: int | None = None
    mood: int | None = None
    sleep_hours: float | None = None
    sleep_quality: int | None = None
    fatigue: int | None = None
    headache: int | None = None
    activities: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    emotions: Mapping[str, int] = field(default_factory=dict)
    note: str = ""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a check-in needs an aware time")
        for said, known in (
            (self.qualities, Quality.values),
            (self.places, Place.values),
            (self.activities, Activity.values),
            (self.emotions, Emotion.values),
            (self.emotions.values(), Strength.values),
        ):
            if not set(said) <= set(known):
                raise ValueError(f"unknown words in a check-in: {sorted(set(map(str, said)) - set(map(str, known)))}")
        self._check_scales()

    def _check_scales(self) -> None:
        top = {"pain": 10, "sleep_hours": 24, "mood": max(HowGood), "sleep_quality": max(HowGood)}
        top |= {"stress": max(HowMuch), "fatigue": max(HowMuch), "headache": max(HowMuch)}
        for name, most in top.items():
            value = getattr(self, name)
            if value is not None and not 0 <= value <= most:
                raise ValueError(f"{name} lies outside 0-{most}")

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was written."""
        numbers = (self.pain, self.stress, self.mood, self.sleep_hours, self.sleep_quality, self.fatigue, self.headache)
        said = (self.qualities, self.places, self.activities, self.own, self.emotions, self.note.strip())
        return all(number is None for number in numbers) and not any(said)


def tidy_name(raw: str) -> str:
    """An own tag's name as it is kept: single spaces, nothing unseen, at most ``OWN_LENGTH`` characters."""
    shown = "".join(letter if letter.isprintable() else " " for letter in raw)
    return " ".join(shown.split())[:OWN_LENGTH].strip()
