"""What other people's journals say: read from a file, held against a journal, pooled from many answers."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

from hipwise.domain.insight import prior as priors
from hipwise.domain.insight.finding import Exploration
from hipwise.project.insights.options import Refused
from hipwise.ui.words.tables import safe
from hipwise.ui.words.when import EVENT

if TYPE_CHECKING:
    from hipwise.domain.insight.panel import Panel

LARGEST = 4 * 1024 * 1024
"""Bytes of a prior file: some thousand factors come to less than a tenth."""


def read_prior(path: Path) -> priors.Prior | Refused:
    """The prior in a file, or why there is none."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        return Refused(f"{path}: the prior can’t be opened ({getattr(error, 'strerror', None) or 'an unusable name'})")
    if len(data) > LARGEST:
        return Refused(f"{path}: this is too large for a prior")
    try:
        return priors.from_json(data.decode("utf-8-sig"))
    except (json.JSONDecodeError, UnicodeError):
        why = "it is no JSON"
    except ValueError as error:
        why = safe(str(error), 200)
    return Refused(f"{path}: this is no prior; make one with --format prior ({why})")


def fitting(prior: priors.Prior | None, panel: Panel) -> tuple[priors.Prior | None, str | None]:
    """The prior, when anything of it speaks of this journal; otherwise None and a remark that nothing does."""
    if prior is None:
        return None, None
    outcome, events = panel.outcome.name, {column.name: column.kind == "event" for column in panel.factors}
    if prior.outcome != outcome:
        return None, f"nothing is taken from the prior: it is about “{safe(prior.outcome)}”, not “{safe(outcome)}”"
    if any(events.get(one.factor) == (one.unit == EVENT) for one in prior.factors):
        return prior, None
    return None, "nothing is taken from the prior: it speaks of none of this journal’s columns"


def summed_up(said: Exploration) -> str:
    """One person's answers as a line that :func:`pool` can read."""
    estimates = {
        name: [one.unit, one.effect, one.error]
        for name, one in priors.summary(said).items()
        if math.isfinite(one.effect) and math.isfinite(one.error)
    }
    return json.dumps({"outcome": said.outcome, "estimates": estimates}, allow_nan=False) + "\n"


def pool(lines: list[str]) -> str | Refused:
    """The prior of several people's lines as the text of a file, or why there can be none."""
    people = [json.loads(line) for line in lines]
    outcomes = sorted({person["outcome"] for person in people})
    if len(outcomes) > 1:
        named = ", ".join(f"“{safe(name)}”" for name in outcomes[:5])
        return Refused(f"a prior is about one outcome, these journals have several: {named}; choose one with --outcome")
    if len(people) < priors.FEWEST_PEOPLE:
        fewest = priors.FEWEST_PEOPLE
        return Refused(
            f"a prior needs {fewest} people or more, so that nobody’s notes show in it; here are {len(people)}"
        )
    summaries = [{name: priors.Estimate(*one) for name, one in person["estimates"].items()} for person in people]
    prior = priors.pooled(outcomes[0], summaries)
    if not prior.factors:
        return Refused(
            f"no column was comparable in {priors.FEWEST_PEOPLE} journals or more, so there is nothing to pool"
        )
    return prior.to_json()
