"""The ceiling: handed the other causes, decoys fall away and more causes are found."""

from __future__ import annotations

import pytest

from bench.insight import ceiling
from bench.insight.methods import hipwise_clear
from bench.insight.score import Score, lives
from bench.insight.tables import Run, hard


def test_who_is_handed_the_other_causes_finds_more() -> None:
    score = {True: Score(), False: Score()}
    for life in lives(hard(200, 0.6, True), 20, (4,)):
        causes = {cause.factor for cause in life.causes}
        score[True].add(ceiling.handed(life), causes, 0.0)
        score[False].add(hipwise_clear(life.panel), causes, 0.0)
    assert score[True].power[0] > score[False].power[0] > 0.2
    assert score[True].false_discovery[0] < 0.15


def test_the_table_is_printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(ceiling, "DAYS", (30,))
    monkeypatch.setattr(ceiling, "MEMORIES", (0.3,))
    run = Run(each=2)
    ceiling.ceiling(run)
    assert capsys.readouterr().out.count("30 days  ") == 2
    assert len(run.verdicts.given) == 2
