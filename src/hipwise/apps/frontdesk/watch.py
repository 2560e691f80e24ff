"""What the front desk listens to."""

from __future__ import annotations

from typing import Any

from hipwise.apps.booking import signals
from hipwise.apps.booking.models import Appointment
from hipwise.apps.frontdesk.services import notes
from hipwise.kit.actor import Actor


def connect() -> None:
    """Listen from now on."""
    signals.visit_changed.connect(_visit_changed, dispatch_uid="frontdesk")
    signals.contacts_leaving.connect(_contacts_leaving, dispatch_uid="frontdesk")


def _visit_changed(visit: Appointment, actor: Actor, what: str, **_: Any) -> None:
    notes.follow_visit(visit, actor, what)


def _contacts_leaving(numbers: list[int], **_: Any) -> None:
    notes.forget_contacts(numbers)
