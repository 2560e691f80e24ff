"""Addresses of the staff's inbox."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
