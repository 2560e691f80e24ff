"""Weeks that follow one another: from a day on these hours hold, until the next week begins. What was is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hipwise.domain.scheduling.clinic import Weekly
from hipwise.domain.scheduling.span import Span
from hipwise.domain.scheduling.wall import end_of, moment

ONE_DAY = timedelta(days=1)
_FOREVER = date.max


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both included, through which one and the same week holds."""

    since: date
    until: date
    week: tuple[Weekly, ...]


def periods(hours: Iterable[Weekly]) -> list[Period]:
    """One practitioner's hours as weeks, in order, without gaps: a stretch without hours has an empty week.

    From the first day of any hours to the end of time.
    """
    rows = list(hours)
    edges = {row.since for row in rows} | {row.until + ONE_DAY for row in rows if row.until < _FOREVER}
    ends = [*sorted(edges), None]
    return [
        Period(
            since, after - ONE_DAY if after else _FOREVER, tuple(sorted((r for r in rows if _holds(r, since)), key=_by))
        )
        for since, after in pairwise(ends)
        if since is not None
    ]


def rewritten(hours: Iterable[Weekly], week: Iterable[Weekly], since: date) -> list[Weekly]:
    """The hours once ``week`` holds from ``since`` until the next change that is already planned.

    What held before is ended the day before and kept. The dates of ``week`` itself are not looked at.
    """
    rows = list(hours)
    until = min((one.since for one in periods(rows) if one.since > since), default=None)
    last = until - ONE_DAY if until else _FOREVER
    found = [replace(row, since=since, until=last) for row in week]
    for row in rows:
        if row.since < since:
            found.append(replace(row, until=min(row.until, since - ONE_DAY)))
        if row.until > last:
            found.append(replace(row, since=max(row.since, last + ONE_DAY)))
    return merged(found)


def merged(hours: Iterable[Weekly]) -> list[Weekly]:
    """The same hours in as few rows as can be: one that takes over the day after its like has ended goes on from it."""
    found: list[Weekly] = []
    for row in sorted(set(hours), key=lambda row: (_key(row), row.since)):
        last = found[-1] if found else None
        if last and _key(last) == _key(row) and (last.until == _FOREVER or row.since <= last.until + ONE_DAY):
            found[-1] = replace(last, until=max(last.until, row.until))
        else:
            found.append(row)
    return found


def clash(week: Iterable[Weekly], zones: Mapping[int, ZoneInfo], since: date) -> tuple[Weekly, Weekly] | None:
    """Two lines of one person's week that share time, in whatever zones; None when all are apart.

    Looked at on the eight days from ``since``, so that a Sunday night is held against the Monday after it.
    """
    spans: list[tuple[Span, Weekly]] = []
    rows = list(week)
    for ahead in range(8):
        day = since + timedelta(days=ahead)
        for row in rows:
            if row.weekday == day.weekday():
                first, last = moment(zones[row.location], day, row.opens), end_of(zones[row.location], day, row.closes)
                if first < last:
                    spans.append((Span(first, last), row))
    spans.sort(key=lambda pair: pair[0])
    return next(((one, other) for (span, one), (after, other) in pairwise(spans) if span.meets(after)), None)


def _holds(row: Weekly, day: date) -> bool:
    return row.since <= day <= row.until


def _key(row: Weekly) -> tuple[int, int, int, time, time]:
    return (row.practitioner, row.weekday, row.location, row.opens, row.closes)


def _by(row: Weekly) -> tuple[int, time, int]:
    return (row.weekday, row.opens, row.location)
