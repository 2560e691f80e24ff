"""From tests to answers: effects in points with their intervals, and a reason for every silence."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hipwise.domain.insight.choose import Choice, Chooser
from hipwise.domain.insight.finding import Finding, Silence, Tier, Unit
from hipwise.domain.insight.links import Links
from hipwise.domain.insight.moments import Moments
from hipwise.domain.insight.panel import Kind
from hipwise.domain.insight.usable import Use, further
from hipwise.domain.stats.discovery import q_values
from hipwise.domain.stats.shrink import unselected
from hipwise.domain.stats.tails import normal_point

NO_MATTER = 0.5
"""Points of pain; an interval within this of zero rules out an effect that would matter."""

WANTED_ERROR = NO_MATTER / 2.8
"""Standard error at which an effect of half a point is found four times in five and its absence mostly ruled out."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The grid of the k factors asked about, their kinds, their 2k uses, the tests, and the two rates of discovery."""

    grid: Moments
    kinds: tuple[Kind, ...]
    uses: tuple[Use, ...]
    chooser: Chooser
    fdr: float
    early: float


@dataclass(frozen=True, slots=True)
class Size:
    """An effect in points with its standard error and 95 % interval, per ``step`` of the factor."""

    effect: float
    low: float
    high: float
    error: float
    unit: Unit
    step: float

    @property
    def heart(self) -> tuple[float, float]:
        """Where an effect is shown: an eighth of the width from the ends: one at an end reads as a slip."""
        edge = (self.high - self.low) / 8.0
        return self.low + edge, self.high - edge

    @property
    def no_matter(self) -> bool:
        """Whether an effect that would matter is ruled out."""
        return self.low >= -NO_MATTER and self.high <= NO_MATTER


def answers(asked: Asked) -> tuple[list[Finding], list[Silence]]:
    """A finding or a silence for each of the factors asked about.

    What is clear is told beside the other clear factors alone; early signs beside all that were chosen.
    """
    clear = asked.chooser.choose(asked.fdr)
    chosen = asked.chooser.choose(asked.early, clear)
    early = chosen[len(clear) :]
    found = [_finding(asked, choice, clear, "clear") for choice in clear]
    found += [_finding(asked, choice, (*clear, *early), "early") for choice in early]
    return found, _silences(asked, chosen)


def unasked(name: str, same: Use, after: Use) -> Silence:
    """The silence about a factor of which nothing could be asked at either lag: that of the lag with more days."""
    use = after if after.days > same.days else same
    return Silence(name, use.lag, use.reason or "too_few_days", more_days=use.more_days, days_used=use.days)


def _finding(asked: Asked, choice: Choice, among: tuple[Choice, ...], tier: Tier) -> Finding:
    tests = asked.chooser.given(other.column for other in among if other.factor != choice.factor)
    size = _size(asked, tests, choice.column)
    q = q_values(np.array([other.p for other in among]), asked.chooser.count)[among.index(choice)]
    allowed = (asked.fdr if tier == "clear" else asked.early) * len(among) / asked.chooser.count
    cut = float(normal_point(min(allowed, 1.0) / 4.0))
    shown = size.effect * (1.0 + unselected(float(tests.z[choice.column]), cut)) / 2.0
    use = asked.uses[choice.column]
    return Finding(
        factor=asked.grid.names[choice.factor],
        lag=use.lag,
        tier=tier,
        effect=float(np.clip(shown, *size.heart)),
        low=size.low,
        high=size.high,
        unit=size.unit,
        step=size.step,
        p=choice.p,
        q=float(q),
        days_used=use.days,
    )


def _silences(asked: Asked, chosen: tuple[Choice, ...]) -> list[Silence]:
    tests = asked.chooser.given(choice.column for choice in chosen)
    linked = q_values(asked.chooser.given(()).p) <= asked.fdr
    taken = {choice.factor for choice in chosen}
    left = [factor for factor in range(asked.chooser.count) if factor not in taken]
    return [
        _silence(asked, tests, factor, _explained_by(asked, factor, tests, chosen) if linked[factor] else None)
        for factor in left
    ]


def _silence(asked: Asked, tests: Links, factor: int, through: str | None) -> Silence:
    count = asked.chooser.count
    late = bool(tests.late[factor]) or asked.uses[factor].reason is not None
    column, other = (factor + count, factor) if late else (factor, factor + count)
    use = asked.uses[column]
    silence = Silence(asked.grid.names[factor], use.lag, "not_clear", days_used=use.days)
    if through is not None:
        silence = replace(silence, reason="explained_by", through=through)
    if not np.isfinite(tests.error[column]):
        return silence
    size = _size(asked, tests, column)
    silence = replace(silence, low=size.low, high=size.high, unit=size.unit, step=size.step)
    if through is not None:
        return silence
    other_rules_out = not np.isfinite(tests.error[other]) or _size(asked, tests, other).no_matter
    if size.no_matter and other_rules_out:
        return replace(silence, reason="ruled_out")
    return replace(silence, more_days=_more_days(asked.grid, size))


def _explained_by(asked: Asked, factor: int, tests: Links, chosen: tuple[Choice, ...]) -> str | None:
    """The chosen factor that is nearly the same, or takes most of the link away, when together they take it away."""
    for choice in chosen:
        if asked.chooser.alike[choice.factor, factor]:
            return asked.grid.names[choice.factor]
    if not chosen or tests.p[factor] <= asked.fdr:
        return None
    left = [float(asked.chooser.given((choice.column,)).p[factor]) for choice in chosen]
    return asked.grid.names[chosen[int(np.argmax(left))].factor]


def _size(asked: Asked, tests: Links, column: int) -> Size:
    """Effect and interval of a column: for an event yes against no, for a number one usual step up."""
    factor = column % asked.chooser.count
    event = asked.kinds[factor] == "event"
    spread = float(asked.grid.spread[factor])
    per = (spread if event else 1.0) / asked.grid.points
    effect, error = float(tests.slope[column]) / per, float(tests.error[column]) / per
    reach = float(tests.reach[column]) * error
    unit: Unit = "points, yes against no" if event else "points, one usual step up"
    return Size(effect, effect - reach, effect + reach, error, unit, 1.0 if event else spread)


def _more_days(grid: Moments, size: Size) -> tuple[int, int] | None:
    span = float(grid.times[grid.rows[-1]] - grid.times[grid.rows[0]]) + 1.0
    return further(span * min(size.error / WANTED_ERROR, 1e3) ** 2, span)
