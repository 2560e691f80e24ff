"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers the app."""

    name = "hipwise.apps.people"
    label = "people"

    def ready(self) -> None:
        """Start to listen to allauth."""
        from hipwise.apps.people import watch

        watch.connect()
