"""Addresses of the portal app."""

from django.urls import path

from hipwise.apps.portal import views

app_name = "portal"
urlpatterns = [
    path("today/", views.today, name="today"),
    path("staff/", views.people, name="people"),
    path("staff/people/<int:number>/", views.patient, name="patient"),
]
