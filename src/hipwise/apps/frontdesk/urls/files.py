"""Addresses of pictures and PDFs."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
