"""Addresses of saved replies, hours, search, offers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
