"""Addresses of the contact form."""

from django.urls import path

from hipwise.apps.frontdesk.views import write

urlpatterns = [
    path("write/", write.write, name="write"),
    path("write/sent/", write.sent, name="sent"),
    path("chat/back/<str:token>/", write.back, name="back"),
]
