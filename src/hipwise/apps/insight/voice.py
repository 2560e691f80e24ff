"""What the factors of a journal are called in its person's own words."""

from __future__ import annotations

from hipwise.apps.journal.selectors import factor_names
from hipwise.apps.journal.vocabulary import Emotion
from hipwise.domain.insight.panel import Panel
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


def title(factor: str, voice: Voice) -> str:
    """What a factor is called where its name stands alone."""
    noun = voice.name(factor).noun.strip("“”")
    return noun[:1].upper() + noun[1:]


def titles(panel: Panel, voice: Voice) -> list[tuple[str, str]]:
    """The factors of a journal, each with what it is called, in the journal's order."""
    return [(column.name, title(column.name, voice)) for column in panel.factors]
