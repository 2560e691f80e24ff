"""A check is good once, however many ask at the same moment: its nonce is UNIQUE in a table."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from hipwise.apps.frontdesk.checks.tokens import Check
from hipwise.apps.frontdesk.models import SpentCheck

KEPT = timedelta(days=1)
"""How long a nonce is kept after its check ran out, should a clock go backwards."""


def spend(check: Check) -> bool:
    """Use a check up, as part of the transaction under way; False when somebody was quicker."""
    try:
        with transaction.atomic():
            SpentCheck.objects.create(nonce=check.nonce, expires=check.expires)
    except IntegrityError:
        return False
    return True


def forget_spent(now: datetime) -> int:
    """Drop the nonces of checks that ran out long enough ago; how many."""
    return SpentCheck.objects.filter(expires__lt=now - KEPT).delete()[0]
