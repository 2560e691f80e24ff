"""What the factors of a journal are called in its person's own words."""

from __future__ import annotations

from hipwise.apps.journal.selectors import factor_names
from hipwise.apps.journal.vocabulary import Emotion
from hipwise.ui.words.names import Name, Voice, name_of

NAMES = {
    "sleep_hours": Name("time asleep", "time asleep"),
    "mood": Name("mood", "a better mood"),
    "sleep_quality": Name("sleep quality", "a better night"),
    "fatigue": Name("tiredness", "tiredness"),
    "conflict": Name("arguing", "an argument"),
    **{f"feeling:{emotion.value}": name_of(str(emotion.label).lower()) for emotion in Emotion},
}


def voice_of(patient_id: int) -> Voice:
    """How one person's journal is spoken of."""
    own = {factor: Name(f"“{name}”", f"“{name}” noted") for factor, name in factor_names(patient_id).items()}
    return Voice(outcome="pain", names=NAMES | own)
