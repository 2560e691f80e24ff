"""What is said of all the notes together: how they were written, what was asked beforehand, what can't be told."""

from __future__ import annotations

from collections.abc import Sequence

from hipwise.domain.insight.finding import Shift, Writing
from hipwise.ui.words.names import Voice
from hipwise.ui.words.numbers import between, bound, change, decimals, plain, span
from hipwise.ui.words.silences import listed
from hipwise.ui.words.when import date_words, day

SMALL = 0.5
"""Points of the outcome; a difference that stays below it hardly shows on a single day. The engine's own bound."""

_CAUSE = "whether one brings the other, or something else brings both."
_GIVEN = {
    False: "The day of the week, slow change over the months and the days before are already taken into account.",
    True: "The time of day, the day of the week, slow change and the notes before are already taken into account.",
}
_MEANWHILE = "Other things may have changed at the same time."


def reservations(voice: Voice) -> tuple[str, str]:
    """What no finding can tell, and what has been taken into account."""
    return _CAUSE, _GIVEN[voice.timed]


def stillness(quarter: float, three_quarters: float, voice: Voice) -> str | None:
    """Says so when half of all days lie within less than half a point: nothing can then go along with a large change.

    The two are the quartiles of the outcome.
    """
    if three_quarters - quarter >= SMALL:
        return None
    low, high = plain(quarter, 1), plain(three_quarters, 1)
    at = f"at {low}" if low == high else f"between {low} and {high}"
    half = "in half of them" if voice.timed else "on half of the days"
    return f"The {voice.outcome} in these notes hardly changed: {half} it lay {at}."


def shift(found: Shift, voice: Voice) -> str:
    """The outcome since something began, against before; also when that can't be told yet."""
    since = date_words(day(found.began))
    places = decimals(found.effect, found.low, found.high)
    counted = f"from {found.days_before:,} days before and {found.days_after:,} after"
    if found.low > 0 or found.high < 0:
        said = (
            f"Since {since}, {voice.outcome} has been {change(found.effect, places)} "
            f"(likely range {span(found.low, found.high, places)}; {counted}), "
            "allowing for the day of the week, slow change and the days before."
        )
    elif max(abs(found.low), abs(found.high)) <= SMALL:
        most = bound(found.low, found.high)
        said = f"Since {since}, {voice.outcome} has changed by no more than {most}, if at all ({counted})."
    else:
        possible = between(found.low, found.high, places)
        said = (
            f"Can’t tell yet whether {voice.outcome} has changed since {since}: "
            f"anything from {possible} is possible ({counted})."
        )
    return f"{said} {_MEANWHILE}"


def shiftless(began: float, voice: Voice) -> str:
    """Said when nothing could be compared."""
    return (
        f"Can’t tell whether {voice.outcome} has changed since {date_words(day(began))}: "
        "there are too few days with notes before or after it."
    )


def writing(found: Writing, voice: Voice) -> str | None:
    """Says so when notes seem to be written more on some days than on others; None when nothing points to it."""
    if found.low <= 0 <= found.high:
        return None
    places = decimals(found.difference, found.low, found.high)
    gaps = f"the {found.unwritten:,} days" if found.unwritten != 1 else "the one day"
    return (
        f"You seem to write {'more' if found.difference < 0 else 'less'} on days with more {voice.outcome}: "
        f"just before and after {gaps} without a note, it is {change(found.difference, places)} than on other days "
        f"(likely range {span(found.low, found.high, places)}). "
        "What these notes show may not hold for the days without notes."
    )


def suspects(named: Sequence[str], voice: Voice) -> str | None:
    """What it means that some things were named beforehand; None when none was."""
    if not named:
        return None
    nouns = listed([voice.name(factor).noun for factor in named])
    they = "it" if len(named) == 1 else "they"
    return f"You named {nouns} beforehand, so {they} needed a little less evidence, and the others a little more."


def borrowed(prior: str | None) -> str | None:
    """What it means that summaries of other people were used; ``prior`` is their digest, None when they were not."""
    if prior is None:
        return None
    return "What many other people’s notes show, taken together, was used beside your own; nobody’s notes were shown."
