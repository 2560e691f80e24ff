"""The days and moments an answer speaks of: lags, thresholds and dates in words."""

from __future__ import annotations

from datetime import date, timedelta

from hipwise.domain.insight.finding import Finding, Lag, Silence, Unit
from hipwise.ui.words.names import Voice
from hipwise.ui.words.numbers import amount, mark

EVENT: Unit = "points, yes against no"
STEP: Unit = "points, one usual step up"
ABOVE: Unit = "points, above against not above"

_EPOCH = date(1970, 1, 1)
_AFTER: dict[Lag, str] = {"next": "The day after", "second": "Two days after", "third": "Three days after"}
_LATER: dict[Lag, str] = {"next": "next day", "second": "two days later", "third": "three days later"}


def lag_words(lag: Lag, *, timed: bool) -> str:
    """The lag as a tag: "same day", "same moment", "next day" or "two days later"."""
    return _LATER.get(lag) or ("same moment" if timed else "same day")


def setting(finding: Finding, voice: Voice) -> str:
    """The days a finding speaks of, as the beginning of a sentence: "On days with an argument"."""
    name = voice.name(finding.factor)
    after = _AFTER.get(finding.lag)
    if finding.unit == EVENT:
        if after:
            return f"{after} a day with {name.event}"
        return f"{'At times' if voice.timed else 'On days'} with {name.event}"
    if finding.above is not None:
        over = f"above {mark(finding.above)}"
        if after:
            return f"{after} {name.noun} was {over}"
        return f"{'At times' if voice.timed else 'On days'} when {name.noun} is {over}"
    step = f"{amount(finding.step)} higher"
    return f"{after} {name.noun} was {step}" if after else f"When {name.noun} is {step}"


def condition(silence: Silence, voice: Voice) -> str:
    """The days a silence speaks of, when its factor has just been named: "With it 2 higher,"."""
    after = _AFTER.get(silence.lag)
    if silence.unit == EVENT:
        return f"{after}," if after else "At times with it," if voice.timed else "On days with it,"
    step = f"{amount(silence.step)} higher" if silence.step and silence.unit == STEP else "higher"
    return f"{after} it was {step}," if after else f"With it {step},"


def where(lag: Lag, *, timed: bool) -> str:
    """The lag inside a sentence: "the same day", "at the same moment", "the next day" or "two days later"."""
    tag = lag_words(lag, timed=timed)
    if lag in {"second", "third"}:
        return tag
    return f"at the {tag}" if tag == "same moment" else f"the {tag}"


def after(lag: Lag) -> str:
    """How many days later, in front of another day: "two days after"; empty for the same day."""
    return _AFTER.get(lag, "").lower()


def day(number: float) -> date:
    """The date of a day counted from 1970-01-01."""
    return _EPOCH + timedelta(days=int(number // 1))


def date_words(when: date) -> str:
    """A date with its month in letters: "3 March 2026"."""
    return f"{when.day} {when:%B} {when.year}"
