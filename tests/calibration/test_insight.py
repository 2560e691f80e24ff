"""Is the engine right as often as it says? Fixed seeds, a few hundred lives; ``python -m bench.insight`` runs it large.

The bounds lie about two and a half Monte-Carlo errors from the nominal figure, so that a change of the engine that
harms calibration shows and one that doesn't passes. The same checks are held against a plain correlation with
Benjamini-Hochberg, which must fail them: a check that nothing can fail is none.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from bench.insight.cover import Tally
from bench.insight.methods import METHODS, hipwise_clear, pearson_bh
from bench.insight.score import Score, lives, scores
from bench.insight.tables import hard, merged
from hipwise.domain.insight import fit

MEMORIES = (0.0, 0.6, 0.9, 0.95)
BOTH = {"hipwise": hipwise_clear, "pearson": pearson_bh}


@cache
def null() -> dict[str, list[Score]]:
    """Lives without any link, one score a memory."""
    cells = [scores(hard(100, memory, False), 70, (5, int(100 * memory)), BOTH) for memory in MEMORIES]
    return {name: [cell[name] for cell in cells] for name in BOTH}


def keeps_its_word(cells: list[Score]) -> bool:
    """No more journals with a false link than one in twenty, within the error of so few lives."""
    return merged(cells).any_wrong[0] <= 0.085 and max(cell.any_wrong[0] for cell in cells) <= 0.13


def test_journals_without_links_seldom_show_one() -> None:
    assert keeps_its_word(null()["hipwise"])


def test_a_plain_correlation_fails_the_same_check() -> None:
    assert not keeps_its_word(null()["pearson"])
    assert merged(null()["pearson"]).any_wrong[0] > 0.25


def test_an_engine_that_ignores_the_memory_of_pain_fails_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "MEMORIES", np.array([0.0]))
    cells = [scores(hard(100, memory, False), 30, (5, int(100 * memory)), BOTH)["hipwise"] for memory in (0.9, 0.95)]
    assert not keeps_its_word(cells)


def test_several_entries_a_day_keep_the_same_word() -> None:
    cells = [scores(hard(40, memory, False, moments=3), 50, (6, int(100 * memory)), BOTH) for memory in (0.3, 0.9)]
    assert keeps_its_word([cell["hipwise"] for cell in cells])


def test_causes_are_found_and_decoys_are_not() -> None:
    year = scores(hard(365, 0.6, True), 40, (7,), METHODS)
    assert year["hipwise"].power[0] >= 0.6
    assert year["hipwise"].false_discovery[0] <= 0.10
    assert year["hipwise"].power[0] > year["lagged OLS, clock, trend + BH"].power[0]
    assert year["Pearson + BH"].false_discovery[0] > 0.25
    season = scores(hard(120, 0.6, True), 60, (8,), {"hipwise": hipwise_clear})["hipwise"]
    assert season.power[0] >= 0.2
    assert season.false_discovery[0] <= 0.12


def test_intervals_of_unrelated_factors_cover_zero_as_often_as_they_say() -> None:
    tally = Tally()
    for memory in (0.3, 0.9):
        for life in lives(hard(120, memory, True), 60, (9, int(100 * memory))):
            tally.add(life)
    covered = sum(tally.strangers) / len(tally.strangers)
    assert 0.915 <= covered <= 0.985
