"""Quiet hours: when somebody wants to be left alone, by the clock on their own wall. Pure; knows no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quiet:
    """From ``begin`` to ``end``, wall-clock, over midnight where ``end`` is the earlier. Equal times: never.

    Both ends are no longer quiet: what is due at ``end`` may be told then.
    """

    begin: time
    end: time

    @property
    def over_midnight(self) -> bool:
        """Whether it begins on one day and ends on the next."""
        return self.begin > self.end

    def holds(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether it is quiet at this instant."""
        wall = moment.astimezone(zone).time()
        if self.over_midnight:
            return wall > self.begin or wall < self.end
        return self.begin < wall < self.end


def after(moment: datetime, zone: ZoneInfo, quiet: Quiet) -> datetime:
    """This instant, or where it is quiet the one at which that ends. In UTC."""
    if not quiet.holds(moment, zone):
        return moment.astimezone(UTC)
    local = moment.astimezone(zone)
    day = local.date() + DAY if quiet.over_midnight and local.time() > quiet.begin else local.date()
    return min(found for found in _instants(day, quiet.end, zone) if found > moment and not quiet.holds(found, zone))


def before(moment: datetime, zone: ZoneInfo, quiet: Quiet) -> datetime:
    """This instant, or where it is quiet the one at which that began. In UTC."""
    if not quiet.holds(moment, zone):
        return moment.astimezone(UTC)
    local = moment.astimezone(zone)
    day = local.date() - DAY if quiet.over_midnight and local.time() < quiet.end else local.date()
    return max(found for found in _instants(day, quiet.begin, zone) if found < moment and not quiet.holds(found, zone))


def _instants(day: date, wall: time, zone: ZoneInfo) -> list[datetime]:
    """When a clock on the wall shows this: twice when clocks go back; in the gap, just before and just after it."""
    return [datetime.combine(day, wall.replace(fold=fold), zone).astimezone(UTC) for fold in (0, 1)]
