"""CPU time of one core for one journal, after import, beside PCMCI+ on the same journals in the same run."""

from __future__ import annotations

import time

import numpy as np

from bench.goals import Goal
from bench.insight.face import Method
from bench.insight.methods import hipwise_clear, pcmci_plus
from bench.insight.score import lives
from bench.insight.tables import Hard, Run
from hipwise.domain.insight.panel import Array, Panel

SETTINGS = ((365, 30, 1), (365, 12, 1), (60, 12, 1), (90, 12, 4))
"""Days, factors, entries a day."""

LIMIT = Goal(high=80.0, digits=0)
RATIO = Goal(low=10.0, digits=1)
GOAL_AT = (365, 30, 1)
MOST_RIVAL = 5
"""Journals PCMCI+ is asked about: it takes long enough to be told from so few."""


def speed(run: Run) -> None:
    """Print milliseconds a journal: the median over journals and their range; and the ratio to PCMCI+."""
    print(f"\nCPU time for one journal, ms: median (least to most) of {run.each} journals, memory .6")
    print(f"{'':36}{'hipwise':>24}{pcmci_plus.name:>26}{'times as fast':>16}")
    for setting in SETTINGS:
        days, factors, moments = setting
        make = Hard(days, 0.6, True, moments, factors=factors)
        panels = [life.panel for life in lives(make, run.each, (run.seed, 3, days, factors))]
        own = _milliseconds(hipwise_clear, panels)
        other = _milliseconds(pcmci_plus, panels[:MOST_RIVAL]) if pcmci_plus in run.rivals else None
        signs = ["", ""]
        times = None if other is None else float(np.median(other) / np.median(own))
        if setting == GOAL_AT:
            signs[0] = run.verdicts.sign("ms, 365 days and 30 factors", _figure(own), LIMIT)
            if times is not None:
                signs[1] = run.verdicts.sign("times as fast as PCMCI+", (times, 0.0), RATIO)
        texts = (_text(own, signs[0]).rjust(24), _text(other, "").rjust(26))
        print(
            f"{days:>4} days, {moments} a day, {factors:>2} factors     {''.join(texts)}"
            f"{'-' if times is None else f'{times:.1f} {signs[1]}':>16}",
            flush=True,
        )
    print(f"{'goal at 365 days, 30 factors':36}{f'{LIMIT}':>24}{'':26}{f'{RATIO}':>16}")
    if pcmci_plus not in run.rivals:
        print(f"left out: {pcmci_plus.name}")


def _milliseconds(method: Method, panels: list[Panel]) -> Array:
    """One CPU time a journal; the first is asked twice, so that nothing is counted that happens once a process."""
    method(panels[0])
    took = []
    for panel in panels:
        start = time.process_time()
        method(panel)
        took.append(1000.0 * (time.process_time() - start))
    return np.array(took)


def _figure(times: Array) -> tuple[float, float]:
    """Median, with the error it would have were times normal."""
    return float(np.median(times)), float(1.25 * np.std(times) / np.sqrt(times.size))


def _text(times: Array | None, sign: str) -> str:
    if times is None:
        return "-"
    return f"{np.median(times):.0f} ({times.min():.0f} to {times.max():.0f}) {sign or ' '}"
