"""Addresses of the learn app."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
