"""Addresses of the privacy app, all under ``/you/data/``; their names begin with ``privacy:``."""

from django.urls import path

from hipwise.apps.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.your_data, name="your_data"),
    path("download/", views.download, name="download"),
    path("erase/", views.erase, name="erase"),
    path("gone/", views.gone, name="gone"),
]
