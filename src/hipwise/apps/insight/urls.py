"""Addresses of the insight app."""

from django.urls import path

from hipwise.apps.insight import views

app_name = "insight"
urlpatterns = [path("", views.insight, name="insight")]
