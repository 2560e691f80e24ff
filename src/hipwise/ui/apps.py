from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "hipwise.ui"
    label = "ui"
