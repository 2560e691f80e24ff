"""A kind of notice to try things with, and a table of what it was about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from hipwise.apps.notifications import kinds, services
from hipwise.apps.notifications.kinds import Attachment, Kind, Message, WhenQuiet
from hipwise.apps.notifications.models import Notice
from hipwise.apps.notifications.services import Recipient
from hipwise.apps.people.policies import may_be_patient

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
ZONE = "Europe/Amsterdam"
GONE = 404
"""The number of a subject about which there is nothing to tell any more."""
BROKEN = 500
SECRET = "Ana's hip hurts"


def compose(subject: int) -> Message | None:
    """A short message with a calendar file, as real ones are."""
    if subject == GONE:
        return None
    if subject == BROKEN:
        raise ValueError(SECRET)
    plan = Attachment("visit.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar; method=REQUEST")
    return Message(f"Visit {subject}", f"Please remember visit {subject}.\nGrüße", attachments=(plan,))


@contextmanager
def kind(when_quiet: WhenQuiet = "later", *, must: bool = False, name: str = "test.reminder") -> Iterator[Kind]:
    """The kind is there inside the block alone."""
    made = Kind(name, "A reminder", compose, may_be_patient, when_quiet, must=must)
    before = dict(kinds._kinds)
    kinds.register(made)
    try:
        yield made
    finally:
        kinds._kinds.clear()
        kinds._kinds.update(before)


def plan(subject: int = 1, *, due: datetime = NOW, user_id: int | None = None, now: datetime = NOW) -> Notice | None:
    """Plan a notice that nobody wants after a day."""
    to = Recipient(ZONE, user_id) if user_id else Recipient(ZONE, address="ana@example.org")
    key = f"test:{subject}"
    return services.plan_notice("test.reminder", subject, to, key=key, due=due, expires=NOW + 24 * HOUR, now=now)
