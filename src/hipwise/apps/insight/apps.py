"""The insight app."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Registers the app."""

    name = "hipwise.apps.insight"
    label = "insight"
