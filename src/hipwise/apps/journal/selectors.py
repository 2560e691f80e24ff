"""What is read from the journal, and the only bridge from its rows to the engine's arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import Count
from django.utils import timezone

from hipwise.apps.journal.content import Content
from hipwise.apps.journal.models import Entry, Review, Tag
from hipwise.apps.journal.vocabulary import Activity, Emotion
from hipwise.apps.journal.words import said
from hipwise.domain.insight.panel import Array, Column, Panel

EPOCH = date(1970, 1, 1)
NUMBERS = ("stress", "mood", "sleep_hours", "sleep_quality", "fatigue", "headache")
REVIEW_AFTER = timedelta(weeks=4)
REST = timedelta(weeks=2)
PLENTY_A_DAY = 4
DAYS_A_PAGE = 7
OFFERED, OFFERED_FOR = 12, timedelta(weeks=13)
FEWEST_OWN_DAYS = 3


def own_tags(patient_id: int) -> dict[int, str]:
    """A person's own tags: number to name, oldest first."""
    return {tag.pk: tag.name for tag in Tag.objects.filter(patient_id=patient_id).order_by("pk")}


def offered_tags(patient_id: int, *, today: date) -> list[str]:
    """Own tags worth offering in a check-in: those of the last ``OFFERED_FOR``, most used first. A slip of the
    pen so stops being offered once it is mended."""
    tags = own_tags(patient_id)
    recent = Entry.objects.filter(patient_id=patient_id, day__gt=today - OFFERED_FOR).values_list("tags", flat=True)
    used = Counter(number for numbers in recent for number in numbers if number in tags)
    return [tags[number] for number, _ in sorted(used.items(), key=lambda one: (-one[1], one[0]))[:OFFERED]]


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


def times_written(patient_id: int, day: date) -> int:
    """How many check-ins one day has."""
    return Entry.objects.filter(patient_id=patient_id, day=day).count()


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


@dataclass(frozen=True, slots=True)
class Written:
    """A check-in, its words, and whether it was ever changed."""

    entry: Entry
    said: dict[str, str]
    changed: bool


@dataclass(frozen=True, slots=True)
class DayOfEntries:
    """One day of the timeline: its check-ins, latest first."""

    day: date
    entries: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of the timeline, latest day first; ``older`` is where the next page begins, None at the end."""

    days: tuple[DayOfEntries, ...]
    older: date | None


def timeline(patient_id: int, *, until: date | None = None) -> Timeline:
    """The ``DAYS_A_PAGE`` written days up to ``until`` (the latest ones when None)."""
    written = Entry.objects.filter(patient_id=patient_id)
    if until is not None:
        written = written.filter(day__lte=until)
    days = list(written.order_by("-day").values_list("day", flat=True).distinct()[: DAYS_A_PAGE + 1])
    shown, older = days[:DAYS_A_PAGE], days[DAYS_A_PAGE:]
    tags = own_tags(patient_id)
    by_day: dict[date, list[Written]] = {day: [] for day in shown}
    entries = list(written.filter(day__range=(shown[-1], shown[0])).order_by("-day", "-at", "-pk")) if shown else []
    changed = _changed(entry.pk for entry in entries)
    for entry in entries:
        by_day[entry.day].append(Written(entry, said(content_of(entry, tags)), entry.pk in changed))
    return Timeline(
        tuple(DayOfEntries(day, tuple(entries)) for day, entries in by_day.items()), older[0] if older else None
    )


def _changed(numbers: Iterable[int]) -> set[int]:
    """Those check-ins that were kept in more than one wording."""
    kept = Entry.history.filter(id__in=list(numbers)).values("id").annotate(times=Count("history_id"))
    return {row["id"] for row in kept if row["times"] > 1}


@dataclass(frozen=True, slots=True)
class Revision:
    """One keeping of a check-in: when, and what it changed (about, before, after). The first changed nothing."""

    at: datetime
    changes: tuple[tuple[str, str, str], ...]


def revisions(entry: Entry) -> list[Revision]:
    """What changed in a check-in and when, latest first."""
    tags = own_tags(entry.patient_id)
    found: list[Revision] = []
    before: dict[str, str] | None = None
    for kept in entry.history.order_by("history_date", "history_id"):
        after = {"When": f"{timezone.localtime(kept.at):%Y-%m-%d %H:%M}"} | said(content_of(kept, tags))
        changes = _changes(before, after) if before is not None else ()
        found.append(Revision(kept.history_date, changes))
        before = after
    return found[::-1]


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    abouts = dict.fromkeys([*before, *after])
    return tuple(
        (about, before.get(about, ""), after.get(about, ""))
        for about in abouts
        if before.get(about) != after.get(about)
    )


@dataclass(frozen=True, slots=True, eq=False)
class Daily:
    """A journal day by day: ``numbers`` hold one value a written day (NaN where left out), averaged over the
    day's check-ins; ``happened`` everything ticked that day, by factor name."""

    days: tuple[date, ...]
    numbers: Mapping[str, Array]
    happened: tuple[frozenset[str], ...]


def daily(patient_id: int, *, since: date | None = None) -> Daily:
    """The written days from ``since`` on (all when None), earliest first."""
    rows = Entry.objects.filter(patient_id=patient_id).order_by("day", "at", "pk")
    if since is not None:
        rows = rows.filter(day__gte=since)
    by_day: dict[date, list[dict[str, Any]]] = {}
    for row in rows.values("day", "pain", *NUMBERS, "activities", "emotions", "tags"):
        by_day.setdefault(row["day"], []).append(row)
    return Daily(
        tuple(by_day),
        {name: _means(by_day.values(), name) for name in ("pain", *NUMBERS)},
        tuple(_happened(rows) for rows in by_day.values()),
    )


def panel_for(patient_id: int, *, fewest_own_days: int = FEWEST_OWN_DAYS) -> Panel:
    """A person's journal as the engine reads it: one row a written day.

    Several check-ins of a day become one: numbers are averaged, anything that happened in one of them
    happened that day. Days and not moments, because most of what is asked (the night, activities) is
    about the day, and because people check in at different hours on different days. A number nobody
    wrote that day is NaN; an activity, feeling or own tag not ticked is 0. Factors never written at all
    are left out, and so are own tags of fewer than ``fewest_own_days`` days: words typed once are notes, not
    questions. Names: the number fields, activities, ``feeling:worried``, ``own:12``.
    """
    written = daily(patient_id)
    numbers = [Column(name, written.numbers[name]) for name in NUMBERS]
    events = [
        Column(name, np.array([float(name in ticked) for ticked in written.happened]))
        for name in _events(written.happened, fewest_own_days)
    ]
    return Panel(
        times=np.array([(day - EPOCH).days for day in written.days], dtype=np.float64),
        outcome=Column("pain", written.numbers["pain"]),
        factors=tuple(column for column in (*numbers, *events) if np.isfinite(column.values).any()),
    )


def factor_names(patient_id: int) -> dict[str, str]:
    """Own factors of a panel in the person's own words: ``own:12`` to "Mum's visit"."""
    return {f"own:{number}": name for number, name in own_tags(patient_id).items()}


def _means(days: Iterable[Sequence[Mapping[str, Any]]], name: str) -> Array:
    means = []
    for rows in days:
        written = [row[name] for row in rows if row[name] is not None]
        means.append(sum(written) / len(written) if written else np.nan)
    return np.array(means, dtype=np.float64)


def _happened(rows: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    ticked: set[str] = set()
    for row in rows:
        ticked.update(row["activities"])
        ticked.update(f"feeling:{emotion}" for emotion in row["emotions"])
        ticked.update(f"own:{number}" for number in row["tags"])
    return frozenset(ticked)


def _events(happened: Iterable[frozenset[str]], fewest_own_days: int) -> list[str]:
    """The events ever noted, in the vocabulary's order, then own tags of enough days by number."""
    days = Counter(name for ticked in happened for name in ticked)
    order = [*Activity.values, *(f"feeling:{emotion}" for emotion in Emotion.values)]
    own = (name for name, count in days.items() if name.startswith("own:") and count >= fewest_own_days)
    return [name for name in order if name in days] + sorted(own, key=lambda name: int(name[4:]))
