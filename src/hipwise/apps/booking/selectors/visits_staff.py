"""One visit, as those who work here see it, and what changed since somebody looked."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

from hipwise.apps.audit.models import Event
from hipwise.apps.audit.selectors import events
from hipwise.apps.booking.models import Appointment
from hipwise.apps.people.selectors import called, names_of

Facts = dict[str, str]


def staff_visit(number: int) -> Appointment | None:
    """A visit with its surroundings; None where there is none, or it is only being booked."""
    rows = Appointment.objects.exclude(state=Appointment.State.HELD)
    rows = rows.select_related(
        "service", "practitioner__user", "location", "room", "contact__patient__user", "changed_by", "course"
    )
    return rows.filter(pk=number).first() if number < 2**63 else None


def facts_of(visit: Appointment) -> Facts:
    """What a change of a visit can change, in words, under the name of each."""
    return {
        "Time": when_of(visit),
        "With": str(visit.practitioner),
        "Where": ", ".join(filter(None, (visit.location.name, visit.room.name if visit.room else ""))),
        "State": visit.get_state_display(),
    }


def when_of(visit: Appointment) -> str:
    """Such as ``Tuesday 24 November 2026, 9:00–9:45``."""
    zone = ZoneInfo(visit.location.time_zone)
    start, end = visit.start.astimezone(zone), visit.end.astimezone(zone)
    return f"{start:%A} {start.day} {start:%B %Y}, {start.hour}:{start:%M}–{end.hour}:{end:%M}"


def packed(facts: Facts) -> str:
    """Facts for a hidden field."""
    return json.dumps(facts, ensure_ascii=False)


def unpacked(text: str) -> Facts:
    """Facts out of a hidden field; none where it is not ours. Only ever shown back to who sent them."""
    try:
        found = json.loads(text[:4000])
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def story_of(visit: Appointment) -> list[tuple[Event, str]]:
    """What the log holds about a visit, newest first, with the names of who did it. Readings are left out."""
    rows = events().filter(subject=f"{visit._meta.label_lower}:{visit.pk}").exclude(what__startswith="read ")[:20]
    found = list(rows)
    names = names_of({row.who_id for row in found if row.who_id})
    return [(row, called(row.who_id, names)) for row in found]
