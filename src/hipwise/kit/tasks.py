"""The housekeeping that every installation needs."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from hipwise.kit import clock, limits
from hipwise.kit.jobs import job

KEEP_DONE = timedelta(days=1)
KEEP_FAILED = timedelta(days=30)


@job(every=timedelta(hours=1))
def prune_results() -> None:
    """Forget jobs that are over: done ones after a day, failed ones after a month."""
    now = clock.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_DONE).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()


@job(every=timedelta(days=1))
def clear_sessions() -> None:
    """Forget sessions that have run out."""
    call_command("clearsessions")


@job(every=timedelta(hours=1))
def forget_counts() -> None:
    """Forget how often was asked in windows that are over."""
    limits.forget_past(clock.now())
