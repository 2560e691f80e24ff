"""What happens to notices by the clock."""

from __future__ import annotations

from datetime import timedelta

from hipwise.apps.notifications import sending
from hipwise.apps.notifications.models import Notice
from hipwise.kit import clock
from hipwise.kit.jobs import job

KEPT = timedelta(days=30)
"""How long a settled notice is remembered after its last moment, so that planning it again tells nothing twice."""


@job(every=timedelta(minutes=1), queue="mail")
def send_due_notices() -> None:
    """Send what is due. Harmless to run twice."""
    sending.send_due(clock.now())


@job(every=timedelta(days=1))
def forget_settled() -> None:
    """Forget notices that were told, or dropped, long ago."""
    old = Notice.objects.exclude(state=Notice.State.WAITING).filter(expires__lt=clock.now() - KEPT)
    old.delete()
