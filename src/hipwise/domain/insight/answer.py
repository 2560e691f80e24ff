"""From tests to answers: which choices are told as findings, and a reason for every silence."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hipwise.domain.insight.choose import Choice, Chooser
from hipwise.domain.insight.finding import Finding, Silence, Tier
from hipwise.domain.insight.links import Links
from hipwise.domain.insight.points import Size, size_of
from hipwise.domain.insight.reverse import Foretold, foretold_by_pain
from hipwise.domain.insight.study import Study
from hipwise.domain.insight.tell import Telling, tell
from hipwise.domain.insight.usable import Use, further
from hipwise.domain.stats.discovery import declared, q_values

WANTED_ERROR = 0.5 / 2.8
"""Standard error at which an effect of half a point is found four times in five and its absence mostly ruled out."""

MOST_DOUBT: dict[Tier, float] = {"clear": 0.4, "early": 0.5}
"""Chance that another factor stands behind what was seen, above which it is not told as a finding of this tier."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A study, its tests, and the two rates of discovery."""

    study: Study
    chooser: Chooser
    fdr: float
    early: float


def answers(asked: Asked) -> tuple[list[Finding], list[Silence]]:
    """A finding or a silence for each of the factors asked about.

    What is clear is told beside the other clear factors alone; early signs beside all that were chosen. A choice in
    doubt is not told as a finding, but what it explains stays explained.
    """
    clear = asked.chooser.choose(asked.fdr)
    chosen = asked.chooser.choose(asked.early, clear)
    after = foretold_by_pain(asked.study.grid, asked.study.filled, tuple(choice.factor for choice in chosen))
    found: list[Finding] = []
    doubtful: list[Choice] = []
    for choice in chosen:
        sure = choice in clear and choice.doubt <= MOST_DOUBT["clear"]
        among = clear if choice in clear else chosen
        by = Telling("clear", among, asked.fdr) if sure else Telling("early", among, asked.early)
        if choice.doubt > MOST_DOUBT[by.tier]:
            doubtful.append(choice)
        else:
            found.append(tell(asked.study, asked.chooser, choice, by, after))
    return found, _silences(asked, chosen, doubtful, after)


def unasked(name: str, offered: list[Use]) -> Silence:
    """The silence about a factor of which nothing could be asked at any lag: that of the lag with most days."""
    use = max(offered, key=lambda one: one.days)
    return Silence(name, use.lag, use.reason or "too_few_days", more_days=use.more_days, days_used=use.days)


def _silences(asked: Asked, chosen: tuple[Choice, ...], doubtful: list[Choice], after: Foretold) -> list[Silence]:
    tests = asked.chooser.given(choice.column for choice in chosen)
    either = _pairs(asked, chosen, doubtful)
    linked = q_values(asked.chooser.given(()).p) <= asked.fdr
    pain_first = declared(after.p, asked.fdr)
    told = {choice.factor for choice in chosen if choice not in doubtful}
    result = []
    for factor in range(asked.study.count):
        if factor in told:
            continue
        silence = _ranged(asked, tests, factor)
        through = _explained_by(asked, factor, tests, chosen) if linked[factor] else None
        if factor in either:
            silence = replace(silence, reason="either", through=asked.study.grid.names[either[factor]], more_days=None)
        elif through is not None:
            silence = replace(silence, reason="explained_by", through=through, more_days=None)
        elif pain_first[factor]:
            per = asked.study.grid.spread[factor] / asked.study.grid.points
            silence = replace(silence, reason="after_pain", after=float(after.slope[factor] * per), more_days=None)
        result.append(silence)
    return result


def _pairs(asked: Asked, chosen: tuple[Choice, ...], doubtful: list[Choice]) -> dict[int, int]:
    """Factors of which the days can't tell which one it is: the doubtful and their rivals, both ways round."""
    pairs: dict[int, int] = {}
    for choice in doubtful:
        rival = choice.rival
        if rival is None or asked.chooser.given_others(choice, chosen).p[rival] > asked.early:
            continue
        pairs[choice.factor] = rival
        pairs.setdefault(rival, choice.factor)
    return pairs


def _ranged(asked: Asked, tests: Links, factor: int) -> Silence:
    """A silence with its interval: ruled out, or not clear."""
    study = asked.study
    late = bool(tests.late[factor]) or study.uses[factor]["same"].reason is not None
    column, other = (factor + study.count, factor) if late else (factor, factor + study.count)
    use = study.uses[factor][study.place(column).lag]
    silence = Silence(study.grid.names[factor], use.lag, "not_clear", days_used=use.days)
    if not np.isfinite(tests.error[column]):
        return silence
    size = size_of(study, tests, column)
    silence = replace(silence, low=size.low, high=size.high, unit=size.unit, step=size.step)
    if size.no_matter and (not np.isfinite(tests.error[other]) or size_of(study, tests, other).no_matter):
        return replace(silence, reason="ruled_out")
    return replace(silence, more_days=_more_days(study, size))


def _explained_by(asked: Asked, factor: int, tests: Links, chosen: tuple[Choice, ...]) -> str | None:
    """The chosen factor that is nearly the same, or takes most of the link away, when together they take it away."""
    names = asked.study.grid.names
    for choice in chosen:
        if choice.factor != factor and asked.chooser.alike[choice.factor, factor]:
            return names[choice.factor]
    others = [choice for choice in chosen if choice.factor != factor]
    if not others or tests.p[factor] <= asked.fdr:
        return None
    left = [float(asked.chooser.given((choice.column,)).p[factor]) for choice in others]
    return names[others[int(np.argmax(left))].factor]


def _more_days(study: Study, size: Size) -> tuple[int, int] | None:
    times = study.grid.times[study.grid.rows]
    span = float(times[-1] - times[0]) + 1.0
    return further(span * min(size.error / WANTED_ERROR, 1e3) ** 2, span)
