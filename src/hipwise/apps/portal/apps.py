"""The portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registers the app."""

    name = "hipwise.apps.portal"
    label = "portal"
