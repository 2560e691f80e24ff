"""Where Wagtail asks us."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks

from hipwise.apps.learn.models import ClinicPage


@hooks.register("before_bulk_action")  # type: ignore[untyped-decorator]
def refuse_bulk_publishing(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Say in plain words why pages chosen in the list are not published."""
    if action_type != "publish":
        return None
    pages = [each.get_latest_revision_as_object() for each in objects]
    held = [(page, page.refusals()) for page in pages if isinstance(page, ClinicPage)]
    refused = [f"“{page.title}”: {' '.join(why)}" for page, why in held if why]
    if not refused:
        return None
    messages.error(request, "Nothing was published. " + " ".join(refused))
    return redirect(action.next_url)
