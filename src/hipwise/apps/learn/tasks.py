"""What happens by the clock."""

from __future__ import annotations

from datetime import timedelta

from hipwise.apps.learn import services
from hipwise.kit import clock
from hipwise.kit.jobs import job


@job(every=timedelta(minutes=1))
def publish_due() -> int:
    """Publish and take down what is due; the number of changes. Harmless to run twice."""
    return services.publish_due(now=clock.now())
