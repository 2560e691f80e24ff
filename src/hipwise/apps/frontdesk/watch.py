"""What the front desk listens to."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_logged_in
from django.http import HttpRequest

from hipwise.apps.booking import signals
from hipwise.apps.booking.models import Appointment
from hipwise.apps.frontdesk import keys
from hipwise.apps.frontdesk.services import notes
from hipwise.apps.frontdesk.services.joining import join_conversation
from hipwise.apps.people.models import User
from hipwise.kit import clock
from hipwise.kit.actor import Actor


def connect() -> None:
    """Listen from now on."""
    user_logged_in.connect(_signed_in, dispatch_uid="frontdesk")
    signals.visit_changed.connect(_visit_changed, dispatch_uid="frontdesk")
    signals.contacts_leaving.connect(_contacts_leaving, dispatch_uid="frontdesk")


def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    key = keys.read_key(request.COOKIES.get(keys.COOKIE, ""))
    if key is not None and key.user_id in {None, user.pk}:
        join_conversation(user, key, clock.now())


def _visit_changed(visit: Appointment, actor: Actor, what: str, **_: Any) -> None:
    notes.follow_visit(visit, actor, what)


def _contacts_leaving(numbers: list[int], **_: Any) -> None:
    notes.forget_contacts(numbers)
