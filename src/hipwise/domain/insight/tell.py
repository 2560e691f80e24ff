"""One choice told as a finding: its effect as shown, its interval, its direction, its shape and its course."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hipwise.domain.insight.change import course
from hipwise.domain.insight.choose import Choice, Chooser
from hipwise.domain.insight.finding import Change, Direction, Finding, Tier
from hipwise.domain.insight.links import tested
from hipwise.domain.insight.looks import stepped
from hipwise.domain.insight.panel import Array
from hipwise.domain.insight.points import Size, in_points, size_of
from hipwise.domain.insight.reverse import Foretold
from hipwise.domain.insight.study import Place, Study, centred
from hipwise.domain.insight.threshold import best_step
from hipwise.domain.stats.discovery import declared, q_values
from hipwise.domain.stats.tails import normal_point

BOTH_WAYS = 0.05
"""False discovery rate at which a finding is said to be foretold by pain as well."""

CHANGED = 0.05
"""p of a change over time, shared among the findings told beside each other."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What a choice is told by: the tier, the choices it stands beside, and the false discovery rate of those."""

    tier: Tier
    among: tuple[Choice, ...]
    rate: float


@dataclass(frozen=True, slots=True, eq=False)
class _Acting:
    """A factor as it acts: where, with which values (ticks,), how much, and z of that; ``step`` where it is one."""

    place: Place
    values: Array
    size: Size
    z: float
    step: float | None = None


def tell(study: Study, chooser: Chooser, choice: Choice, by: Telling, after: Foretold) -> Finding:
    """A choice as a finding; ``after`` says which factors pain foretells."""
    others = [other.column for other in by.among if other.factor != choice.factor]
    acting = _acting(study, chooser, choice, others)
    size, use = acting.size, study.uses[choice.factor][acting.place.lag]
    q = q_values(np.array([other.weighed for other in by.among]), chooser.count)[by.among.index(choice)]
    cut = float(normal_point(min(by.rate * len(by.among) / chooser.count, 1.0) / 4.0))
    told = size.given_chosen(acting.z, cut)
    return Finding(
        factor=study.grid.names[choice.factor],
        lag=use.lag,
        tier=by.tier,
        effect=told.effect,
        low=told.low,
        high=told.high,
        unit=size.unit,
        step=size.step,
        p=choice.p,
        q=float(q),
        days_used=use.days,
        direction=_direction(acting.place, bool(declared(after.p, BOTH_WAYS)[choice.factor])),
        above=None if acting.step is None else _own_units(study, choice.factor, acting.step),
        change=_change(study, acting, others, CHANGED / len(by.among)),
    )


def _acting(study: Study, chooser: Chooser, choice: Choice, others: list[int]) -> _Acting:
    """As a line at the lag at which it was chosen, or as a step where that says clearly more."""
    tests = chooser.given(others)
    place = study.place(choice.column)
    values = study.grid.factors[:, place.factor]
    step = best_step(study, place, others)
    if step is None:
        return _Acting(place, values, size_of(study, tests, choice.column), float(tests.z[choice.column]))
    values = centred(stepped(values[:, None], np.array([step])))[:, 0]
    one = tested(study.ask(study.kicked(study.fill(values[:, None]), place.factor, place.lag), place.lag, others))
    unit, step_size, per = in_points(study, place.factor, stepped=True)
    effect, error = float(one.slope[0]) * per, float(one.error[0]) * per
    reach = float(tests.reach[choice.column]) * error
    size = Size(effect, effect - reach, effect + reach, error, unit, step_size, per)
    return _Acting(replace(place, shape="high"), values, size, float(one.z[0]), step)


def _own_units(study: Study, factor: int, step: float) -> float:
    """A value of the grid as it was written."""
    return float(f"{step * study.grid.spread[factor] + study.grid.centre[factor]:.6g}") + 0.0


def _direction(place: Place, pain_foretells: bool) -> Direction:
    if place.lag == "same":
        return "together"
    return "both" if pain_foretells else "forward"


def _change(study: Study, acting: _Acting, others: list[int], most: float) -> Change | None:
    ran = course(study, acting.place, acting.values, others)
    if ran.p > most:
        return None
    per = acting.size.per
    first, last = (
        (effect * per, (effect - reach) * per, (effect + reach) * per) for effect, reach in (ran.early, ran.late)
    )
    return Change(ran.kind, first, last, ran.p)
