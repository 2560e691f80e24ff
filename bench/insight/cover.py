"""Do the intervals cover, are the effects shown the right size, and is what is ruled out truly absent?

Here pain may leave the scale of 0 to 10: at a floor or a ceiling an effect has no single true size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from bench.goals import Goal
from bench.insight.score import lives
from bench.insight.tables import DAYS, MEMORIES, Cell, Hard, Run, column, header, seed_of, spread
from hipwise.domain.insight.explore import explore
from hipwise.domain.insight.finding import Finding, Silence
from hipwise.domain.insight.world import Life

COVERED = Goal(low=0.93, high=0.97)
SHOWN = Goal(low=0.85, high=1.15, digits=2)
STEP = 1.8
"""The spread of a number in hard lives, in its own units."""


@dataclass(slots=True)
class Hits:
    """Yes or no, many times a life: answers of one life hang together, so the error is counted by lives."""

    said: list[bool] = field(default_factory=list)
    life: list[int] = field(default_factory=list)

    def __iter__(self) -> Iterator[bool]:
        return iter(self.said)

    def __len__(self) -> int:
        return len(self.said)

    def add(self, one: bool, life: int) -> None:
        """Note one answer of a life."""
        self.said.append(one)
        self.life.append(life)

    @property
    def rate(self) -> tuple[float, float] | None:
        """Share of yes, and its error."""
        return ratio([float(one) for one in self.said], [1.0] * len(self.said), self.life)


class Tally:
    """Hits and misses over many answers. An interval is to hold the factor's own effect, which of a decoy is none."""

    def __init__(self) -> None:
        self.every, self.causes, self.followers = Hits(), Hits(), Hits()
        self.strangers, self.declared, self.wrongly_ruled_out = Hits(), Hits(), Hits()
        self.shown: list[float] = []
        self.true: list[float] = []
        self.shown_of: list[int] = []
        self.lives = 0

    def add(self, life: Life) -> None:
        """Ask about one life and compare each interval with the truth."""
        said = explore(life.panel)
        self.lives += 1
        answers: list[Finding | Silence] = [*said.findings, *said.silences]
        for one in answers:
            effect = true_effect(life, one)
            if effect is not None and one.low is not None and one.high is not None:
                self._add(life, one, one.low <= effect <= one.high, effect)

    def _add(self, life: Life, one: Finding | Silence, covered: bool, effect: float) -> None:
        self.every.add(covered, self.lives)
        self._group(life, one.factor).add(covered, self.lives)
        if isinstance(one, Finding):
            self.declared.add(covered, self.lives)
            if effect != 0.0:
                self.shown.append(one.effect * float(np.sign(effect)))
                self.true.append(abs(effect))
                self.shown_of.append(self.lives)
        elif one.reason == "ruled_out":
            self.wrongly_ruled_out.add(abs(effect) > 0.5, self.lives)

    def _group(self, life: Life, factor: str) -> Hits:
        if any(factor == cause.factor for cause in life.causes):
            return self.causes
        return self.strangers if factor >= "f09" else self.followers

    @property
    def size(self) -> tuple[float, float] | None:
        """Shown effects of what was declared, over true ones, with its error."""
        return ratio(self.shown, self.true, self.shown_of)


def true_effect(life: Life, one: Finding | Silence) -> float | None:
    """The true own effect at the lag answered, in the units of the answer; None where a threshold was answered."""
    if one.unit == "points, above against not above":
        return None
    effect = sum(cause.effect for cause in life.causes if (cause.factor, cause.lag) == (one.factor, one.lag))
    return effect if one.unit == "points, yes against no" else effect * (one.step or 0.0) / STEP


def tallied(cell: Cell, numbers: range) -> Tally:
    """A tally over these lives."""
    result = Tally()
    for life in lives(cell.make, numbers, cell.seed):
        result.add(life)
    return result


def together(parts: list[Tally]) -> Tally:
    """One tally of all parts."""
    result = Tally()
    for part in parts:
        for name in ("every", "causes", "followers", "strangers", "declared", "wrongly_ruled_out"):
            hits, more = getattr(result, name), getattr(part, name)
            hits.said += more.said
            hits.life += [result.lives + life for life in more.life]
        result.shown += part.shown
        result.true += part.true
        result.shown_of += [result.lives + life for life in part.shown_of]
        result.lives += part.lives
    return result


def cover(run: Run) -> None:
    """Print coverage of the 95 % intervals and the size of what is shown, by cell; every cell has the goal."""
    cells = [
        Cell(Hard(days, m, True, open_scale=True), (run.seed, 2, days, seed_of(m))) for days in DAYS for m in MEMORIES
    ]
    print(header(run, "What 95 % intervals cover", COVERED))
    heads = ("all", "causes", "decoys, driven", "unrelated", "declared", f"shown/true {SHOWN}", "ruled out wrongly")
    print(f"{'':38}" + "".join(f"{head:>20}" for head in heads))
    done = spread(tallied, cells, run.each, run.jobs)
    for days in DAYS:
        by_memory = [together(next(done)) for _ in MEMORIES]
        for memory, tally in zip(MEMORIES, by_memory, strict=True):
            print(_line(run, f"{days} days, memory {memory}", tally), flush=True)
        print(_line(run, f"{days} days, all memories", together(by_memory)), flush=True)


def _line(run: Run, what: str, tally: Tally) -> str:
    goals = {"all": (tally.every.rate, COVERED), "causes": (tally.causes.rate, COVERED)}
    goals |= {"decoys, driven": (tally.followers.rate, COVERED), "unrelated": (tally.strangers.rate, COVERED)}
    goals |= {"declared": (tally.declared.rate, COVERED), "shown over true": (tally.size, SHOWN)}
    texts = []
    for name, (pair, goal) in goals.items():
        sign = "" if pair is None else run.verdicts.sign(f"{name}, {what}", pair, goal)
        texts.append("-".rjust(20) if pair is None else column(pair, sign, 20))
    missed = tally.wrongly_ruled_out.rate
    return f"{what:38}" + "".join(texts) + ("-".rjust(20) if missed is None else column(missed, "", 20))


def ratio(above: list[float], below: list[float], life: list[int]) -> tuple[float, float] | None:
    """Sum of one over sum of the other, with its error by lives (Cochran 1977, ratio estimator); None of nothing."""
    if not above:
        return None
    tops, bottoms = np.bincount(life, weights=above), np.bincount(life, weights=below)
    whole = float(bottoms.sum())
    value = float(tops.sum()) / whole
    clusters = np.unique(life).size
    spread_of = float(((tops - value * bottoms) ** 2).sum())
    least = (whole / clusters) ** 2 * 0.25
    return value, float(np.sqrt(max(spread_of, least)) / whole)
