"""Addresses below ``/api/``. What is not there is a problem as well, not a page."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from hipwise.apps.booking.api.docs import docs
from hipwise.apps.booking.api.gate import public
from hipwise.apps.booking.api.mounted import guarded
from hipwise.apps.booking.api.openapi import described
from hipwise.apps.booking.api.problems import problem
from hipwise.kit.doors import anyone


@public(anyone)
def nothing(request: HttpRequest) -> HttpResponse:
    """What is answered everywhere else."""
    return problem("not_found")


app_name = "api"
urlpatterns = [
    path("openapi.json", described, name="openapi"),
    path("docs", docs, name="docs"),
    *guarded(),
    re_path(r"", nothing),
]
