"""The design system as a Django app: templates, static files, tags."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Holds no models."""

    name = "hipwise.ui"
    label = "ui"
