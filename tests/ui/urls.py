"""The gallery on its own: the project mounts it in the demo only."""

from django.urls import include, path

urlpatterns = [
    path("ui/", include("hipwise.ui.urls")),
    path("", include("hipwise.apps.frontdesk.urls")),  # every page leads to the chat
]
