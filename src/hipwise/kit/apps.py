"""The kit as a Django app, for its tables and management commands."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KitConfig(AppConfig):
    """Registers the kit, and the jobs that apps declare in their ``tasks`` modules."""

    name = "hipwise.kit"
    label = "kit"

    def ready(self) -> None:
        """Learn the jobs of every app, so that a worker knows how often each is tried and which come round."""
        import hipwise.kit.mail  # noqa: F401

        autodiscover_modules("tasks")
