"""What is written to people about their visits, and when."""

from __future__ import annotations

from datetime import datetime

from hipwise.apps.booking.models import Appointment


def tell_booked(visit: Appointment, now: datetime) -> None:
    """Confirm a visit, and plan its reminders."""


def tell_moved(visit: Appointment, now: datetime) -> None:
    """Say that a visit has another time, and plan its reminders anew."""


def tell_cancelled(visit: Appointment, now: datetime) -> None:
    """Say that a visit is called off, and drop its reminders."""
