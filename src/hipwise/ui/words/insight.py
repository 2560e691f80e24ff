"""Findings and silences in sentences. They say what goes along with what; never why, and never a diagnosis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hipwise.domain.insight.finding import Finding, Reason, Silence, Unit
from hipwise.ui.words.names import Voice
from hipwise.ui.words.numbers import amount, between, bound, change, decimals, plain, wait

EVENT: Unit = "points, yes against no"

SMALL = 0.5
"""Points of the outcome; a difference that stays below it hardly shows on a single day. The engine's own bound."""

_EARLY = "An early sign: "
_CHANCE = "It could still be chance."
_LITTLE = "It is a small difference, under half a point."
_CAUSE = "whether one brings the other, or something else brings both."
_GIVEN = {
    False: "The day of the week, slow change over the months and the days before are already taken into account.",
    True: "The time of day, the day of the week, slow change and the notes before are already taken into account.",
}

REASONS: dict[Reason, str] = {
    "not_clear": "Can’t tell yet",
    "too_few_days": "Too few days so far",
    "explained_by": "Goes along with something else",
    "ruled_out": "Ruled out, or too small to matter",
    "no_variation": "Nothing to compare",
}
"""Headings for the silences, in the order in which a reader wants them."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in parts, so that a page may set the number apart: lead, change, and the numbers in brackets.

    ``after`` holds the reservations, each a sentence.
    """

    early: bool
    lead: str
    change: str
    numbers: str
    after: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """All of it."""
        lead = f"{_EARLY}{self.lead[0].lower()}{self.lead[1:]}" if self.early else self.lead
        return " ".join([f"{lead}{self.change} ({self.numbers}).", *self.after])


def told(finding: Finding, voice: Voice) -> Told:
    """A finding in words."""
    places = decimals(finding.effect, finding.low, finding.high)
    lead = f"{_setting(finding, voice)}, your notes show {voice.outcome} "
    told_numbers = f"likely range {_range(finding, places)}; from {days(finding.days_used)}"
    early = finding.tier == "early"
    little = max(round(abs(end), places) for end in (finding.low, finding.high)) < SMALL
    after = [words for words, said in ((_LITTLE, little), (_CHANCE, early)) if said]
    return Told(early, lead, change(finding.effect, places), told_numbers, tuple(after))


def reservations(voice: Voice) -> tuple[str, str]:
    """What no finding can tell, and what has been taken into account."""
    return _CAUSE, _GIVEN[voice.timed]


def sentence(said: Finding | Silence, voice: Voice) -> str:
    """A finding or a silence as one or two sentences."""
    if isinstance(said, Finding):
        return told(said, voice).sentence
    return _SILENCES[said.reason](said, voice)


def stillness(quarter: float, three_quarters: float, voice: Voice) -> str | None:
    """Says so when half of all days lie within less than half a point: nothing can then go along with a large change.

    The two are the quartiles of the outcome.
    """
    if three_quarters - quarter >= SMALL:
        return None
    low, high = plain(quarter, 1), plain(three_quarters, 1)
    span = f"at {low}" if low == high else f"between {low} and {high}"
    half = "in half of them" if voice.timed else "on half of the days"
    return f"The {voice.outcome} in these notes hardly changed: {half} it lay {span}."


def together(silences: Sequence[Silence], voice: Voice) -> list[str]:
    """Silences of one reason in as few sentences as can be; for reasons whose silences differ in words alone."""
    reason = silences[0].reason
    if reason == "explained_by":
        others = dict.fromkeys(silence.through for silence in silences)
        return [_beside(other, [one for one in silences if one.through == other], voice) for other in others]
    names = listed([_with_wait(silence, voice) for silence in silences])
    if reason == "no_variation":
        return [f"There is nothing to compare for {names}: hardly any change on the days with {voice.outcome} noted."]
    return [f"There are too few days to compare for {names}."]


def _beside(other: str | None, silences: Sequence[Silence], voice: Voice) -> str:
    through = voice.name(other).noun if other else "the rest of your notes"
    names = listed([voice.name(silence.factor).noun for silence in silences])
    return f"With {through} taken into account, nothing clear is left of {names}."


def _with_wait(silence: Silence, voice: Voice) -> str:
    noun = voice.name(silence.factor).noun
    return f"{noun} ({wait(silence.more_days)} may tell)" if silence.more_days else noun


def listed(names: Sequence[str]) -> str:
    """Names one after another: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def days(count: int) -> str:
    """A number of days: "1 day", "107 days"."""
    return f"{count:,} day" if count == 1 else f"{count:,} days"


def lag_words(lag: str, *, timed: bool) -> str:
    """The lag as a tag: "same day", "same moment" or "next day"."""
    if lag == "next":
        return "next day"
    return "same moment" if timed else "same day"


def _setting(finding: Finding, voice: Voice) -> str:
    """The days a finding speaks of, as the beginning of a sentence."""
    name = voice.name(finding.factor)
    if finding.unit == EVENT:
        if finding.lag == "next":
            return f"The day after a day with {name.event}"
        return f"{'At times' if voice.timed else 'On days'} with {name.event}"
    step = f"{amount(finding.step)} higher"
    if finding.lag == "next":
        return f"The day after {name.noun} was {step}"
    return f"When {name.noun} is {step}"


def _range(finding: Finding, places: int) -> str:
    low, high = finding.low, finding.high
    if low < 0 < high:
        return f"{plain(low, places)} lower to {plain(high, places)} higher"
    least, most = sorted((abs(low), abs(high)))
    return f"{plain(least, places)} to {plain(most, places)}"


def _not_clear(silence: Silence, voice: Voice) -> str:
    parts = [f"Can’t tell yet about {voice.name(silence.factor).noun}."]
    if silence.low is not None and silence.high is not None:
        places = decimals(silence.low, silence.high)
        span = between(silence.low, silence.high, places)
        parts.append(f"{_condition(silence, voice)} {voice.outcome} could be anything from {span}.")
    if silence.more_days:
        parts.append(f"{_first_up(wait(silence.more_days))} should tell.")
    return " ".join(parts)


def _condition(silence: Silence, voice: Voice) -> str:
    """The days a silence speaks of, when its factor has just been named."""
    if silence.unit == EVENT:
        if silence.lag == "next":
            return "The day after,"
        return "At times with it," if voice.timed else "On days with it,"
    step = f"{amount(silence.step)} higher" if silence.step else "higher"
    return f"The day after it was {step}," if silence.lag == "next" else f"With it {step},"


def _too_few(silence: Silence, voice: Voice) -> str:
    first = f"Can’t tell yet about {voice.name(silence.factor).noun}: there are too few days to compare."
    return f"{first} {_first_up(wait(silence.more_days))} may settle it." if silence.more_days else first


def _no_variation(silence: Silence, voice: Voice) -> str:
    noun = voice.name(silence.factor).noun
    return f"Nothing to compare for {noun}: it hardly changed on the days with {voice.outcome} written down."


def _ruled_out(silence: Silence, voice: Voice) -> str:
    noun = voice.name(silence.factor).noun
    if silence.low is None or silence.high is None:
        return f"If {noun} and {voice.outcome} go together, it is by too little to matter."
    where = "the next day" if silence.lag == "next" else "at the same moment" if voice.timed else "the same day"
    most = bound(silence.low, silence.high)
    step = f" for a rise of {amount(silence.step)}" if silence.unit != EVENT and silence.step else ""
    return f"If {noun} and {voice.outcome} go together {where}, it is by no more than {most}{step}."


def _explained(silence: Silence, voice: Voice) -> str:
    noun = voice.name(silence.factor).noun
    other = voice.name(silence.through).noun if silence.through else "the rest of your notes"
    return (
        f"{_first_up(noun)} and {voice.outcome} go together in your notes, "
        f"but with {other} taken into account nothing clear is left."
    )


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


_SILENCES = {
    "not_clear": _not_clear,
    "too_few_days": _too_few,
    "no_variation": _no_variation,
    "ruled_out": _ruled_out,
    "explained_by": _explained,
}
