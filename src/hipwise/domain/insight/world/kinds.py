"""What a world is made of: habits, causes, a treatment; and what comes out of it, a life."""

from __future__ import annotations

from dataclasses import dataclass

from hipwise.domain.insight.finding import Lag
from hipwise.domain.insight.panel import Array, Kind, Panel
from hipwise.domain.insight.world.movement import Movement

FIRST_DAY = 20_000.0
"""Where lives begin unless told otherwise: 2024-10-04, in days since 1970-01-01."""


@dataclass(frozen=True, slots=True)
class Habit:
    """A factor of a life.

    A number lives around ``mean`` with spread ``spread``, rounded to ``grain`` and kept within
    ``low`` and ``high``; an event happens on a share ``rate`` of moments. ``memory`` is its lag-one
    autocorrelation, ``movement`` how it runs by itself. ``follows`` names an earlier habit and the correlation with
    it (a decoy); ``after_pain`` is how many of its own spreads it moves for each spread of pain the moment before
    (reverse causation); ``weekend`` how many spreads it moves on Saturday and Sunday, ``season`` how many in January
    (and as many the other way in July). A ``hidden`` habit runs and may be a cause, but nobody writes it down.
    """

    name: str
    kind: Kind = "number"
    mean: float = 4.0
    spread: float = 1.8
    low: float = 0.0
    high: float = 10.0
    grain: float = 1.0
    rate: float = 0.3
    memory: float = 0.3
    follows: tuple[str, float] | None = None
    after_pain: float = 0.0
    weekend: float = 0.0
    season: float = 0.0
    movement: Movement = "ar"
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Cause:
    """The truth about one factor: points of pain for one step (or one event), and how many days later.

    With ``above`` (in the factor's own units) the effect is that of any value above it against all others. It is felt
    from day ``begins`` of the life until the day before ``ends``, the first day being 0.
    """

    factor: str
    lag: Lag
    effect: float
    above: float | None = None
    begins: int = 0
    ends: int | None = None


@dataclass(frozen=True, slots=True)
class Treatment:
    """Something that moves the level of pain by ``points`` for good, from day ``day`` of the life."""

    day: int
    points: float


@dataclass(frozen=True, slots=True)
class World:
    """How a life runs.

    ``noise`` is the standard deviation of pain's own new movement each moment, in points; ``movement`` how pain runs by
    itself, in a spread of noise / sqrt(1 - memory^2). ``weekday``, ``drift`` and ``season`` are points of a weekday
    cycle, of a slow wave, and of a wave of the year that is highest in January. Pain is written in steps of ``grain``
    within ``scale``, or, where ``cuts`` are given (rising, in points), as the number of them it has reached.
    ``missing_on_good_days`` adds to ``missing_days`` on the better half of days.
    """

    days: int
    habits: tuple[Habit, ...]
    causes: tuple[Cause, ...] = ()
    outcome: str = "pain"
    level: float = 4.5
    noise: float = 1.2
    memory: float = 0.5
    weekday: float = 0.3
    drift: float = 0.5
    grain: float = 1.0
    scale: tuple[float, float] = (0.0, 10.0)
    missing_days: float = 0.0
    missing_values: float = 0.0
    missing_on_good_days: float = 0.0
    moments: int = 1
    first_day: float = FIRST_DAY
    movement: Movement = "ar"
    season: float = 0.0
    cuts: tuple[float, ...] = ()
    treatment: Treatment | None = None

    @property
    def usual(self) -> float:
        """The spread of pain's own movement, in points."""
        return float(self.noise / (1.0 - self.memory**2) ** 0.5)

    def check(self) -> None:
        """Refuse a world that makes no sense.

        Raises:
            ValueError: when a cause or ``follows`` names no (earlier) habit, or an event has a threshold.
        """
        seen: dict[str, Kind] = {}
        for habit in self.habits:
            if habit.follows is not None and habit.follows[0] not in seen:
                raise ValueError(f"{habit.name!r} follows {habit.follows[0]!r}, which is no earlier habit")
            seen[habit.name] = habit.kind
        for cause in self.causes:
            if cause.factor not in seen:
                raise ValueError(f"{cause.factor!r} is no habit of this world")
            if cause.above is not None and seen[cause.factor] == "event":
                raise ValueError(f"{cause.factor!r} is an event: it has no values to be above")


@dataclass(frozen=True, slots=True)
class Life:
    """One simulated person: the journal as written, what truly moved pain, and pain unrounded (all days)."""

    panel: Panel
    causes: tuple[Cause, ...]
    felt: Array
