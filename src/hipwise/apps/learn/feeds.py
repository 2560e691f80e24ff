"""The articles as an Atom feed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.syndication.views import Feed
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from hipwise.apps.learn import selectors
from hipwise.apps.learn.models import ArticlePage
from hipwise.apps.learn.surroundings import absolute
from hipwise.apps.people import selectors as people
from hipwise.kit.doors import anyone, door

NEWEST = 20


class Articles(Feed[ArticlePage, Model]):
    """Newest first."""

    feed_type = Atom1Feed
    subtitle = "Articles"

    def title(self) -> str:
        """The clinic's name."""
        clinic = people.clinic()
        return clinic.name if clinic else "Hipwise"

    def link(self) -> str:
        """The front page."""
        return absolute("/")

    def feed_url(self) -> str:
        """The feed's own address."""
        return absolute(reverse("learn:feed"))

    def items(self) -> Iterable[ArticlePage]:
        """The articles."""
        return selectors.published_articles()[:NEWEST]

    def item_title(self, item: ArticlePage) -> str:
        """Its title."""
        return str(item.title)

    def item_description(self, item: ArticlePage) -> str:
        """What it is about."""
        return str(item.search_description or item.lede)

    def item_link(self, item: ArticlePage) -> str:
        """Where it stands."""
        return absolute(item.url or "/")

    def item_pubdate(self, item: ArticlePage) -> datetime | None:
        """When it first went out."""
        return item.first_published_at  # type: ignore[no-any-return]

    def item_updateddate(self, item: ArticlePage) -> datetime | None:
        """When it last changed."""
        return item.last_published_at  # type: ignore[no-any-return]


_articles = Articles()


@door(anyone)
def articles(request: HttpRequest) -> HttpResponse:
    """The feed."""
    return _articles(request)
