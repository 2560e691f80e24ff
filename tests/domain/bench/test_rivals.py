"""The rivals are what they say they are: held against the library, or against a plainer way to the same figure."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest
from statsmodels.regression.linear_model import OLS
from statsmodels.tsa.stattools import grangercausalitytests

from bench.insight import face
from bench.insight.face import Rival, at
from bench.insight.methods import LIBRARIES, PLAIN, hipwise_clear, hipwise_levels, left_out, rivals
from bench.insight.rivals.days import rows
from bench.insight.rivals.granger import granger_p
from bench.insight.rivals.regression import partial_p
from bench.insight.rivals.shifting import FEWEST_PAIRS, circular, shift_p
from bench.insight.score import lives
from bench.insight.tables import hard
from hipwise.domain.insight.panel import Array, Column, Panel
from tests.domain.insight.journals import journal, noise

RNG = np.random.default_rng(3)


def strongly_linked(days: int = 150) -> Panel:
    """Pain that follows f0 on the day and f1 on the day after; f2 and f3 are strangers; one day in ten unwritten."""
    table = np.random.default_rng(8).standard_normal((days, 5))
    pain = 2.0 * table[:, 0] + 2.0 * np.roll(table[:, 1], 1) + table[:, 4]
    pain[::10] = np.nan
    table[5::13, 2] = np.nan
    return journal(pain, {f"f{i}": table[:, i] for i in range(4)})


@pytest.mark.parametrize("rival", [*PLAIN, *LIBRARIES], ids=lambda rival: rival.name)
def test_a_rival_finds_what_cannot_be_missed_on_either_day(rival: Rival) -> None:
    if not rival.there:
        pytest.skip(f"{rival.needs} is not installed")
    assert {"f0", "f1"} <= rival(strongly_linked())


@pytest.mark.parametrize("rival", [*PLAIN, *LIBRARIES], ids=lambda rival: rival.name)
def test_a_rival_takes_columns_of_which_nothing_can_be_said(rival: Rival) -> None:
    if not rival.there:
        pytest.skip(f"{rival.needs} is not installed")
    panel = strongly_linked(60)
    empty = Column("empty", np.full(60, np.nan))
    never_with_f0 = Column("rare", np.where(np.arange(60) == 10, 1.0, np.nan))
    odd = Panel(panel.times, panel.outcome, (*panel.factors, empty, Column("same", np.ones(60)), never_with_f0))
    assert rival(odd) <= {"f0", "f1", "f2", "f3"}
    assert rival(journal(np.full(40, 3.0), {"a": np.arange(40.0)})) == set()


def test_least_squares_gives_the_p_of_statsmodels() -> None:
    all_of = rows(strongly_linked())
    around = np.column_stack([all_of.last, all_of.around])
    table = np.column_stack([all_of.factors[:, 2], np.ones(all_of.pain.size), around])
    known = np.isfinite(table).all(axis=1) & np.isfinite(all_of.pain)
    expected = OLS(all_of.pain[known], table[known]).fit().pvalues[0]
    assert partial_p(all_of.pain, all_of.factors, around)[2] == pytest.approx(expected, rel=1e-6)


def test_granger_without_gaps_is_the_library_s_own_test() -> None:
    table = RNG.standard_normal((80, 2))
    table[1:, 0] += 0.3 * table[:-1, 1]
    expected = grangercausalitytests(table, maxlag=[1])[1][0]["ssr_ftest"][1]
    assert granger_p(rows(journal(table[:, 0], {"a": table[:, 1]})), 0)[1] == pytest.approx(expected, rel=1e-6)


def test_correlations_by_shift_are_those_counted_one_by_one() -> None:
    pain, factor = RNG.standard_normal(50), RNG.standard_normal(50)
    pain[::6], factor[::7] = np.nan, np.nan
    assert circular(pain, factor) == pytest.approx(one_by_one(pain, factor))
    assert 0.0 < shift_p(pain, factor, np.roll(factor, 1)) <= 1.0


def test_several_entries_a_day_keep_their_rows() -> None:
    times = [10.3, 10.8, 12.4, 12.7, 12.9]
    panel = journal([1, 2, 3, 4, 5], {"a": [5, 6, 7, 8, 9]}, times=times, timed=True)
    all_of = rows(panel)
    assert all_of.a_day == 3
    assert all_of.pain == pytest.approx(np.array([1, 2, np.nan, np.nan, np.nan, np.nan, 3, 4, 5]), nan_ok=True)
    assert all_of.last[[1, 7, 8]] == pytest.approx([1, 3, 4])
    assert all_of.before[:, 0] == pytest.approx(np.array([np.nan] * 3 + [5.5] * 3 + [np.nan] * 3), nan_ok=True)
    daily = rows(journal([1, 2, 3], {"a": [5, 6, 7]}, times=[10.0, 12.0, 13.0]))
    assert daily.before[:, 0] == pytest.approx(np.array([np.nan, 5, np.nan, 6]), nan_ok=True)
    assert daily.last == pytest.approx(np.array([np.nan, 1, np.nan, 2]), nan_ok=True)


def one_by_one(pain: Array, factor: Array) -> list[float]:
    """The same the plain way."""
    result = []
    for shift in range(pain.size):
        moved = np.roll(factor, shift)
        both = np.isfinite(pain) & np.isfinite(moved)
        assert both.sum() >= FEWEST_PAIRS
        result.append(float(np.corrcoef(pain[both], moved[both])[0, 1]))
    return result


def test_the_engine_s_levels_at_the_usual_rate_are_its_clear_findings() -> None:
    for life in lives(hard(120, 0.6, True), 4, (77,)):
        assert at(hipwise_levels(life.panel), 0.05) == hipwise_clear(life.panel)
    assert at(hipwise_levels(noise(1, 60, 4)), 0.05) == hipwise_clear(noise(1, 60, 4))


def test_a_library_that_is_missing_is_named_with_the_way_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(face, "find_spec", lambda name: None if name == "tigramite" else find(name))
    asked = rivals()
    assert "PCMCI+ + BH" not in {rival.name for rival in asked}
    assert "Granger + BH" in {rival.name for rival in asked}
    said = left_out(asked)
    assert len(said) == 2
    assert all("tigramite is not installed: pip install" in line for line in said)
    assert len(left_out(rivals(quick=True), quick=True)) == len(LIBRARIES)
