"""What the engine may answer: a finding, or a silence with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lag = Literal["same", "next", "second", "third"]
"""The moment itself, the day after, and the second and third day after."""

Tier = Literal["clear", "early"]
Reason = Literal["too_few_days", "no_variation", "not_clear", "ruled_out", "explained_by", "either", "after_pain"]
Unit = Literal["points, yes against no", "points, one usual step up", "points, above against not above"]
Direction = Literal["forward", "together", "both"]
"""The factor came days before the pain; at the same moment, so that no direction can be read; or it came
before the pain and pain also comes before it."""

LAGS: tuple[Lag, ...] = ("same", "next", "second", "third")


@dataclass(frozen=True, slots=True)
class Change:
    """A link that was not the same all along.

    ``first`` and ``last`` are effect, low and high (95 %) in the unit of the finding, in the middle of the first and
    of the last third of the days; ``p`` of their difference.
    """

    kind: Literal["begun", "faded", "stronger", "weaker"]
    first: tuple[float, float, float]
    last: tuple[float, float, float]
    p: float


@dataclass(frozen=True, slots=True)
class Finding:
    """A factor with an effect of its own on the outcome.

    ``effect``, ``low`` and ``high`` (95 % interval) are in points of the outcome: for an event, days
    with it against days without; for a number, for a rise of ``step`` (one within-person standard
    deviation, in the factor's own units), or, where ``above`` is given, for values above it against all others.
    ``p`` is the calibrated p-value over the lags tried, ``q`` the false discovery rate at which the factor is
    declared. ``change`` is None where the link was the same all along as far as can be seen.
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
    direction: Direction = "together"
    above: float | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """A factor about which nothing is claimed, and why.

    ``low`` and ``high`` as in :class:`Finding`; None where no interval could be had. ``more_days`` is
    a range of further days after which the question may be settled; None where more days would not
    help or cannot be forecast. ``through`` names the factor that explains the link, with ``explained_by``; with
    ``either``, the other one of two of which the days can't tell which it is.
    ``after`` is, with ``after_pain``, by how much the factor (its own units) is higher after a day with one point more
    pain.
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
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """The outcome before and after something began, on the day ``began`` (days since 1970-01-01).

    ``effect`` with its 95 % interval in points, after less before, allowing for memory, clock and slow change.
    """

    began: float
    effect: float
    low: float
    high: float
    p: float
    days_before: int
    days_after: int


@dataclass(frozen=True, slots=True)
class Writing:
    """Signs that writing itself depends on the outcome.

    ``difference`` with its 95 % interval: points by which the outcome is higher on days next to unwritten ones than
    on others. ``unwritten`` is the number of days without the outcome between the first and the last.
    """

    difference: float
    low: float
    high: float
    p: float
    unwritten: int


@dataclass(frozen=True, slots=True)
class Exploration:
    """All that one run of the engine said, and what is needed to run it again to the byte.

    ``suspects`` are the factors named beforehand, ``prior`` the digest of what was borrowed from others, ``began`` the
    day asked about; ``shift`` its answer. ``shift`` and ``writing`` are None where nothing could be said.
    """

    outcome: str
    days: int
    entries: int
    engine: str
    seed: int
    fdr: float
    early: float
    digest: str
    findings: tuple[Finding, ...]
    silences: tuple[Silence, ...]
    suspects: tuple[str, ...] = ()
    prior: str | None = None
    began: float | None = None
    shift: Shift | None = None
    writing: Writing | None = None
