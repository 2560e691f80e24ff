"""The kit as a Django app, for its management commands and its cache table."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """Registers the kit."""

    name = "hipwise.kit"
    label = "kit"
