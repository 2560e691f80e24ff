"""Addresses of the gallery; mounted in the demo only."""

from django.urls import path

from hipwise.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("patient/", views.gallery_patient, name="gallery_patient"),
    path("staff/", views.gallery_staff, name="gallery_staff"),
]
