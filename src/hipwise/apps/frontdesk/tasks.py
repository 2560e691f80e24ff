"""The front desk's jobs: what is due by the clock."""

from __future__ import annotations

from datetime import timedelta

from hipwise.apps.frontdesk.checks.spending import forget_spent
from hipwise.apps.frontdesk.services.files import drop_unsent
from hipwise.apps.frontdesk.services.keeping import prune
from hipwise.kit import clock
from hipwise.kit.jobs import job


@job(every=timedelta(hours=1))
def forget_spent_checks() -> None:
    """Forget checks that were answered and ran out a day ago."""
    forget_spent(clock.now())


@job(every=timedelta(hours=1))
def drop_unsent_files() -> None:
    """Drop files that nobody sent within a day of choosing them."""
    drop_unsent(clock.now())


@job(every=timedelta(days=1))
def prune_conversations() -> None:
    """Remove conversations that were kept long enough."""
    prune(clock.now())
