"""What other people's journals say beforehand: pooled summaries, never their days.

A person's answers are summed up in an estimate and its error for each factor; those of several people are pooled
by a random-effects meta-analysis (DerSimonian & Laird 1986). A factor that fewer than ``FEWEST_PEOPLE`` people share is
left out, so that no summary of one person can be read back.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hipwise.domain.insight.finding import Exploration, Finding, Silence, Unit

FORMAT = "hipwise-prior/1"
FEWEST_PEOPLE = 5

REACH = 2.24
"""Standard errors to either side in an interval that holds at both lags; see ``links``."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One person's effect of one factor, in points of the outcome, with its standard error."""

    unit: Unit
    effect: float
    error: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """Effects of one factor among ``people``: normal around ``mean`` (known to within ``error``) with ``spread``."""

    factor: str
    unit: Unit
    people: int
    mean: float
    error: float
    spread: float


@dataclass(frozen=True, slots=True)
class Prior:
    """Pooled effects for each factor that enough people share, by name."""

    outcome: str
    factors: tuple[Pooled, ...]

    def to_json(self) -> str:
        """The prior as a file; ends with a line break."""
        pooled = {
            one.factor: {
                "unit": one.unit,
                "people": one.people,
                "mean": round(one.mean, 6),
                "error": round(one.error, 6),
                "spread": round(one.spread, 6),
            }
            for one in self.factors
        }
        return json.dumps({"format": FORMAT, "outcome": self.outcome, "factors": pooled}, indent=2) + "\n"

    def digest(self) -> str:
        """A hexadecimal SHA-256 of what the file holds."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def from_json(text: str) -> Prior:
    """Read what :meth:`Prior.to_json` wrote.

    Raises:
        ValueError: when the text is no prior; its message says why.
    """
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise ValueError(f"its format is {data['format']!r}, not {FORMAT!r}")
        factors = tuple(_pooled(name, one) for name, one in sorted(data["factors"].items()))
        return Prior(str(data["outcome"]), factors)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"it lacks what a prior holds ({error})") from error


def _pooled(name: str, one: Mapping[str, Any]) -> Pooled:
    numbers = [float(one[key]) for key in ("mean", "error", "spread")]
    if not all(math.isfinite(number) for number in numbers) or min(numbers[1:]) < 0.0:
        raise ValueError(f"the numbers of {name!r} make no sense")
    return Pooled(name, one["unit"], int(one["people"]), *numbers)


def summary(said: Exploration) -> dict[str, Estimate]:
    """What one person's answers say about each factor; those without an interval are left out."""
    answers: list[Finding | Silence] = [*said.findings, *said.silences]
    return {
        one.factor: Estimate(one.unit, (one.low + one.high) / 2.0, max((one.high - one.low) / 2.0 / REACH, 1e-6))
        for one in answers
        if one.low is not None and one.high is not None and one.unit is not None
    }


def pooled(outcome: str, summaries: Iterable[Mapping[str, Estimate]]) -> Prior:
    """Pool the summaries of several people. Leave out the person for whom the prior is meant."""
    seen: dict[tuple[str, Unit], list[Estimate]] = {}
    for one in summaries:
        for factor, estimate in one.items():
            seen.setdefault((factor, estimate.unit), []).append(estimate)
    enough = {key: found for key, found in seen.items() if len(found) >= FEWEST_PEOPLE}
    best: dict[str, Pooled] = {}
    for (factor, unit), found in sorted(enough.items()):
        together = _meta(factor, unit, found)
        if factor not in best or together.people > best[factor].people:
            best[factor] = together
    return Prior(outcome, tuple(best[name] for name in sorted(best)))


def _meta(factor: str, unit: Unit, found: list[Estimate]) -> Pooled:
    """DerSimonian & Laird's estimate of mean and spread."""
    weights = [1.0 / one.error**2 for one in found]
    total = sum(weights)
    fixed = sum(w * one.effect for w, one in zip(weights, found, strict=True)) / total
    disagreement = sum(w * (one.effect - fixed) ** 2 for w, one in zip(weights, found, strict=True))
    room = total - sum(w * w for w in weights) / total
    between = max(0.0, (disagreement - (len(found) - 1)) / room) if room > 0.0 else 0.0
    weights = [1.0 / (one.error**2 + between) for one in found]
    total = sum(weights)
    mean = sum(w * one.effect for w, one in zip(weights, found, strict=True)) / total
    return Pooled(factor, unit, len(found), mean, math.sqrt(1.0 / total), math.sqrt(between))
