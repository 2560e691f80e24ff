"""Addresses of the contact form."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
