"""The example on the front page: a made-up life with a cause we know, because we built it in."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import date, timedelta
from statistics import fmean

import numpy as np

from hipwise.domain.insight.world import hip_life, live
from hipwise.ui.charts import Figure, Strip, strip

DAYS = 90
SEED = 5
EFFECT = 1.6
EPOCH = date(1970, 1, 1)


@functools.cache
def chart() -> Figure:
    """Ninety made-up days; days with an argument stand out. Days nobody wrote on stay empty."""
    life = live(hip_life(days=DAYS, causes={"argument": ("same", EFFECT)}), np.random.default_rng(SEED)).panel
    argued = next(column.values for column in life.factors if column.name == "argument")
    first = int(life.times[0])
    pain: list[float | None] = [None] * (int(life.times[-1]) - first + 1)
    marked = [False] * len(pain)
    for time, value, mark in zip(life.times, life.outcome.values, argued, strict=True):
        day = int(time) - first
        pain[day], marked[day] = (None if np.isnan(value) else float(value)), bool(mark == 1)
    drawn = strip(
        Strip(
            ident="example-days",
            title=f"Pain on {len(pain)} days of a made-up person",
            sentence=f"An example: {len(pain)} days of a made-up person. Diamonds are days with an argument. On those "
            f"days the pain was {_more(pain, marked):.1f} points higher on average.",
            start=EPOCH + timedelta(days=first),
            values=pain,
            marked=marked,
            mark_words="a day with an argument",
            rest_words="a day without",
        )
    )
    # The strip speaks to the person whose days they are; these are nobody's.
    legend = tuple((mark, "usual range" if mark == "band" else words) for mark, words in drawn.legend)
    return replace(drawn, legend=legend)


def _more(pain: list[float | None], marked: list[bool]) -> float:
    """How much higher the outcome is on average on marked days."""
    noted = [(value, mark) for value, mark in zip(pain, marked, strict=True) if value is not None]
    return fmean(v for v, mark in noted if mark) - fmean(v for v, mark in noted if not mark)
