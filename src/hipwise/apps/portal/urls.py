"""Addresses of the portal app."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
