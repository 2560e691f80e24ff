"""Findings and silences as the page shows them: words, pictures and numbers side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np

from hipwise.apps.insight import pictures
from hipwise.apps.insight.models import Beginning
from hipwise.apps.insight.services import Reading
from hipwise.apps.insight.voice import title
from hipwise.domain.insight.finding import Change, Exploration, Finding, Silence
from hipwise.domain.insight.panel import Panel
from hipwise.domain.insight.usable import FEWEST_DAYS
from hipwise.ui import charts
from hipwise.ui.words import insight as words
from hipwise.ui.words.names import Voice
from hipwise.ui.words.numbers import between, decimals, signed

SHOWN_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class FindingCard:
    """One finding: its words, its pictures (the strip for the first alone, the dots for the first and for a
    threshold) and its numbers. ``early_and_late``: the ranges of a link that changed."""

    ident: str
    tier: str
    lag: str
    told: words.Told
    lowers: bool
    interval: charts.Figure
    strip: charts.Figure | None
    dots: charts.Figure | None
    early_and_late: tuple[charts.Figure, ...]
    numbers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SilenceCard:
    """One silence. ``wait``: days with notes so far and days forecast to be enough, None without a forecast."""

    ident: str
    title: str
    sentence: str
    wait: tuple[int, int] | None
    interval: charts.Figure | None


@dataclass(frozen=True, slots=True)
class ShiftCard:
    """Before and after the day something began, which ``label`` names. No picture where nothing can be said."""

    label: str
    sentence: str
    interval: charts.Figure | None


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the engine said, in the order in which it is read. Open questions: the nearest first.

    ``either`` and ``pain_first`` are sentences; so are ``undirected``, ``suspects`` and ``writing``, None where there
    is nothing to say.
    """

    first: date | None
    last: date | None
    days: int
    days_needed: int
    findings: tuple[FindingCard, ...]
    quiet_strip: charts.Figure | None
    open: tuple[SilenceCard, ...]
    open_later: tuple[SilenceCard, ...]
    too_few: tuple[str, ...]
    either: tuple[str, ...]
    explained: tuple[SilenceCard, ...]
    pain_first: tuple[str, ...]
    ruled_out: tuple[SilenceCard, ...]
    ruled_out_too: tuple[SilenceCard, ...]
    same_always: tuple[str, ...]
    cannot_tell: str
    allowed_for: str
    undirected: str | None
    suspects: str | None
    writing: str | None
    shift: ShiftCard | None


def page(reading: Reading, voice: Voice) -> Page:
    """The Insight page of one person."""
    panel, said = reading.panel, reading.exploration
    by_reason: dict[str, list[Silence]] = {}
    for silence in sorted(said.silences, key=lambda silence: (silence.more_days or (10**6, 0), silence.factor)):
        by_reason.setdefault(silence.reason, []).append(silence)
    unclear = tuple(_silences(by_reason.get("not_clear", []), voice, said.days))
    out = tuple(_silences(by_reason.get("ruled_out", []), voice, said.days))
    written = panel.times[np.isfinite(panel.outcome.values)]
    cause, given = words.reservations(voice)
    return Page(
        first=pictures.day_of(written[0]) if written.size else None,
        last=pictures.day_of(written[-1]) if written.size else None,
        days=said.days,
        days_needed=FEWEST_DAYS,
        findings=tuple(_finding(panel, found, voice, place) for place, found in enumerate(said.findings)),
        quiet_strip=pictures.strip(panel, None, "quiet") if written.size and not said.findings else None,
        open=unclear[:SHOWN_AT_ONCE],
        open_later=unclear[SHOWN_AT_ONCE:],
        too_few=_nouns(by_reason.get("too_few_days", []), voice),
        either=_together(by_reason.get("either", []), voice),
        explained=tuple(_silences(by_reason.get("explained_by", []), voice, said.days)),
        pain_first=_together(by_reason.get("after_pain", []), voice),
        ruled_out=out[:SHOWN_AT_ONCE],
        ruled_out_too=out[SHOWN_AT_ONCE:],
        same_always=_nouns(by_reason.get("no_variation", []), voice),
        cannot_tell=cause,
        allowed_for=given,
        undirected=words.undirected(said.findings, voice),
        suspects=words.suspects(said.suspects, voice),
        writing=words.writing(said.writing, voice) if said.writing else None,
        shift=_shift(said, reading.said.beginning, voice),
    )


def _shift(said: Exploration, beginning: Beginning | None, voice: Voice) -> ShiftCard | None:
    if beginning is None or said.began is None:
        return None
    found = said.shift
    if found is None:
        return ShiftCard(beginning.label, words.shiftless(said.began, voice), None)
    picture = charts.Interval(
        ident="shift",
        title="Likely range of the change since then, in points of pain",
        sentence=words.shift(found, voice),
        low=found.low,
        high=found.high,
        middle=found.effect,
        kind=_kind(found.effect, found.low, found.high),
    )
    return ShiftCard(beginning.label, "", _range(picture))


def _kind(effect: float, low: float, high: float) -> Literal["more", "less", "open", "out"]:
    """The colour of a range: that of its direction, if it leaves no doubt about that."""
    if low > 0 or high < 0:
        return "less" if effect < 0 else "more"
    return "out" if max(abs(low), abs(high)) <= words.SMALL else "open"


def _together(silences: Sequence[Silence], voice: Voice) -> tuple[str, ...]:
    return tuple(words.together(silences, voice)) if silences else ()


def _nouns(silences: Sequence[Silence], voice: Voice) -> tuple[str, ...]:
    return tuple(voice.name(silence.factor).noun for silence in silences)


def _silences(silences: Sequence[Silence], voice: Voice, days: int) -> Iterator[SilenceCard]:
    for silence in silences:
        ident = f"{silence.reason}-{silence.factor}".replace(":", "-")
        noun = voice.name(silence.factor).noun
        yield SilenceCard(
            ident=ident,
            title=title(silence.factor, voice),
            sentence=words.sentence(silence, voice).removeprefix(f"Can’t tell yet about {noun}. "),
            wait=(days, days + sum(silence.more_days) // 2) if silence.more_days else None,
            interval=_ruled_out(silence, voice, ident) if silence.reason == "ruled_out" else None,
        )


def _ruled_out(silence: Silence, voice: Voice, ident: str) -> charts.Figure | None:
    if silence.low is None or silence.high is None:
        return None
    return _range(
        charts.Interval(
            ident=f"iv-{ident}",
            title=f"Likely range for {voice.name(silence.factor).noun}, in points of pain",
            sentence=words.sentence(silence, voice),
            low=silence.low,
            high=silence.high,
            middle=(silence.low + silence.high) / 2,
            kind="out",
        )
    )


def _range(spec: charts.Interval) -> charts.Figure:
    """The picture of a range. Its sentence holds every number of it, so a table would only repeat them."""
    drawn = charts.interval(spec)
    return replace(drawn, table=replace(drawn.table, rows=()))


def _early_and_late(change: Change, ident: str) -> tuple[charts.Figure, ...]:
    """The link in the first and in the last third of the days, each as a range."""
    return tuple(
        _range(
            charts.Interval(
                ident=f"{ident}-{when.partition(' ')[0].lower()}",
                title=f"{when}: likely range of the difference, in points of pain",
                sentence=f"{when} of your days: {between(low, high, decimals(effect, low, high))}.",
                low=low,
                high=high,
                middle=effect,
                kind=_kind(effect, low, high),
            )
        )
        for when, (effect, low, high) in (("First third", change.first), ("Last third", change.last))
    )


def _finding(panel: Panel, found: Finding, voice: Voice, place: int) -> FindingCard:
    """The first finding carries the pictures of the days themselves; the others their range."""
    ident = f"f{place}"
    split = pictures.sides(panel, found, voice)
    told = words.told(found, voice)
    pair = "With and without" if found.unit == words.EVENT else "More and less"
    places = decimals(found.effect, found.low, found.high)
    return FindingCard(
        ident=ident,
        tier=found.tier,
        lag=words.lag_words(found.lag, timed=voice.timed),
        told=told,
        lowers=found.effect < 0,
        interval=_range(
            charts.Interval(
                ident=f"{ident}-iv",
                title="Likely range of the difference, in points of pain",
                sentence=f"Most likely {between(found.low, found.high, places)}, from {words.days(found.days_used)}. "
                "In the shaded middle a difference would be too small to matter.",
                low=found.low,
                high=found.high,
                middle=found.effect,
                kind="less" if found.effect < 0 else "more",
            )
        ),
        strip=pictures.strip(panel, split, ident) if place == 0 else None,
        dots=pictures.dots(split, ident) if place == 0 or found.above is not None else None,
        early_and_late=_early_and_late(found.change, ident) if found.change else (),
        numbers=(
            ("Difference", f"{signed(found.effect, places)} points"),
            ("Likely range", f"{signed(found.low, places)} to {signed(found.high, places)}"),
            ("Days used", f"{found.days_used}"),
            (pair, f"{split.with_pain.size} and {split.other_pain.size}"),
        ),
    )
