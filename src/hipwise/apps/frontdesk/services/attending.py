"""Who of the staff has the inbox open."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from hipwise.apps.frontdesk.models import Presence
from hipwise.apps.frontdesk.services.core import DESK
from hipwise.kit import wake

LATELY = timedelta(seconds=20)
"""Well within the time for which somebody counts as present (``selectors.desk.SEEN_FOR``)."""


def keep_present(user_ids: Collection[int], now: datetime) -> None:
    """Note that the inboxes of these accounts are connected."""
    with transaction.atomic():
        known = set(Presence.objects.filter(user__in=user_ids).values_list("user_id", flat=True))
        Presence.objects.filter(user__in=known).update(seen=now)
        missing = [Presence(user_id=number, seen=now) for number in user_ids if number not in known]
        Presence.objects.bulk_create(missing, ignore_conflicts=True)  # another process may just have made it


def arrive(user_id: int, now: datetime) -> None:
    """Note that somebody has opened their inbox, and let visitors know at once.

    Whoever was there a moment ago comes back after a broken line or from another page, and there is nothing to tell.
    """
    if Presence.objects.filter(user=user_id, seen__gt=now - LATELY, seen__lte=now).exists():
        return
    with transaction.atomic():
        keep_present([user_id], now)
        wake.tell([DESK])
