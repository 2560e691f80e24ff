"""The notifications app."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Registers the app."""

    name = "hipwise.apps.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Say what is kept about people."""
        from hipwise.apps.notifications.privacy import claim_notices

        claim_notices()
