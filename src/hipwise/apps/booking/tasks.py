"""Booking's jobs: what is due by the clock, and what follows from a change."""

from __future__ import annotations

from datetime import timedelta

from hipwise.apps.booking.api import idempotency
from hipwise.apps.booking.services import core, outside, visitors, waiting
from hipwise.kit import clock
from hipwise.kit.jobs import job


@job(every=timedelta(minutes=3))
def offer_free_times() -> None:
    """Offer what has become free to those who wait. Harmless to run twice, or by several at once."""
    waiting.offer_free_times(clock.now())


@job(every=timedelta(minutes=15))
def read_outside_calendars() -> None:
    """Read practitioners' calendars elsewhere anew."""
    outside.read_outside_calendars(clock.now())


@job(tries=1)
def read_outside_calendar(number: int) -> None:
    """Read one that was just added."""
    outside.read_outside_calendars(clock.now(), [number])


@job(every=timedelta(minutes=15))
def forget_old_drafts() -> None:
    """Let go of times nobody came back for; remove what was typed and never finished, a day later."""
    core.sweep_holds(clock.now())
    visitors.forget_old(clock.now())


@job(every=timedelta(hours=1))
def forget_answers() -> None:
    """Forget what the API answered to keys that are older than a day."""
    idempotency.forget_answers(clock.now())
