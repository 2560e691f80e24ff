"""What is read from the journal, and the only bridge from its rows to the engine's arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from hipwise.apps.journal.content import Content
from hipwise.apps.journal.models import Entry, Review, Tag
from hipwise.apps.journal.vocabulary import Activity, Emotion
from hipwise.domain.insight.panel import Array, Column, Panel

EPOCH = date(1970, 1, 1)
NUMBERS = ("stress", "mood", "sleep_hours", "sleep_quality", "fatigue", "headache")
REVIEW_AFTER = timedelta(weeks=4)
REST = timedelta(weeks=2)
PLENTY_A_DAY = 4


def own_tags(patient_id: int) -> dict[int, str]:
    """A person's own tags: number to name, oldest first."""
    return {tag.pk: tag.name for tag in Tag.objects.filter(patient_id=patient_id).order_by("pk")}


def content_of(entry: Entry, tags: Mapping[int, str]) -> Content:
    """What a row says; ``tags`` as :func:`own_tags` gives them."""
    return Content(
        at=entry.at,
        pain=entry.pain,
        qualities=tuple(entry.qualities),
        places=tuple(entry.places),
        stress=entry.stress,
        mood=entry.mood,
        sleep_hours=entry.sleep_hours,
        sleep_quality=entry.sleep_quality,
        fatigue=entry.fatigue,
        headache=entry.headache,
        activities=tuple(entry.activities),
        own=tuple(tags[number] for number in entry.tags if number in tags),
        emotions=entry.emotions,
        note=entry.note,
    )


def days_written(patient_id: int, first: date, last: date) -> set[date]:
    """The days from ``first`` to ``last`` with at least one check-in."""
    return set(Entry.objects.filter(patient_id=patient_id, day__range=(first, last)).values_list("day", flat=True))


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a person keeps their journal now.

    ``review_due``: it has run for four weeks since it began or since they last decided. ``resting_until``:
    the first day after the time off they chose, while it lasts. ``ask_pain``: whether the score stands up front.
    """

    review_due: bool
    resting_until: date | None
    ask_pain: bool


def rhythm(patient_id: int, *, today: date) -> Rhythm:
    """Harm brakes: a journal is for a set time, with breaks, and pain need not be scored (claim c13)."""
    last = Review.objects.filter(patient_id=patient_id).first()
    ask_pain = last is None or last.choice != Review.Choice.NO_SCORE
    resting = last is not None and last.choice == Review.Choice.REST and today < last.day + REST
    if last is not None and resting:
        return Rhythm(review_due=False, resting_until=last.day + REST, ask_pain=ask_pain)
    written = Entry.objects.filter(patient_id=patient_id)
    if last is not None:
        written = written.filter(day__gt=last.day)
    began = written.order_by("day").values_list("day", flat=True).first()
    return Rhythm(review_due=began is not None and today >= began + REVIEW_AFTER, resting_until=None, ask_pain=ask_pain)


def panel_for(patient_id: int) -> Panel:
    """A person's journal as the engine reads it: one row a written day.

    Several check-ins of a day become one: numbers are averaged, anything that happened in one of them
    happened that day. Days and not moments, because most of what is asked (the night, activities) is
    about the day, and because days without the hour need no guess when people write at different times.
    A number nobody wrote that day is NaN; an activity, feeling or own tag not ticked is 0. Factors
    never written at all are left out. Names: the number fields, activities, ``feeling:worried``, ``own:12``.
    """
    rows = Entry.objects.filter(patient_id=patient_id).order_by("day", "at", "pk")
    names = ("day", "pain", *NUMBERS, "activities", "emotions", "tags")
    by_day: dict[date, list[dict[str, Any]]] = {}
    for row in rows.values(*names):
        by_day.setdefault(row["day"], []).append(row)
    days = list(by_day)
    factors = [Column(name, _means(by_day, name)) for name in NUMBERS]
    happened = [_happened(by_day[day]) for day in days]
    factors += [Column(name, np.array([float(name in said) for said in happened])) for name in _events(happened)]
    return Panel(
        times=np.array([(day - EPOCH).days for day in days], dtype=np.float64),
        outcome=Column("pain", _means(by_day, "pain")),
        factors=tuple(column for column in factors if np.isfinite(column.values).any()),
    )


def _means(by_day: Mapping[date, Sequence[Mapping[str, Any]]], name: str) -> Array:
    means = []
    for rows in by_day.values():
        written = [row[name] for row in rows if row[name] is not None]
        means.append(sum(written) / len(written) if written else np.nan)
    return np.array(means, dtype=np.float64)


def _happened(rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """Everything ticked on one day, by factor name."""
    said: set[str] = set()
    for row in rows:
        said.update(row["activities"])
        said.update(f"feeling:{emotion}" for emotion in row["emotions"])
        said.update(f"own:{number}" for number in row["tags"])
    return said


def _events(happened: Sequence[set[str]]) -> list[str]:
    """The events ever noted, in the vocabulary's order, then own tags by number."""
    seen = Counter(name for said in happened for name in said)
    order = [*Activity.values, *(f"feeling:{emotion}" for emotion in Emotion.values)]
    own = sorted((name for name in seen if name.startswith("own:")), key=lambda name: int(name[4:]))
    return [name for name in order if name in seen] + own


def factor_names(patient_id: int) -> dict[str, str]:
    """Own factors of a panel in the person's own words: ``own:12`` to "Mum's visit"."""
    return {f"own:{number}": name for number, name in own_tags(patient_id).items()}
