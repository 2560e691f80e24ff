"""What the engine may answer: a finding, or a silence with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lag = Literal["same", "next"]
Tier = Literal["clear", "early"]
Reason = Literal["too_few_days", "no_variation", "not_clear", "ruled_out", "explained_by"]
Unit = Literal["points, yes against no", "points, one usual step up"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A factor with an effect of its own on the outcome.

    ``effect``, ``low`` and ``high`` (95 % interval) are in points of the outcome: for an event, days
    with it against days without; for a number, for a rise of ``step`` (one within-person standard
    deviation, in the factor's own units). ``p`` is the calibrated p-value over the lags tried, ``q``
    the false discovery rate at which the factor is declared.
    """

    factor: str
    lag: Lag
    tier: Tier
    effect: float
    low: float
    high: float
    unit: Unit
    step: float
    p: float
    q: float
    days_used: int


@dataclass(frozen=True, slots=True)
class Silence:
    """A factor about which nothing is claimed, and why.

    ``low`` and ``high`` as in :class:`Finding`; None where no interval could be had. ``more_days`` is
    a range of further days after which the question may be settled; None where more days would not
    help or cannot be forecast. ``through`` names the factor that explains the link, with ``explained_by``.
    """

    factor: str
    lag: Lag
    reason: Reason
    low: float | None = None
    high: float | None = None
    unit: Unit | None = None
    step: float | None = None
    more_days: tuple[int, int] | None = None
    days_used: int = 0
    through: str | None = None


@dataclass(frozen=True, slots=True)
class Exploration:
    """All that one run of the engine said, and what is needed to run it again to the byte."""

    outcome: str
    days: int
    entries: int
    engine: str
    seed: int
    fdr: float
    digest: str
    findings: tuple[Finding, ...]
    silences: tuple[Silence, ...]
