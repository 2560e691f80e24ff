"""The printed tables. Every figure stands with its Monte-Carlo error, except times."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bench.insight.methods import METHODS, Method, hipwise_clear, hipwise_early
from bench.insight.score import Make, Score, scores
from hipwise.domain.insight.world import World, hard_life

MEMORIES = (0.0, 0.3, 0.6, 0.9, 0.95)
DAYS = (30, 60, 120, 365)


def hard(days: int, memory: float, linked: bool, moments: int = 1) -> Make:
    """Makes hard lives of this kind."""

    def world(rng: np.random.Generator) -> World:
        return hard_life(days=days, memory=memory, rng=rng, linked=linked, moments=moments)

    return world


def figure(value: tuple[float, float]) -> str:
    """A rate with its error."""
    return f"{value[0]:.3f} ±{value[1]:.3f}"


def null(each: int, seed: int, methods: Mapping[str, Method] | None = None, moments: int = 1) -> dict[str, Score]:
    """Share of journals without any true link in which at least one is declared, by memory and by length."""
    methods = methods or METHODS
    print(f"\nNo link: share of journals with a false one ({each} a cell, {moments} entries a day)")
    print(f"{'':42}" + "".join(f"{f'memory {m}':>15}" for m in MEMORIES) + f"{'all':>15}")
    total = {name: Score() for name in methods}
    for days in DAYS:
        cells = [scores(hard(days, m, False, moments), each, (seed, days, int(100 * m)), methods) for m in MEMORIES]
        for name in methods:
            row = merged([cell[name] for cell in cells])
            figures = [figure(one.any_wrong) for one in (*(cell[name] for cell in cells), row)]
            print(f"{days:>4} days  {name:31.31}" + "".join(f"{text:>15}" for text in figures))
            total[name] = merged([total[name], row])
    for name, score in total.items():
        print(f"{'all':>9}  {name:31.31}{figure(score.any_wrong):>15}")
    return total


def power(each: int, seed: int, moments: int = 1) -> None:
    """False discovery rate and power over effects of .15, .3 and .5, beside decoys and reverse links."""
    methods = {**METHODS, "hipwise, early signs too": hipwise_early}
    print(f"\nThree causes among twelve ({each} journals a cell, memory {MEMORIES}, {moments} entries a day)")
    print(f"{'':45}{'any false':>15}{'FDR':>15}{'power':>15}{'ms':>8}")
    for days in DAYS:
        cells = [scores(hard(days, m, True, moments), each, (seed, 1, days, int(100 * m)), methods) for m in MEMORIES]
        for name in methods:
            row = merged([cell[name] for cell in cells])
            figures = (row.any_wrong, row.false_discovery, row.power)
            line = "".join(f"{figure(pair):>15}" for pair in figures)
            print(f"{days:>4} days  {name:35.35}{line}{row.milliseconds:>8.1f}")


def speed(each: int, seed: int) -> None:
    """CPU time for one journal."""
    print("\nCPU time for one journal, ms")
    for days, moments in ((60, 1), (120, 1), (365, 1), (90, 4)):
        cell = scores(hard(days, 0.6, True, moments), each, (seed, 3, days), {"hipwise": hipwise_clear})
        print(f"{days:>4} days, {moments} a day, 12 factors: {cell['hipwise'].milliseconds:.0f}")


def merged(parts: list[Score]) -> Score:
    """One score of all parts."""
    result = Score()
    for part in parts:
        result.lives += part.lives
        result.wrong += part.wrong
        result.share += part.share
        result.found += part.found
        result.seconds += part.seconds
    return result
