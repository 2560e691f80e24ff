"""How the desk is manned: who takes chats, and what the owner sets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.db import transaction

from hipwise.apps.audit.services import record
from hipwise.apps.frontdesk.models import ChatHours, DeskSettings, Presence
from hipwise.apps.frontdesk.services.core import DESK, INBOX
from hipwise.kit import wake
from hipwise.kit.actor import Actor


def set_here(user_id: int, here: bool, now: datetime) -> None:
    """Say whether one takes chats. Whoever says so counts as seen, until their inbox is gone for a while."""
    with transaction.atomic():
        Presence.objects.update_or_create(user_id=user_id, defaults={"here": here, "seen": now})
        wake.tell([INBOX, DESK])


def set_up_desk(actor: Actor, settings: DeskSettings, hours: Iterable[tuple[int, time, time]]) -> None:
    """Keep what the owner set: the settings, and the chat's week (weekday, from, to) in place of the one before."""
    with transaction.atomic():
        settings.save()
        ChatHours.objects.all().delete()
        ChatHours.objects.bulk_create(
            ChatHours(weekday=day, opens=opens, closes=closes) for day, opens, closes in hours
        )
        record(actor, "changed desk", subject=settings)
        wake.tell([INBOX, DESK])
