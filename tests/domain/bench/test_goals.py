"""A goal says plainly whether a figure keeps it."""

from __future__ import annotations

import pytest

from bench.goals import Goal, Mark, Verdicts


@pytest.mark.parametrize(
    ("goal", "value", "error", "mark"),
    [
        (Goal(high=0.06), 0.06, 0.0, "met"),
        (Goal(high=0.06), 0.05, 0.5, "met"),
        (Goal(high=0.06), 0.08, 0.011, "within error"),
        (Goal(high=0.06), 0.08, 0.009, "not met"),
        (Goal(low=0.26), 0.20, 0.02, "not met"),
        (Goal(low=0.26), 0.25, 0.02, "within error"),
        (Goal(low=0.93, high=0.97), 0.95, 0.0, "met"),
        (Goal(low=0.93, high=0.97), 1.0, 0.01, "not met"),
        (Goal(low=0.93, high=0.97), 0.92, 0.01, "within error"),
    ],
)
def test_a_mark_is_the_figure_beside_the_goal(goal: Goal, value: float, error: float, mark: Mark) -> None:
    assert goal.mark(value, error) == mark


def test_goals_are_printed_as_they_are_meant() -> None:
    assert str(Goal(high=0.06)) == "≤ .060"
    assert str(Goal(low=10.0, digits=1)) == "≥ 10.0"
    assert str(Goal(low=0.93, high=0.97)) == ".930 to .970"


def test_the_list_at_the_end_counts_all_and_names_what_was_missed() -> None:
    verdicts = Verdicts()
    assert verdicts.sign("quiet", (0.05, 0.01), Goal(high=0.06)) == "✓"
    assert verdicts.sign("by chance", (0.07, 0.01), Goal(high=0.06)) == "~"
    assert verdicts.sign("loud", (0.5, 0.01), Goal(high=0.06)) == "✗"
    text = verdicts.text()
    assert "✓ 1 met, ~ 1 within error, ✗ 1 not met" in text
    assert "✗ loud: .500 ±.010, goal ≤ .060" in text
    assert "quiet" not in text
