"""The privacy app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Registers the app."""

    name = "hipwise.apps.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Speak for the apps below, which cannot reach the registry."""
        from hipwise.apps.privacy import claims, people

        claims.register(people.CLAIM)
