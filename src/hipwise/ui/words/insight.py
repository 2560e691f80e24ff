"""Findings and silences in sentences. They say what goes along with what; never why, and never a diagnosis.

This module is the door: what else is said of answers stands in `silences`, `journal` (of all the notes together) and
`when` (days, lags, dates), and is offered here too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hipwise.domain.insight.finding import Change, Finding, Silence
from hipwise.ui.words.journal import SMALL, borrowed, reservations, shift, shiftless, stillness, suspects, writing
from hipwise.ui.words.names import Voice
from hipwise.ui.words.numbers import change, decimals, span
from hipwise.ui.words.silences import REASONS, listed, silence_words, together
from hipwise.ui.words.when import ABOVE, EVENT, STEP, date_words, lag_words, setting

__all__ = [
    "ABOVE",
    "CHANGES",
    "EVENT",
    "REASONS",
    "SMALL",
    "STEP",
    "Told",
    "borrowed",
    "changed",
    "date_words",
    "days",
    "lag_words",
    "listed",
    "reservations",
    "sentence",
    "shift",
    "shiftless",
    "stillness",
    "suspects",
    "together",
    "told",
    "undirected",
    "writing",
]

_EARLY = "An early sign: "
_CHANCE = "It could still be chance."
_LITTLE = "It is a small difference, under half a point."

CHANGES: dict[Literal["begun", "faded", "stronger", "weaker"], str] = {
    "begun": "This link has begun",
    "faded": "This link has faded",
    "stronger": "This link has grown stronger",
    "weaker": "This link has grown weaker",
}
"""How a link has changed over the journal."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in parts, so that a page may set the number apart: lead, change, and the numbers in brackets.

    ``changed`` is a sentence where the link was not the same all along, ``both_ways`` one where the outcome comes
    before the factor too; else they are empty. ``after`` holds the reservations, each a sentence.
    """

    early: bool
    lead: str
    change: str
    numbers: str
    after: tuple[str, ...]
    changed: str = ""
    both_ways: str = ""

    @property
    def sentence(self) -> str:
        """All of it."""
        lead = f"{_EARLY}{self.lead[0].lower()}{self.lead[1:]}" if self.early else self.lead
        parts = [f"{lead}{self.change} ({self.numbers}).", self.changed, self.both_ways, *self.after]
        return " ".join(filter(None, parts))


def told(finding: Finding, voice: Voice) -> Told:
    """A finding in words."""
    places = decimals(finding.effect, finding.low, finding.high)
    told_numbers = f"likely range {span(finding.low, finding.high, places)}; from {days(finding.days_used)}"
    early = finding.tier == "early"
    little = max(round(abs(end), places) for end in (finding.low, finding.high)) < SMALL
    return Told(
        early=early,
        lead=f"{setting(finding, voice)}, your notes show {voice.outcome} ",
        change=change(finding.effect, places),
        numbers=told_numbers,
        after=tuple(words for words, said in ((_LITTLE, little), (_CHANCE, early)) if said),
        changed=changed(finding.change) if finding.change else "",
        both_ways=_both_ways(finding, voice) if finding.direction == "both" else "",
    )


def sentence(said: Finding | Silence, voice: Voice) -> str:
    """A finding or a silence as one or a few sentences."""
    return told(said, voice).sentence if isinstance(said, Finding) else silence_words(said, voice)


def changed(link: Change) -> str:
    """How a link was at first and is lately, in a sentence."""
    places = decimals(*link.first, *link.last)
    first, last = (_roughly(part, places) for part in (link.first, link.last))
    return f"{CHANGES[link.kind]}: early on {first}, lately {last}."


def undirected(findings: Sequence[Finding], voice: Voice) -> str | None:
    """Says of which findings no direction can be read: those of the same day or moment."""
    names = [voice.name(one.factor).noun for one in findings if one.direction == "together" and one.lag == "same"]
    if not names:
        return None
    noted = f"{'at the same moment' if voice.timed else 'for the same day'} as {voice.outcome}"
    were = "were" if len(names) > 1 else "was"
    return f"Which came first can’t be told for {listed(names)}, which {were} noted {noted}."


def days(count: int) -> str:
    """A number of days: "1 day", "107 days"."""
    return f"{count:,} day" if count == 1 else f"{count:,} days"


def _roughly(part: tuple[float, float, float], places: int) -> str:
    effect, low, high = part
    about = change(effect, places) if round(abs(effect), places) else "hardly any difference"
    return f"{about} ({span(low, high, places)})"


def _both_ways(finding: Finding, voice: Voice) -> str:
    noun = voice.name(finding.factor).noun
    before, after = ("at one time", "later on") if voice.timed else ("on one day", "on the next")
    return f"It goes both ways: {voice.outcome} {before} also goes along with {noun} {after}."
