"""Days of the demo clinic, whatever day it is today."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays

from hipwise.project.demo import cast

TODAY = datetime.now(ZoneInfo(cast.CLINIC["time_zone"])).date()
"""The day around which the demo is laid."""


def sunday(weeks: int) -> date:
    """Of a week from now: nobody works, and nothing is booked."""
    return TODAY + timedelta(days=6 - TODAY.weekday() + 7 * weeks)


def working_day(weeks: int = 1, weekdays: Collection[int] = (0, 1, 2)) -> date:
    """The first of these weekdays (Monday is 0), of a week from now or of one after it, that is no public holiday."""
    free = holidays.country_holidays(cast.CLINIC["country"])
    monday = TODAY + timedelta(days=7 * weeks - TODAY.weekday())
    days = (monday + timedelta(days=ahead) for ahead in range(28))
    return next(day for day in days if day.weekday() in weekdays and day not in free)
