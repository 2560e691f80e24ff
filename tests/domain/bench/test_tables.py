"""The tables work, and what keeps no promise is marked so: an engine that declares everything meets no goal."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from bench.insight import __main__ as command
from bench.insight import cohort, cover, null, power, real, suspects
from bench.insight.cover import Tally, ratio, together
from bench.insight.face import Rival
from bench.insight.matched import matched
from bench.insight.methods import PLAIN
from bench.insight.score import Score, lives
from bench.insight.tables import Cell, Hard, Run, hard, spread
from hipwise.domain.insight.panel import Panel
from tests.domain.insight.journals import noise

MEMORIES = (0.0, 0.9)


def everything(panel: Panel) -> set[str]:
    return {column.name for column in panel.factors}


def nothing(_panel: Panel) -> set[str]:
    return set()


def surely_everything(panel: Panel) -> dict[str, float]:
    return {column.name: 0.001 * (1 + number) for number, column in enumerate(panel.factors)}


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (null, power, suspects, cohort):
        monkeypatch.setattr(module, "MEMORIES", MEMORIES)
    for module in (null, power):
        monkeypatch.setattr(module, "DAYS", (30,))
    for module in (suspects, cohort):
        monkeypatch.setattr(module, "LENGTHS", (30,))


def marks(run: Run) -> set[str]:
    return {mark for _, _, mark in run.verdicts.given}


def test_an_engine_that_declares_everything_misses_the_goal_in_every_cell(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(null, "hipwise_clear", everything)
    run = Run(each=4, rivals=PLAIN[1:2])
    null.null(run)
    assert marks(run) == {"not met"}
    assert "1.000 ±0.125 ✗" in capsys.readouterr().out
    monkeypatch.setattr(null, "hipwise_clear", nothing)
    quiet = Run(each=4, rivals=())
    null.null(quiet)
    assert marks(quiet) == {"met"}


def test_it_also_misses_the_false_discovery_rate_but_finds_the_causes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(power, "HIPWISE", Rival("hipwise", surely_everything))
    run = Run(each=4, rivals=PLAIN[1:2])
    cells = power.power(run)
    assert {mark for what, _, mark in run.verdicts.given if what.startswith("FDR")} == {"not met"}
    assert cells[30, 0.0]["hipwise"].power[0] == 1.0
    assert cells[30, 0.0]["hipwise"].false_discovery[0] == 0.75
    assert "best rival" in capsys.readouterr().out


def test_equal_error_is_the_loosest_level_that_keeps_the_rate() -> None:
    score = Score(lives=2)
    score.levels = [{"a": 0.01, "x": 0.2, "b": 0.3}, {"a": 0.02, "b": 0.1}]
    score.causes = [{"a", "b"}, {"a", "b"}]
    strict = matched(score, 0.05)
    assert (strict.level, strict.power[0], strict.false_discovery[0]) == (0.1, 0.75, 0.0)
    assert matched(score, 0.2).power[0] == 1.0
    score.levels = [{"x": 0.01, "a": 0.02}, {"x": 0.01}]
    assert matched(score, 0.05).power[0] == 0.0


def test_the_lives_do_not_depend_on_how_many_processes_make_them() -> None:
    cells = [Cell(hard(14, memory, False), (5, 1)) for memory in MEMORIES]
    first, second = (list(spread(digests, cells, 7, jobs)) for jobs in (1, 2))
    assert first == second
    assert len({digest for cell in first for piece in cell for digest in piece}) == 14


def digests(cell: Cell, numbers: range) -> list[str]:
    return [life.panel.digest() for life in lives(cell.make, numbers, cell.seed)]


def test_a_wide_life_has_strangers_beyond_the_twelve() -> None:
    life = next(lives(Hard(20, 0.3, True, factors=30), 1, (1,)))
    assert len(life.panel.factors) == 30


def test_answers_of_one_life_count_as_one_in_the_error_of_coverage() -> None:
    assert ratio([], [], []) is None
    alone = ratio([1.0, 0.0] * 50, [1.0] * 100, list(range(100)))
    in_pairs = ratio([1.0, 1.0, 0.0, 0.0] * 25, [1.0] * 100, [i // 2 for i in range(100)])
    assert alone is not None
    assert in_pairs is not None
    assert (alone[0], in_pairs[0]) == (0.5, 0.5)
    assert in_pairs[1] == pytest.approx(np.sqrt(2.0) * alone[1])


def test_coverage_is_counted_by_what_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    life = next(lives(Hard(60, 0.3, True, open_scale=True), 1, (2,)))
    tally, absurd = Tally(), Tally()
    tally.add(life)
    monkeypatch.setattr(cover, "true_effect", lambda _life, _one: 1e6)
    absurd.add(life)
    assert len(tally.every) == len(tally.causes) + len(tally.followers) + len(tally.strangers) > 6
    assert absurd.every.rate is not None
    assert absurd.every.rate[0] == 0.0
    both = together([tally, absurd])
    assert both.lives == 2
    assert set(both.every.life) == {1, 2}


def test_suspects_are_as_right_as_they_are_said_to_be() -> None:
    factors = [f"f{number:02d}" for number in range(1, 13)]
    rng = np.random.default_rng(1)
    assert suspects.named(factors, 1.0, rng) == suspects.CAUSES
    assert not set(suspects.named(factors, 0.0, rng)) & set(suspects.CAUSES)
    right = [len(set(suspects.named(factors, 0.5, rng)) & set(suspects.CAUSES)) for _ in range(300)]
    assert 1.3 < float(np.mean(right)) < 1.7
    assert all(len(suspects.named(factors, 0.5, rng)) == 3 for _ in range(20))


def test_the_table_of_suspects_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(each=2)
    suspects.suspects(run)
    assert len(re.findall(r"30 days  (none|right|half right|useless)", capsys.readouterr().out)) == 4
    assert len(run.verdicts.given) == 8


def test_an_empty_prior_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(cohort, "OTHERS", 5)
    monkeypatch.setattr(cohort, "ASKED", 2)
    group = cohort.groups(Cell(cohort.Group(30, 0.3), (4,)), range(1))[0]
    assert group["empty"][0].found == group["none"][0].found
    assert [score.lives for score in group["right"]] == [2, 2]
    cohort.cohort(Run(each=1))
    assert "prior: misleading" in capsys.readouterr().out


def test_a_moved_journal_keeps_its_values_and_loses_its_links() -> None:
    panel = noise(1, 60, 3)
    moved = real.moved(panel, np.random.default_rng(1))
    assert sorted(moved.outcome.values) == sorted(panel.outcome.values)
    assert (moved.outcome.values != panel.outcome.values).any()


def test_one_person_s_pain_comes_beside_another_s_days() -> None:
    long, short = noise(1, 90, 3), noise(2, 40, 5)
    both = real.paired(long, short, np.random.default_rng(1))
    assert both.entries == 40
    assert {column.name for column in both.factors} == {"pain", "f0", "f1", "f2"}
    assert list(both.outcome.values) == list(short.outcome.values)


def test_real_journals_are_asked_both_ways(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, seed in (("ana", 1), ("cleo", 2)):
        panel = noise(seed, 50, 2)
        rows = zip(panel.outcome.values, *(column.values for column in panel.factors), strict=True)
        lines = [f"2026-{1 + day // 28:02d}-{1 + day % 28:02d},{a},{b},{c}" for day, (a, b, c) in enumerate(rows)]
        (tmp_path / f"{name}.csv").write_text("\n".join(["date,pain,f0,f1", *lines]))
    run = Run(each=2, rivals=PLAIN[1:2])
    real.real(run, tmp_path)
    said = capsys.readouterr().out
    assert "ana pain " in said
    assert "cleo pain by ana" in said
    assert len(run.verdicts.given) == 4


def test_an_unknown_table_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["moon"], ["real"]):
        monkeypatch.setattr("sys.argv", ["bench", *words])
        with pytest.raises(SystemExit):
            command.main()
    assert "no such table: moon" in capsys.readouterr().err
