"""From a calendar file to the stretches in which somebody is busy. Pure; for files that may mean harm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

from hipwise.apps.booking.calendars.outside.fetching import Refused

Stretch = tuple[datetime, datetime]
MOST_STRETCHES = 5_000
MOST_EVENTS = 20_000
DEEPEST = 6
_BEGIN_OR_END = re.compile(rb"^(BEGIN|END):([A-Z-]+)", re.MULTILINE | re.IGNORECASE)
_RULE = re.compile(rb"^RRULE[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.MULTILINE | re.IGNORECASE)


def busy_stretches(content: bytes, since: datetime, until: datetime, zone: ZoneInfo) -> list[Stretch]:
    """When the calendar says busy within these instants: in UTC, in order, none touching another.

    Whole days, and times without a zone, are those of ``zone``. Free ("transparent") and cancelled events do not count.

    Raises:
        Refused: for what is no calendar, or one that would take for ever.
    """
    _look_before_reading(content)
    try:
        calendar = Calendar.from_ical(content)
        events = recurring_ical_events.of(calendar).between(since, until)
        found = [stretch for event in events if _counts(event) for stretch in _clipped(event, since, until, zone)]
    except RecursionError as wrong:
        raise Refused("too_large") from wrong
    except MemoryError:
        raise
    except Exception as wrong:
        raise Refused("not_a_calendar") from wrong
    merged = list(_merged(found))
    if len(merged) > MOST_STRETCHES:
        raise Refused("too_large")
    return merged


def _look_before_reading(content: bytes) -> None:
    """Turn away what a parser should not even begin with."""
    if not content.lstrip(b"\xef\xbb\xbf \r\n\t").upper().startswith(b"BEGIN:VCALENDAR"):
        raise Refused("not_a_calendar")
    depth = deepest = events = 0
    for word, what in _BEGIN_OR_END.findall(content):
        depth += 1 if word.upper() == b"BEGIN" else -1
        deepest = max(deepest, depth)
        events += word.upper() == b"BEGIN" and what.upper() == b"VEVENT"
    if depth != 0:
        raise Refused("not_a_calendar")
    rules = (re.sub(rb"\r?\n[ \t]", b"", rule).upper() for rule in _RULE.findall(content))
    if deepest > DEEPEST or events > MOST_EVENTS or any(b"SECOND" in rule or b"MINUTE" in rule for rule in rules):
        raise Refused("too_large")


def _counts(event: Any) -> bool:
    """Whether an event makes its owner busy."""
    said = [str(event.get(name, "")).upper() for name in ("TRANSP", "STATUS", "X-MICROSOFT-CDO-BUSYSTATUS")]
    return said[0] != "TRANSPARENT" and said[1] != "CANCELLED" and said[2] != "FREE"


def _clipped(event: Any, since: datetime, until: datetime, zone: ZoneInfo) -> Iterator[Stretch]:
    start = max(_instant(event.start, zone), since)
    end = min(_instant(event.end, zone), until)
    if start < end:
        yield start, end


def _instant(moment: date, zone: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC)


def _merged(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """The same time as few stretches."""
    current: Stretch | None = None
    for start, end in sorted(stretches):
        if current is not None and start <= current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current is not None:
            yield current
        current = (start, end)
    if current is not None:
        yield current
