"""Addresses of the people app, all under ``/you/``; name them with ``people:``."""

from django.urls import URLPattern, path

from hipwise.apps.people import views

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("", views.you, name="you"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("agree/", views.agree, name="agree"),
]
