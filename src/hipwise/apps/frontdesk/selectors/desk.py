"""Whether somebody is at the desk now, and when next."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from hipwise.apps.booking.selectors.diary import closed_days
from hipwise.apps.frontdesk.models import ChatHours, DeskSettings, Presence
from hipwise.apps.people.selectors import clinic_zone
from hipwise.domain.scheduling.clinic import Book, Closed, Location, Weekly
from hipwise.domain.scheduling.hours import Hours

SEEN_FOR = timedelta(seconds=75)
"""How long somebody counts as present after their inbox was last connected. What was noted later than that from now
was noted before the clock was set back."""
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


def opening_in_words(desk: Desk, now: datetime) -> str:
    """When the chat opens next, for the end of a sentence: ``tomorrow at 8:00``, ``on Monday at 8:00``."""
    if desk.next_opening is None:
        return "in our opening hours"
    at = desk.next_opening
    ahead = (at.date() - now.astimezone(at.tzinfo).date()).days
    day = ("today", "tomorrow")[ahead] if ahead < 2 else f"on {at:%A}" if ahead < 7 else f"on {at:%A} {at.day} {at:%B}"
    return f"{day} at {at.hour}:{at:%M}"


def present_in_words(desk: Desk) -> str:
    """Who is there: ``Dara``, ``Dara and Ben``, ``Dara, Ben and Olga``."""
    *others, last = desk.present
    return f"{', '.join(others)} and {last}" if others else last


def chat_hours() -> list[ChatHours]:
    """The usual hours, in order."""
    return list(ChatHours.objects.all())


def takes_chats(user_id: int | None) -> bool:
    """Whether somebody takes chats while their inbox is open; they do until they say that they do not."""
    return not Presence.objects.filter(user=user_id, here=False).exists()


def desk_settings() -> DeskSettings:
    """What the owner set, or the defaults."""
    return DeskSettings.objects.first() or DeskSettings()


def desk_at(now: datetime) -> Desk:
    """The desk as a visitor meets it at ``now``."""
    settings = desk_settings()
    current, coming = _hours_around(now)
    present = tuple(
        row.user.get_short_name()
        for row in Presence.objects.filter(here=True, seen__gt=now - SEEN_FOR, seen__lt=now + SEEN_FOR)
        .select_related("user")
        .order_by("pk")
    )
    within = settings.chat_on and current
    return Desk(within and bool(present), within, present, coming if settings.chat_on else None, settings.promise)


def _hours_around(now: datetime) -> tuple[bool, datetime | None]:
    """Whether ``now`` is within chat hours, and when they next begin."""
    zone = clinic_zone()
    today = now.astimezone(zone).date()
    weekly = tuple(Weekly(0, 0, row.weekday, row.opens, row.closes) for row in ChatHours.objects.all())
    shut = closed_days(today - timedelta(days=1), today + timedelta(days=AHEAD)) if weekly else ()
    closed = tuple(Closed(day, day) for day in sorted(shut))
    hours = Hours(Book((Location(0, zone.key),), (), weekly=weekly, closed=closed))
    within = False
    for ahead in range(-1, AHEAD):
        for span in hours.open(0, 0, today + timedelta(days=ahead)):
            within = within or span.start <= now < span.end
            if span.start > now:
                return within, span.start.astimezone(zone)
    return within, None


def week_in_words() -> list[tuple[str, str]]:
    """Each weekday with its hours, such as ``8:00–12:30, 13:30–18:00``; empty where there are none."""
    rows = chat_hours()
    return [
        (name, ", ".join(f"{_clock(row.opens)}–{_clock(row.closes)}" for row in rows if row.weekday == weekday))
        for weekday, name in enumerate(calendar.day_name)
    ]


def _clock(at: time) -> str:
    return f"{at.hour}:{at:%M}"
