"""Booking's jobs: what is due by the clock, and what follows from a change."""

from __future__ import annotations

from datetime import timedelta

from hipwise.apps.booking.services import waiting
from hipwise.kit import clock
from hipwise.kit.jobs import job


@job(every=timedelta(minutes=3))
def offer_free_times() -> None:
    """Offer what has become free to those who wait. Harmless to run twice, or by several at once."""
    waiting.offer_free_times(clock.now())
