"""The pages of a new clinic."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hipwise.apps.learn import services
from hipwise.apps.learn.laid import Member
from hipwise.apps.learn.laid.blocks import said
from hipwise.apps.learn.models import ArticlePage, HomePage
from hipwise.apps.people.models import Clinic
from hipwise.apps.people.services import editors
from tests.kit.cast import Person

TEAM = (Member("Ben Okafor", "Physiotherapist", "Hips and backs."), Member("Eli Brandt", "Psychologist"))

BAD: dict[str, dict[str, Any]] = {
    "no claim": {"claim": ""},
    "no grade": {"grade": ""},
    "a grade raised": {"grade": "strong"},
    "no reference": {"references": []},
    "another claim's reference": {"references": ["mellor2018"]},
    "only a search without DOI": {"references": ["hips_search_null"]},
    "a thing not to say": {"text": "Trauma is stored in the psoas."},
}


def statement(**changes: Any) -> dict[str, Any]:
    """A good statement, changed."""
    return said("c01_storage") | changes


@pytest.fixture
def home(clinic: Clinic) -> HomePage:
    """The front page, with the others below it."""
    return services.lay_pages(clinic, team=TEAM)


@pytest.fixture
def draft(home: HomePage) -> Callable[..., ArticlePage]:
    """Makes an unpublished article with this body."""

    def make(*body: tuple[str, Any], **fields: Any) -> ArticlePage:
        page = ArticlePage(
            **{"title": "A draft", "slug": "a-draft", "live": False, "locale": home.locale, **fields}, body=list(body)
        )
        home.refresh_from_db()
        home.add_child(instance=page)
        return page

    return make


@pytest.fixture
def editor(olga: Person, home: HomePage) -> Person:
    """The owner, who may edit and publish."""
    olga.user.groups.add(editors())
    return olga
