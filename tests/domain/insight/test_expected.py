"""What is expected beforehand: suspects, and what other people's journals say."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from hipwise.domain.insight.explore import explore
from hipwise.domain.insight.finding import Exploration, Unit
from hipwise.domain.insight.prior import FEWEST_PEOPLE, Estimate, Pooled, Prior, from_json, pooled, summary
from hipwise.domain.insight.weights import SUSPECT, weights
from hipwise.domain.insight.world import hip_life, live
from tests.domain.insight.journals import noise

NAMES = ("a", "b", "c", "d")
EVENT: Unit = "points, yes against no"


def prior(**means: float) -> Prior:
    return Prior("pain", tuple(Pooled(name, EVENT, 8, mean, 0.1, 0.1) for name, mean in sorted(means.items())))


def test_weights_have_mean_one_whatever_is_expected() -> None:
    for suspects, borrowed in (((), None), (("a",), None), (("a", "b", "c"), prior(d=2.0)), ((), prior(a=1.0, b=-1.0))):
        assert weights(NAMES, suspects, borrowed).mean() == pytest.approx(1.0)


def test_a_suspect_counts_four_times_as_much_as_others() -> None:
    given = weights(NAMES, ("b",), None)
    assert given[1] == pytest.approx(SUSPECT * given[0])


def test_a_prior_leans_to_the_side_on_which_others_found_it() -> None:
    given = weights(NAMES, (), prior(a=0.8, b=-0.8, c=0.0))
    down, up = given[:, 0], given[:, 1]
    assert up[0] > 1.0 > down[0] and down[1] > 1.0 > up[1]
    assert up[2] < up[3]  # others looked and found nothing in c; of d nothing is known


def said(**more: object) -> Exploration:
    world = hip_life(days=75, causes={"stress": ("same", 0.8)})
    return explore(live(world, np.random.default_rng(2)).panel, **more)  # type: ignore[arg-type]


def test_naming_the_cause_lowers_its_q_and_naming_others_raises_it() -> None:
    def q(exploration: Exploration) -> float:
        return next((one.q for one in exploration.findings if one.factor == "stress"), 1.0)

    named, plain, mistaken = said(suspects=("stress",)), said(), said(suspects=("yoga", "swim", "walk"))
    assert q(named) < q(plain) < q(mistaken)
    assert named.suspects == ("stress",)
    leaning = said(prior=Prior("pain", (Pooled("stress", "points, one usual step up", 9, 0.6, 0.1, 0.1),)))
    assert q(leaning) < q(plain)
    assert leaning.prior is not None and plain.prior is None


def test_more_than_three_suspects_or_strangers_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 3"):
        said(suspects=("stress", "mood", "yoga", "swim"))
    for wrong in (("nobody",), ("stress", "stress")):
        with pytest.raises(ValueError, match="suspect"):
            said(suspects=wrong)


def test_summaries_of_too_few_people_are_not_pooled() -> None:
    one = {"a": Estimate(EVENT, 0.5, 0.2)}
    assert pooled("pain", [one] * (FEWEST_PEOPLE - 1)).factors == ()
    assert pooled("pain", [one] * FEWEST_PEOPLE).factors[0].people == FEWEST_PEOPLE


def test_pooling_agrees_with_a_sum_by_hand() -> None:
    """Effects 0, 0, 1, 2, 2 with errors of .5: Q = 4/.25 = 16 on 4, so tau^2 = 12/(20 - 4) = .75, error sqrt(1/5)."""
    people = [{"a": Estimate(EVENT, effect, 0.5)} for effect in (0.0, 0.0, 1.0, 2.0, 2.0)]
    together = pooled("pain", people).factors[0]
    assert together.mean == pytest.approx(1.0)
    assert together.spread == pytest.approx(np.sqrt(0.75))
    assert together.error == pytest.approx(np.sqrt(0.2))


def test_a_prior_comes_back_from_its_file_and_nonsense_is_refused() -> None:
    kept = prior(a=0.5, b=-0.25)
    assert from_json(kept.to_json()) == kept
    assert from_json(kept.to_json()).digest() == kept.digest() != prior(a=0.5).digest()
    good = json.loads(kept.to_json())
    bad: list[object] = [{}, [], {**good, "format": "other"}, {**good, "factors": {"a": {}}}]
    bad += [{**good, "factors": {"a": {**good["factors"]["a"], "spread": -1.0}}}]
    for data in bad:
        with pytest.raises(ValueError, match=r"it|its|numbers"):
            from_json(json.dumps(data))
    with pytest.raises(ValueError):
        from_json("no prior at all")


def test_what_is_summed_up_are_answers_alone() -> None:
    exploration = explore(noise(5, 60, 3))
    estimates = summary(exploration)
    assert set(estimates) == {"f0", "f1", "f2"}
    for one in exploration.silences:
        assert one.low is not None and one.low < estimates[one.factor].effect
    silent = replace(exploration, silences=tuple(replace(one, low=None, high=None) for one in exploration.silences))
    assert summary(silent) == {}
