"""Whether somebody is at the desk now, and when next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hipwise.apps.frontdesk.models import ChatHours, DeskSettings, Presence
from hipwise.apps.people.selectors import clinic_zone
from hipwise.domain.scheduling.clinic import Book, Location, Weekly
from hipwise.domain.scheduling.hours import Hours

SEEN_FOR = timedelta(seconds=75)
"""How long somebody counts as present after their inbox was last connected."""
AHEAD = 60
"""Days in which the next opening is looked for."""


@dataclass(frozen=True, slots=True)
class Desk:
    """``open``: within hours and somebody is there. ``present``: their first names. ``next_opening``: None if never."""

    open: bool
    within_hours: bool
    present: tuple[str, ...]
    next_opening: datetime | None
    promise: str


def desk_settings() -> DeskSettings:
    """What the owner set, or the defaults."""
    return DeskSettings.objects.first() or DeskSettings()


def desk_at(now: datetime) -> Desk:
    """The desk as a visitor meets it at ``now``."""
    settings = desk_settings()
    current, coming = _hours_around(now)
    present = tuple(
        row.user.get_short_name()
        for row in Presence.objects.filter(here=True, seen__gt=now - SEEN_FOR).select_related("user").order_by("pk")
    )
    within = settings.chat_on and current
    return Desk(within and bool(present), within, present, coming if settings.chat_on else None, settings.promise)


def _hours_around(now: datetime) -> tuple[bool, datetime | None]:
    """Whether ``now`` is within chat hours, and when they next begin."""
    zone = clinic_zone()
    today = now.astimezone(zone).date()
    weekly = tuple(Weekly(0, 0, row.weekday, row.opens, row.closes) for row in ChatHours.objects.all())
    hours = Hours(Book((Location(0, zone.key),), (), weekly=weekly))
    within = False
    for ahead in range(-1, AHEAD):
        for span in hours.open(0, 0, today + timedelta(days=ahead)):
            within = within or span.start <= now < span.end
            if span.start > now:
                return within, span.start.astimezone(zone)
    return within, None
