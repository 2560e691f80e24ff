"""What every template knows. All of it is fetched only where a template asks for it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from hipwise.apps.frontdesk import launching
from hipwise.apps.people import selectors as people
from hipwise.apps.portal import navigation
from hipwise.kit import clock


def place(request: HttpRequest) -> dict[str, Any]:
    """Whether this is the demo, the clinic, and the ways round for whoever asks."""
    return {
        "demo": settings.DEMO,
        "clinic": SimpleLazyObject(people.clinic),
        "launch": SimpleLazyObject(lambda: launching.launch(request, clock.now())),
        "tabs": partial(navigation.tabs, request),
        "rail": partial(navigation.rail, request),
        "me": SimpleLazyObject(partial(navigation.me, request)),
    }
