"""The learn app."""

from django.apps import AppConfig


class LearnConfig(AppConfig):
    """Registers the app."""

    name = "hipwise.apps.learn"
    label = "learn"
