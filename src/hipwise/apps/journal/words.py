"""A check-in in words, for the timeline, its history and its charts."""

from __future__ import annotations

from collections.abc import Iterable

from hipwise.apps.journal.content import Content
from hipwise.apps.journal.vocabulary import Activity, Emotion, HowGood, HowMuch, Place, Quality, Strength


def said(content: Content) -> dict[str, str]:
    """Everything a check-in says: what it is about, then the words. Nothing for what was left out."""
    lines = {
        "Pain": "" if content.pain is None else f"{content.pain} of 10",
        "Feels": _listed(Quality(quality).label for quality in content.qualities),
        "Where": _listed((Place(place).label for place in content.places), separator="; "),
        "Before": _listed([*(Activity(activity).label for activity in content.activities), *content.own]),
        "Stress": _much(content.stress),
        "Mood": _good(content.mood),
        "Feelings": _listed(_feeling(emotion, strength) for emotion, strength in content.emotions.items()),
        "Sleep": _night(content),
        "Tired": _much(content.fatigue),
        "Headache": _much(content.headache),
        "Note": content.note,
    }
    return {about: words for about, words in lines.items() if words}


def _listed(words: Iterable[str], separator: str = ", ") -> str:
    joined = separator.join(words)
    return joined[:1].upper() + joined[1:]


def _feeling(emotion: str, strength: int) -> str:
    return f"{Emotion(emotion).label.lower()} ({Strength(strength).label})"


def _much(value: int | None) -> str:
    return "" if value is None else str(HowMuch(value).label)


def _good(value: int | None) -> str:
    return "" if value is None else str(HowGood(value).label)


def _night(content: Content) -> str:
    hours = "" if content.sleep_hours is None else f"{content.sleep_hours:g} hours"
    return ", ".join(part for part in (hours, _good(content.sleep_quality).lower()) if part).capitalize()
