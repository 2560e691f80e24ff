"""The clock on the wall of a place, and real time. Both ways, on the days too when that clock is moved.

A wall clock that is put forward leaves times out (a gap); one that is put back shows times twice. All of it rests on
one sentence: *a wall-clock time means the first moment at which the clock shows that time or a later one.* In a gap
that is the gap's end, in a repeated hour the first pass, and a later time never comes before an earlier one.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hipwise.domain.scheduling.clinic import DAY, GRAIN

MINUTE = timedelta(minutes=1)


def moment(zone: ZoneInfo, day: date, at: time) -> datetime:
    """The first instant, in UTC, at which the clock in ``zone`` shows ``at`` on ``day`` or anything later."""
    shown = datetime.combine(day, at.replace(fold=0), zone)
    instant = shown.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == shown.replace(tzinfo=None):
        return instant
    return _gap_end(zone, shown.replace(fold=1).astimezone(UTC), instant, shown.replace(tzinfo=None))


def _gap_end(zone: ZoneInfo, low: datetime, high: datetime, shown: datetime) -> datetime:
    """The second between two instants at which the clock leaps over ``shown``."""
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(zone).replace(tzinfo=None) < shown:
            low = middle
        else:
            high = middle
    return high


def end_of(zone: ZoneInfo, day: date, closes: time) -> datetime:
    """Like ``moment``, for a closing time: midnight is the end of ``day``."""
    if closes == time.min:
        return moment(zone, day + timedelta(days=1), time.min)
    return moment(zone, day, closes)


def starts(zone: ZoneInfo, day: date, step: int) -> list[datetime]:
    """Every instant at which the clock shows a multiple of ``step`` minutes after midnight, for the first time.

    Times that the clock leaps over are left out.
    """
    if _is_smooth(zone, day):
        midnight = moment(zone, day, time.min)
        return [midnight + minute * MINUTE for minute in range(0, DAY, step)]
    found = []
    for minute in range(0, DAY, step):
        at = time(minute // 60, minute % 60)
        instant = moment(zone, day, at)
        if instant.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, at):
            found.append(instant)
    return found


def _is_smooth(zone: ZoneInfo, day: date) -> bool:
    """Whether the clock is not moved on that day: one distance from UTC, asked every hour and on both sides of it."""
    hours = [datetime.combine(day, time(hour), zone) for hour in range(24)]
    hours.append(datetime.combine(day + timedelta(days=1), time.min, zone))
    return len({hour.replace(fold=fold).utcoffset() for hour in hours for fold in (0, 1)}) == 1


def is_whole(instant: datetime) -> bool:
    """Whether it lies on the grain in which the database guards time."""
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) % (GRAIN * MINUTE) == timedelta()
