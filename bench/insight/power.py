"""Journals with three causes among twelve factors: what is found, and how much of what is declared is false?

A decoy, or a factor that comes after pain, counts as false: what is asked for is an effect of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bench.goals import Goal
from bench.insight.face import RATE, Method
from bench.insight.matched import Matched, matched
from bench.insight.methods import EARLY, HIPWISE, hipwise_early
from bench.insight.null import Ask
from bench.insight.score import Score, joined, merged, share
from bench.insight.tables import DAYS, MEMORIES, Cell, Run, column, figure, hard, header, seed_of, spread

FALSE = Goal(high=RATE)
FOUND = {60: Goal(low=0.10), 120: Goal(low=0.26), 365: Goal(low=0.66)}
"""The issue's goals: false discovery rate everywhere, power by days (one entry a day)."""

AHEAD = Goal(low=1e-6)
"""Power less that of the best rival at equal false discovery: above nothing."""

Cells = dict[tuple[int, float], dict[str, Score]]


def power(run: Run) -> Cells:
    """Print false discovery and power by length, then cell by cell beside the best rival at equal error."""
    asked: dict[str, Method] = {rival.name: rival for rival in run.rivals}
    ask = Ask({**asked, HIPWISE.name: HIPWISE, EARLY: hipwise_early})
    cells = [Cell(hard(days, m, True, run.moments), (run.seed, 1, days, seed_of(m))) for days in DAYS for m in MEMORIES]
    print(header(run, f"Three causes among twelve, memory {MEMORIES}, {run.moments} a day", FALSE))
    print(f"{'':38}{'any false':>15}{'FDR':>17}{'power':>17}{'at equal FDR':>15}{'ms':>8}  goal of power")
    done = spread(ask, cells, run.each, run.jobs)
    result: Cells = {}
    for days in DAYS:
        for m in MEMORIES:
            result[days, m] = joined(next(done))
        _print_length(run, days, {m: result[days, m] for m in MEMORIES})
    _print_cells(run, result)
    return result


def _print_length(run: Run, days: int, row: Mapping[float, dict[str, Score]]) -> None:
    for name in row[MEMORIES[0]]:
        score = merged(cell[name] for cell in row.values())
        aim = FOUND.get(days) if run.moments == 1 and name == HIPWISE.name else None
        false, found = "", ""
        if name == HIPWISE.name:
            false = run.verdicts.sign(f"FDR, {run.moments} a day, {days} days", score.false_discovery, FALSE)
        if aim is not None:
            found = run.verdicts.sign(f"power, {days} days", score.power, aim)
        rates = (f"{figure(score.any_wrong):>15}", column(score.false_discovery, false), column(score.power, found))
        # Each memory is matched by itself; here they are put together.
        equal = [matched(cell[name], RATE).found for cell in row.values()] if score.levels else []
        together = figure(share(np.concatenate(equal).tolist())) if equal else "-"
        print(
            f"{days:>4} days  {name:30.30}{''.join(rates)}{together:>15}{_milliseconds(row, name):>8.1f}"
            f"{'' if aim is None else f'  {aim}'}",
            flush=True,
        )


def _milliseconds(row: Mapping[float, dict[str, Score]], name: str) -> float:
    """Clear findings and early signs come from one answer, in one time; loosened, the engine takes longer."""
    return merged(cell[EARLY if name == HIPWISE.name else name] for cell in row.values()).milliseconds


def _print_cells(run: Run, cells: Cells) -> None:
    print(header(run, "Cell by cell, and the best rival when all are held to the same false discovery rate", FALSE))
    heads = ("FDR", "power", "at equal FDR", "best rival's", "ahead by")
    print(f"{'':22}" + "".join(f"{head:>17}" for head in heads) + "  best rival")
    for (days, memory), cell in cells.items():
        what = f"{days} days, memory {memory}"
        own = cell[HIPWISE.name]
        equal = matched(own, RATE)
        others = {name: matched(score, RATE) for name, score in cell.items() if score.levels and name != HIPWISE.name}
        best = max(others, key=lambda name: float(others[name].found.mean()))
        gap = ahead(equal, others[best])
        texts = (
            column(own.false_discovery, run.verdicts.sign(f"FDR, {what}", own.false_discovery, FALSE)),
            column(own.power),
            column(equal.power),
            column(others[best].power),
            column(gap, run.verdicts.sign(f"ahead of {best}, {what}", gap, AHEAD)),
        )
        print(f"{what:22}" + "".join(texts) + f"  {best}")


def ahead(own: Matched, other: Matched) -> tuple[float, float]:
    """Mean of the difference on the same lives, with its error."""
    return share((own.found - other.found).tolist())
