"""Reading the log."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from hipwise.apps.audit.models import Event


def events(*, person: int | None = None, only_readings: bool = False) -> QuerySet[Event]:
    """The log, newest first: of one person (by them or about them) or of everyone; page it."""
    found = Event.objects.order_by("-at", "-pk")
    if person is not None:
        found = found.filter(Q(who=person) | Q(about=person))
    return found.filter(what__startswith="read ") if only_readings else found


def lookers(person: int) -> QuerySet[Event]:
    """Who else read something of this person, newest first."""
    return Event.objects.filter(about=person, what__startswith="read ").exclude(who=F("about")).order_by("-at", "-pk")
