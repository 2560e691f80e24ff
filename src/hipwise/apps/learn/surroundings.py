"""What stands round a page: the clinic, ways to other pages, references, and what search engines and cards read."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from hipwise.apps.learn.statements import numbered
from hipwise.apps.people import selectors as people
from hipwise.apps.people.models import Clinic
from hipwise.domain import evidence
from hipwise.kit.actor import actor_of
from hipwise.ui.nav import NavItem

COLUMN = {"passage", "statement", "picture"}
SAND = {"weighing", "own_days"}


def absolute(path: str) -> str:
    """The whole address of a path on this site."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def surroundings(request: HttpRequest, page: Any) -> dict[str, Any]:
    """Context of a public page. Asks for the clinic and the menu: two queries."""
    clinic = people.clinic()
    numbers = numbered(page.body)
    catalogue = evidence.load()
    canonical = absolute(page.get_url(request) or "/")
    pages = _pages(request, page)
    return {
        "clinic": clinic,
        "site_nav": [item for item, in_menu in pages if in_menu],
        "foot_nav": [item for item, _ in pages],
        "account_link": _account_link(request),
        "numbers": numbers,
        "references": [(number, catalogue.reference(id)) for id, number in numbers.items()],
        "bands": bands(page.body),
        "canonical": canonical,
        "card": absolute(static("learn/card.png")),
        "data_block": _data_block(page, clinic, canonical),
    }


@dataclass(frozen=True, slots=True)
class Band:
    """A stripe of the page. ``runs`` are pairs: whether it is read as one narrow column, and its blocks."""

    sand: bool
    runs: tuple[tuple[bool, tuple[Any, ...]], ...]


def bands(body: Any) -> list[Band]:
    """The blocks of a body as stripes of paper and sand."""
    kinds = [block.block_type for block in body]
    # A story that leads up to a weighing shares its stripe.
    sand = [kind in SAND or kinds[i : i + 2] == ["story", "weighing"] for i, kind in enumerate(kinds)]
    stripes = itertools.groupby(zip(sand, body, strict=True), key=lambda pair: pair[0])
    return [Band(colour, _runs([block for _, block in pairs])) for colour, pairs in stripes]


def _runs(blocks: list[Any]) -> tuple[tuple[bool, tuple[Any, ...]], ...]:
    groups = itertools.groupby(blocks, key=lambda block: block.block_type in COLUMN)
    return tuple((column, tuple(group)) for column, group in groups)


def _pages(request: HttpRequest, page: Any) -> list[tuple[NavItem, bool]]:
    """The ways to the published pages, each with whether it belongs into the menu at the top."""
    home = page.get_parent() if page.depth > 2 else page
    children = home.get_children().live().order_by("path")
    return [
        (NavItem(one.title, one.get_url(request), current=one.pk == page.pk), one.show_in_menus) for one in children
    ]


def _account_link(request: HttpRequest) -> NavItem:
    actor = actor_of(request)
    if actor.user_id is None:
        return NavItem("Sign in", reverse("account_login"))
    return NavItem("Clinic", reverse("portal:people")) if actor.is_staff else NavItem("Today", reverse("portal:today"))


def _data_block(page: Any, clinic: Clinic | None, canonical: str) -> SafeString:
    """Schema.org data. A data block is never run, so the content policy lets it stand."""
    name = clinic.name if clinic else settings.WAGTAIL_SITE_NAME
    publisher: dict[str, Any] = {"@type": "MedicalClinic", "name": name, "url": absolute("/")}
    if clinic and clinic.phone:
        publisher["telephone"] = clinic.phone
    if clinic and clinic.address:
        publisher["address"] = clinic.address
    data: dict[str, Any] = {"@context": "https://schema.org", **publisher}
    if page.specific_class.__name__ == "ArticlePage":
        data = {
            "@context": "https://schema.org",
            "@type": "Article",
            "headline": page.title,
            "description": page.search_description,
            "mainEntityOfPage": canonical,
            "publisher": publisher,
        }
        # A preview may know the one and not yet the other.
        dates = {"datePublished": page.first_published_at, "dateModified": page.last_published_at}
        data |= {name: moment.isoformat() for name, moment in dates.items() if moment}
    return mark_safe(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S308 - no tag can open
