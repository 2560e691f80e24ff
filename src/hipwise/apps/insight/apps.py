"""The insight app."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Registers the app."""

    name = "hipwise.apps.insight"
    label = "insight"

    def ready(self) -> None:
        """Say what the insights keep about people."""
        from hipwise.apps.insight.privacy import claim_insight

        claim_insight()
