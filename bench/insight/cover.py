"""Do the intervals cover, are the effects shown the right size, and is what is ruled out truly absent?

Here pain may leave the scale of 0 to 10: at a floor or a ceiling an effect has no single true size.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bench.insight.score import Make, lives
from bench.insight.tables import DAYS, MEMORIES, figure
from hipwise.domain.insight.explore import explore
from hipwise.domain.insight.finding import Finding, Silence
from hipwise.domain.insight.world import Life, World, hard_life


class Tally:
    """Hits and misses over many answers."""

    def __init__(self) -> None:
        self.causes: list[bool] = []
        self.followers: list[bool] = []
        self.strangers: list[bool] = []
        self.shown: list[float] = []
        self.true: list[float] = []
        self.missed_by_ruling_out: list[bool] = []

    def add(self, life: Life) -> None:
        """Ask about one life and compare each interval with the truth."""
        said = explore(life.panel)
        answers: list[Finding | Silence] = [*said.findings, *said.silences]
        for one in answers:
            if one.low is None or one.high is None:
                continue
            effect = true_effect(life, one)
            self._group(life, one.factor).append(bool(one.low <= effect <= one.high))
            if isinstance(one, Finding) and effect != 0.0:
                self.shown.append(one.effect * float(np.sign(effect)))
                self.true.append(abs(effect))
            if isinstance(one, Silence) and one.reason == "ruled_out":
                self.missed_by_ruling_out.append(abs(effect) > 0.5)

    def _group(self, life: Life, factor: str) -> list[bool]:
        if any(factor == cause.factor for cause in life.causes):
            return self.causes
        return self.strangers if factor >= "f09" else self.followers

    @property
    def line(self) -> str:
        """The figures, ready to print."""
        ratio = f"{sum(self.shown) / sum(self.true):.2f}" if self.true else "-"
        rates = (self.causes, self.followers, self.strangers, self.missed_by_ruling_out)
        texts = [_rate(values) for values in rates]
        return "".join(f"{text:>18}" for text in (*texts[:3], ratio, texts[3]))


def cover(each: int, seed: int) -> None:
    """Print coverage by length of journal, over all memories."""
    print(f"\nCoverage of 95 % intervals, and shown effects ({each} journals a cell, memory {MEMORIES})")
    heads = ("causes", "decoys, driven", "unrelated", "shown / true", "ruled out wrongly")
    print(f"{'':9}" + "".join(f"{head:>18}" for head in heads))
    for days in DAYS:
        tally = Tally()
        for memory in MEMORIES:
            for life in lives(_open(days, memory), each, (seed, 2, days, int(100 * memory))):
                tally.add(life)
        print(f"{days:>4} days" + tally.line)


def _open(days: int, memory: float) -> Make:
    def world(rng: np.random.Generator) -> World:
        return replace(hard_life(days=days, memory=memory, rng=rng), scale=(-99.0, 99.0))

    return world


def true_effect(life: Life, one: Finding | Silence) -> float:
    """The true own effect at the lag answered, in the units of the answer (a step of hard lives is 1.8)."""
    effect = sum(cause.effect for cause in life.causes if (cause.factor, cause.lag) == (one.factor, one.lag))
    return effect if one.unit == "points, yes against no" else effect * (one.step or 0.0) / 1.8


def _rate(values: list[bool]) -> str:
    if not values:
        return "-"
    return figure((float(np.mean(values)), float(np.std(values) / np.sqrt(len(values)))))
