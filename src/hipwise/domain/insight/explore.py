"""The engine's one door: a panel in, findings and silences out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hipwise.domain.insight.answer import Asked, answers, unasked
from hipwise.domain.insight.choose import Chooser
from hipwise.domain.insight.finding import Exploration, Finding, Silence
from hipwise.domain.insight.moments import Moments, moments
from hipwise.domain.insight.panel import Kind, Panel
from hipwise.domain.insight.prior import Prior
from hipwise.domain.insight.shift import shift
from hipwise.domain.insight.study import Study, study
from hipwise.domain.insight.twins import echo, nearly_same, originals
from hipwise.domain.insight.usable import outcome_reason, uses
from hipwise.domain.insight.weights import MOST_SUSPECTS, weights
from hipwise.domain.insight.writing import writing

ENGINE = "hipwise-insight/2"


def explore(
    panel: Panel,
    *,
    seed: int = 0,
    fdr: float = 0.05,
    early: float = 0.10,
    suspects: tuple[str, ...] = (),
    prior: Prior | None = None,
    began: float | None = None,
) -> Exploration:
    """Say which factors of ``panel`` have an effect of their own on its outcome, and be silent about the others.

    Every factor appears exactly once, in ``findings`` (surest first) or ``silences`` (by name), at the better of
    its lags. ``suspects`` are up to three factors named before the days were looked at, ``prior`` is what other
    people's journals say; both weigh in the decision and leave its error where it is. ``began`` asks for the outcome
    before and after that day. The answer depends on the arguments and the engine version alone.

    Raises:
        ValueError: when the rates are not 0 < fdr <= early < 1, or ``suspects`` are more than three or no factors.
    """
    if not 0.0 < fdr <= early < 1.0:
        raise ValueError("rates must satisfy 0 < fdr <= early < 1")
    _check(suspects, panel)
    grid = moments(panel)
    kinds = {column.name: column.kind for column in panel.factors}
    said, asked = _say(grid, kinds, _Rules(fdr, early, suspects, prior))
    found = [one for one in said if isinstance(one, Finding)]
    silent = [one for one in said if isinstance(one, Silence)]
    return Exploration(
        outcome=panel.outcome.name,
        days=panel.days,
        entries=panel.entries,
        engine=ENGINE,
        seed=seed,
        fdr=fdr,
        early=early,
        digest=panel.digest(),
        findings=tuple(sorted(found, key=lambda one: (one.tier != "clear", one.p, one.factor))),
        silences=tuple(sorted(silent, key=lambda one: one.factor)),
        suspects=tuple(sorted(suspects)),
        prior=None if prior is None else prior.digest(),
        began=began,
        shift=None if asked is None or began is None else shift(asked, float(np.floor(began))),
        writing=None if asked is None else writing(asked),
    )


@dataclass(frozen=True, slots=True)
class _Rules:
    """How much evidence is asked for, and of what."""

    fdr: float
    early: float
    suspects: tuple[str, ...]
    prior: Prior | None


def _check(suspects: tuple[str, ...], panel: Panel) -> None:
    if len(suspects) > MOST_SUSPECTS:
        raise ValueError(f"at most {MOST_SUSPECTS} suspects may be named")
    unknown = set(suspects) - {column.name for column in panel.factors}
    if unknown or len(set(suspects)) < len(suspects):
        raise ValueError("every suspect must be a factor, named once")


def _say(grid: Moments, kinds: dict[str, Kind], rules: _Rules) -> tuple[list[Finding | Silence], Study | None]:
    """What is said of each factor: first of those that can be asked about, then of the others and of repeats.

    The study is that of the journal, also when no factor of it can be asked about; None where the outcome can't.
    """
    offered = uses(grid)
    original = originals(grid.factors)
    every = range(len(grid.names))
    said: dict[int, Finding | Silence] = {}
    for factor in every:
        if all(use.reason is not None for use in offered[factor].values()):
            said[factor] = unasked(grid.names[factor], list(offered[factor].values()))
    asked = [factor for factor in every if factor not in said and original[factor] == factor]
    if outcome_reason(grid) is not None:
        return [said[factor] for factor in every], None
    own = tuple(kinds[grid.names[factor]] for factor in asked)
    one = study(grid.only(asked), own, tuple(offered[factor] for factor in asked))
    if asked:
        named = {grid.names[factor]: factor for factor in asked}
        for answer in _ask(one, rules):
            said[named[answer.factor]] = answer
    return [said[f] if f in said else echo(grid.names[f], said[original[f]]) for f in every], one


def _ask(one: Study, rules: _Rules) -> list[Finding | Silence]:
    expected = weights(one.grid.names, rules.suspects, rules.prior)
    chooser = Chooser(one.start(), one.looked, nearly_same(one.filled.values), expected)
    found, silent = answers(Asked(one, chooser, rules.fdr, rules.early))
    return [*found, *silent]
