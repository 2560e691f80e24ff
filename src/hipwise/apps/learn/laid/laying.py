"""Puts the first pages into the tree, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale, Page, Site

from hipwise.apps.learn.laid import article, home, pages
from hipwise.apps.learn.laid.blocks import Block
from hipwise.apps.learn.models import ArticlePage, ClinicPage, HomePage, PrivacyPage, StandardPage, TeamPage
from hipwise.apps.people.models import Clinic


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody the team page introduces."""

    name: str
    work: str
    text: str = ""


def lay(clinic: Clinic, team: Sequence[Member]) -> HomePage:
    """Make what is missing; leave the rest alone."""
    found = HomePage.objects.first()
    front = found or _front()
    _site(clinic, front)
    members: list[Block] = [("member", {"name": one.name, "work": one.work, "text": one.text}) for one in team]
    _child(front, ArticlePage, article.FIELDS, article.body())
    _child(front, StandardPage, pages.HOW, pages.how())
    _child(front, TeamPage, pages.TEAM, members, live=bool(members))
    _child(front, PrivacyPage, pages.PRIVACY, [], in_menu=False)
    return front


def _front() -> HomePage:
    language = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    locale, _ = Locale.objects.get_or_create(language_code=language)
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
    front = HomePage(**home.FIELDS, locale=locale, body=home.body(), live=False)
    # Wagtail's own migrations leave a "Welcome" page, and its address is wanted.
    for welcome in root.get_children().filter(slug=front.slug).not_type(HomePage):
        welcome.delete()
    root.refresh_from_db()
    root.add_child(instance=front)
    front.save_revision().publish()
    front.refresh_from_db()
    return front


def _site(clinic: Clinic, front: HomePage) -> None:
    if Site.objects.filter(root_page=front.pk).exists():
        return
    origin = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = origin.port or (443 if origin.scheme == "https" else 80)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": origin.hostname or "localhost",
            "port": port,
            "site_name": clinic.name,
            "root_page": front,
        },
    )


def _child(
    front: HomePage,
    kind: type[ClinicPage],
    fields: dict[str, Any],
    body: list[Block],
    *,
    live: bool = True,
    in_menu: bool = True,
) -> None:
    if kind.objects.child_of(front).filter(slug=fields["slug"]).exists():
        return
    page = kind(**fields, locale=front.locale, body=body, live=False, show_in_menus=in_menu)
    front.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
