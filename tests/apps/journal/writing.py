"""Check-ins for tests."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from hipwise.apps.journal import services
from hipwise.apps.journal.content import Content
from hipwise.apps.journal.models import Entry
from tests.kit.cast import Person

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def patient_of(person: Person) -> int:
    """The person's own patient number."""
    assert person.actor.patient_id is not None
    return person.actor.patient_id


def content(**said: Any) -> Content:
    """A check-in of this morning unless told otherwise."""
    usual: dict[str, Any] = {"at": NOW - timedelta(hours=1), "pain": 4}
    return Content(**(usual | said))


def write(person: Person, client_id: uuid.UUID | None = None, **said: Any) -> Entry:
    """A kept check-in."""
    entry = services.save_entry(person.actor, patient_of(person), client_id or uuid.uuid4(), content(**said), now=NOW)
    assert isinstance(entry, Entry), entry
    return entry
