"""One choice told as a finding: its effect as shown, its interval, its direction, its shape and its course."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hipwise.domain.insight.change import course
from hipwise.domain.insight.choose import Choice, Chooser
from hipwise.domain.insight.finding import Change, Direction, Finding, Tier
from hipwise.domain.insight.links import Links, tested
from hipwise.domain.insight.looks import stepped
from hipwise.domain.insight.panel import Array
from hipwise.domain.insight.points import Size, in_points, size_of
from hipwise.domain.insight.reverse import Foretold
from hipwise.domain.insight.study import Place, Study, centred
from hipwise.domain.insight.threshold import best_step
from hipwise.domain.stats.discovery import declared, q_values
from hipwise.domain.stats.shrink import unselected
from hipwise.domain.stats.tails import normal_point

BOTH_WAYS = 0.05
"""False discovery rate at which a finding is said to be foretold by pain as well."""

CHANGED = 0.05
"""p of a change over time, shared among the findings told beside each other."""


def tell(
    study: Study, chooser: Chooser, choice: Choice, among: tuple[Choice, ...], *, tier: Tier, rate: float, after: Foretold
) -> Finding:
    """A choice as a finding, beside those ``among`` which it was chosen at false discovery rate ``rate``."""
    tests = chooser.given_others(choice, among)
    others = [other.column for other in among if other.factor != choice.factor]
    place = study.place(choice.column)
    step = best_step(study, place, others)
    values = study.grid.factors[:, place.factor]
    if step is None:
        size, z = size_of(study, tests, choice.column), float(tests.z[choice.column])
    else:
        place = replace(place, shape="high")
        values = centred(stepped(values[:, None], np.array([step])))[:, 0]
        size, z = _size_above(study, tests, choice, place, values, others)
    q = q_values(np.array([other.weighed for other in among]), chooser.count)[among.index(choice)]
    cut = float(normal_point(min(rate * len(among) / chooser.count, 1.0) / 4.0))
    shown = size.effect * (1.0 + unselected(z, cut)) / 2.0
    use = study.uses[place.factor][place.lag]
    return Finding(
        factor=study.grid.names[choice.factor],
        lag=use.lag,
        tier=tier,
        effect=float(np.clip(shown, *size.heart)),
        low=size.low,
        high=size.high,
        unit=size.unit,
        step=size.step,
        p=choice.p,
        q=float(q),
        days_used=use.days,
        direction=_direction(place, bool(declared(after.p, BOTH_WAYS)[place.factor])),
        above=None if step is None else _own_units(study, place.factor, step),
        change=_change(study, place, values, others, size.per, CHANGED / len(among)),
    )


def _size_above(
    study: Study, tests: Links, choice: Choice, place: Place, values: Array, others: list[int]
) -> tuple[Size, float]:
    """Effect of lying above a step, and its z."""
    one = tested(study.ask(study.kicked(study.fill(values[:, None]), place.factor, place.lag), place.lag, others))
    unit, step, per = in_points(study, place.factor, stepped=True)
    effect, error = float(one.slope[0]) * per, float(one.error[0]) * per
    reach = float(tests.reach()[choice.column]) * error
    return Size(effect, effect - reach, effect + reach, error, unit, step, per), float(one.z[0])


def _own_units(study: Study, factor: int, step: float) -> float:
    """A value of the grid as it was written."""
    return float(f"{step * study.grid.spread[factor] + study.grid.centre[factor]:.6g}") + 0.0


def _direction(place: Place, pain_foretells: bool) -> Direction:
    if place.lag == "same":
        return "together"
    return "both" if pain_foretells else "forward"


def _change(
    study: Study, place: Place, values: Array, others: list[int], per: float, most: float
) -> Change | None:
    ran = course(study, place, values, others)
    if ran.p > most:
        return None
    first, last = (
        (effect * per, (effect - reach) * per, (effect + reach) * per) for effect, reach in (ran.early, ran.late)
    )
    return Change(ran.kind, first, last, ran.p)
