"""Addresses of the journal app."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
