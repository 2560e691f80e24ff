"""Addresses of the notifications app, all under ``/you/notifications/``; their names begin with ``notifications:``."""

from django.urls import path

from hipwise.apps.notifications import views

app_name = "notifications"
urlpatterns = [path("", views.choices, name="choices")]
