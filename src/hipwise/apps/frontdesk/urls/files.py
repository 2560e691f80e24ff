"""Addresses of pictures and PDFs."""

from django.urls import path

from hipwise.apps.frontdesk.views import files

urlpatterns = [
    path("chat/files/", files.bring, name="bring"),
    path("chat/file/<str:token>/", files.file, name="file"),
    path("chat/file/<str:token>/small/", files.preview, name="preview"),
    path("staff/inbox/<int:number>/files/", files.bring_staff, name="bring_staff"),
]
