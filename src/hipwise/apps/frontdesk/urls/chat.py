"""Addresses of the visitor's chat."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
