"""Addresses of the chat on other websites."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
