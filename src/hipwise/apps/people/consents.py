"""What people are asked to agree to, word for word.

A text that changes in meaning gets a new version; whoever agreed to an older one is asked again.
Old versions stay here for as long as a record names them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["terms", "health_notes", "share_with_clinic"]


@dataclass(frozen=True, slots=True)
class Consent:
    """One thing to agree to. ``ask`` is the line beside the box, ``words`` the paragraphs behind it."""

    kind: Kind
    version: str
    title: str
    ask: str
    words: tuple[str, ...]


TERMS = Consent(
    "terms",
    "2026-11",
    "How this works, and your privacy",
    "I have read how this works and how my data is handled.",
    (
        "This is the clinic's own system and runs for the clinic alone. It has no advertising, "
        "and it gives nothing to anyone else.",
        "It helps you keep notes and look for patterns. It does not diagnose, "
        "and it does not replace a visit or an emergency call.",
        "We keep your name, your e-mail address, how you sign in, and a list of who opened your record and when.",
        "You can download everything or erase your account at any time, under You, Your data.",
    ),
)
HEALTH_NOTES = Consent(
    "health_notes",
    "2026-11",
    "Keeping notes about your health",
    "Yes, keep my health notes: pain, sleep, feelings and what I write.",
    (
        "Notes about pain, sleep, stress and feelings are health data. "
        "The law asks us to keep them only if you clearly say yes.",
        "Your own words and what is worked out from them are stored encrypted; scores and ticks are kept as they are. "
        "All of it is used to show you your own days and what goes together in them.",
        "You can take this back at any time. From then on nothing new is kept; "
        "what is there you can download or erase.",
    ),
)
SHARE_WITH_CLINIC = Consent(
    "share_with_clinic",
    "2026-11",
    "Sharing your journal with your clinicians",
    "Let the clinic's physiotherapists and psychologists read my journal and my insights.",
    (
        "Without this, nobody at the clinic can open your journal. With it, the clinic's physiotherapists and "
        "psychologists can, the front desk can't, and every look is listed under You, Who looked.",
        "You can take this back at any time, and it works at once.",
    ),
)

EVERY: dict[str, Consent] = {consent.kind: consent for consent in (TERMS, HEALTH_NOTES, SHARE_WITH_CLINIC)}
NEEDED = (TERMS, HEALTH_NOTES)  # without these nobody can use the patient's side
