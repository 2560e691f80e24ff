"""Where Wagtail asks us."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin.site_summary import PagesSummaryItem

from hipwise.apps.learn.models import ClinicPage

UNUSED = {"images", "documents"}


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


@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]
def leave_out_what_no_page_shows(request: HttpRequest, items: list[Any]) -> None:  # noqa: ARG001
    """Our pages hold drawings, not uploads: menus that lead nowhere are not shown."""
    items[:] = [item for item in items if item.name not in UNUSED]


@hooks.register("construct_homepage_summary_items")  # type: ignore[untyped-decorator]
def count_pages_only(request: HttpRequest, items: list[Any]) -> None:  # noqa: ARG001
    """The same on the editor's first page."""
    items[:] = [item for item in items if isinstance(item, PagesSummaryItem)]
