"""The privacy app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Registers the app."""

    name = "hipwise.apps.privacy"
    label = "privacy"
