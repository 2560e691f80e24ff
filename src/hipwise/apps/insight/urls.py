"""Addresses of the insight app."""

from django.urls import path

from hipwise.apps.insight import views

app_name = "insight"
urlpatterns = [
    path("", views.insight, name="insight"),
    path("suspects/", views.suspects, name="suspects"),
    path("beginning/", views.beginning, name="beginning"),
    path("beginning/remove/", views.remove_beginning, name="remove_beginning"),
]
