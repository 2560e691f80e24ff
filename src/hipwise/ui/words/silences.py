"""Silences in sentences: what can't be told, and why."""

from __future__ import annotations

from collections.abc import Sequence

from hipwise.domain.insight.finding import Reason, Silence
from hipwise.ui.words.names import Voice
from hipwise.ui.words.numbers import amount, between, bound, decimals, wait
from hipwise.ui.words.when import EVENT, STEP, condition, where

REASONS: dict[Reason, str] = {
    "not_clear": "Can’t tell yet",
    "too_few_days": "Too few days so far",
    "either": "One of two; can’t tell which",
    "explained_by": "Goes along with something else",
    "after_pain": "Comes after, not before",
    "ruled_out": "Ruled out, or too small to matter",
    "no_variation": "Nothing to compare",
}
"""Headings for the silences, in the order in which a reader wants them."""


def silence_words(silence: Silence, voice: Voice) -> str:
    """A silence as one or two sentences."""
    return _SILENCES[silence.reason](silence, voice)


def together(silences: Sequence[Silence], voice: Voice) -> list[str]:
    """Silences of one reason in as few sentences as can be; for reasons whose silences differ in words alone."""
    reason = silences[0].reason
    if reason == "explained_by":
        others = dict.fromkeys(silence.through for silence in silences)
        return [_beside(other, [one for one in silences if one.through == other], voice) for other in others]
    if reason == "either":
        return list(dict.fromkeys(_either(silence, voice) for silence in silences))
    if reason == "after_pain" and len(silences) > 1:
        return [*(_follows(one, voice) for one in silences), _pain_first("any of these moves", voice)]
    if reason == "after_pain":
        return [_after_pain(silences[0], voice)]
    names = listed([_with_wait(silence, voice) for silence in silences])
    if reason == "no_variation":
        return [f"There is nothing to compare for {names}: hardly any change on the days with {voice.outcome} noted."]
    return [f"There are too few days to compare for {names}."]


def listed(names: Sequence[str]) -> str:
    """Names one after another: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def first_up(text: str) -> str:
    """The same with a capital letter in front."""
    return text[:1].upper() + text[1:]


def _beside(other: str | None, silences: Sequence[Silence], voice: Voice) -> str:
    through = voice.name(other).noun if other else "the rest of your notes"
    names = listed([voice.name(silence.factor).noun for silence in silences])
    return f"With {through} taken into account, nothing clear is left of {names}."


def _with_wait(silence: Silence, voice: Voice) -> str:
    noun = voice.name(silence.factor).noun
    return f"{noun} ({wait(silence.more_days)} may tell)" if silence.more_days else noun


def _not_clear(silence: Silence, voice: Voice) -> str:
    parts = [f"Can’t tell yet about {voice.name(silence.factor).noun}."]
    if silence.low is not None and silence.high is not None:
        places = decimals(silence.low, silence.high)
        span = between(silence.low, silence.high, places)
        parts.append(f"{condition(silence, voice)} {voice.outcome} could be anything from {span}.")
    if silence.more_days:
        parts.append(f"{first_up(wait(silence.more_days))} should tell.")
    return " ".join(parts)


def _too_few(silence: Silence, voice: Voice) -> str:
    first = f"Can’t tell yet about {voice.name(silence.factor).noun}: there are too few days to compare."
    return f"{first} {first_up(wait(silence.more_days))} may settle it." if silence.more_days else first


def _no_variation(silence: Silence, voice: Voice) -> str:
    noun = voice.name(silence.factor).noun
    return f"Nothing to compare for {noun}: it hardly changed on the days with {voice.outcome} written down."


def _ruled_out(silence: Silence, voice: Voice) -> str:
    noun = voice.name(silence.factor).noun
    if silence.low is None or silence.high is None:
        return f"If {noun} and {voice.outcome} go together, it is by too little to matter."
    most = bound(silence.low, silence.high)
    step = f" for a rise of {amount(silence.step)}" if silence.unit == STEP and silence.step else ""
    lag = where(silence.lag, timed=voice.timed)
    return f"If {noun} and {voice.outcome} go together {lag}, it is by no more than {most}{step}."


def _explained(silence: Silence, voice: Voice) -> str:
    noun = voice.name(silence.factor).noun
    other = voice.name(silence.through).noun if silence.through else "the rest of your notes"
    return (
        f"{first_up(noun)} and {voice.outcome} go together in your notes, "
        f"but with {other} taken into account nothing clear is left."
    )


def _either(silence: Silence, voice: Voice) -> str:
    """The same words for both of the two, so that they can be told once."""
    rivals = sorted({silence.factor, silence.through or ""} - {""})
    nouns = " or ".join(voice.name(factor).noun for factor in rivals)
    lead = f"Either {nouns} goes" if len(rivals) > 1 else f"{first_up(nouns)} or something else goes"
    return f"{lead} along with {voice.outcome}, but your days can’t tell which."


def _after_pain(silence: Silence, voice: Voice) -> str:
    return f"{_follows(silence, voice)} {_pain_first(f'{voice.name(silence.factor).noun} moves', voice)}"


def _follows(silence: Silence, voice: Voice) -> str:
    noun = first_up(voice.name(silence.factor).noun)
    after = f"after {'times' if voice.timed else 'days'} with more {voice.outcome}"
    if not silence.after:
        return f"{noun} is not the same {after} as at other times."
    if silence.unit == EVENT:
        return f"{noun} comes {'more' if silence.after > 0 else 'less'} often {after}."
    return f"{noun} is {'higher' if silence.after > 0 else 'lower'} {after}."


def _pain_first(what_moves: str, voice: Voice) -> str:
    return f"That says {voice.outcome} comes first; it is no sign that {what_moves} {voice.outcome}."


_SILENCES = {
    "not_clear": _not_clear,
    "too_few_days": _too_few,
    "no_variation": _no_variation,
    "ruled_out": _ruled_out,
    "explained_by": _explained,
    "either": _either,
    "after_pain": _after_pain,
}
