"""The one place that reads the clock for views and tasks; everything below takes ``now`` as an argument."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, aware, in the current time zone."""
    return timezone.localtime()


def today() -> date:
    """Today in the current time zone."""
    return timezone.localdate()
