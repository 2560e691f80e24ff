"""The first pages of a new clinic."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Locale, Page, Site

from hipwise.apps.learn import services
from hipwise.apps.learn.laid.blocks import said
from hipwise.apps.learn.models import ArticlePage, HomePage, StandardPage, TeamPage
from hipwise.apps.people.models import Clinic
from hipwise.domain import evidence
from tests.apps.learn.conftest import TEAM


def live() -> dict[str, bool]:
    """Which page is published."""
    return {page.slug: page.live for page in Page.objects.filter(depth__gte=2)}


def test_a_new_clinic_has_its_pages_and_an_empty_team_waits(clinic: Clinic) -> None:
    services.lay_pages(clinic)
    assert live() == {
        "home": True,
        "hips-and-stress": True,
        "how-it-works": True,
        "team": False,
        "privacy": True,
    }
    site = Site.objects.get()
    assert (site.is_default_site, site.site_name) == (True, clinic.name)


def test_a_team_that_is_known_is_introduced(home: HomePage, client: Client) -> None:
    assert live()["team"]
    answer = client.get("/team/").content.decode()
    assert all(member.name in answer for member in TEAM)


def test_an_empty_team_page_says_so(home: HomePage, client: Client) -> None:
    page = TeamPage.objects.get()
    page.body = []
    page.save_revision().publish()
    assert "Nobody has been introduced yet" in client.get("/team/").content.decode()


def test_laying_again_changes_nothing_that_is_there(clinic: Clinic, home: HomePage) -> None:
    article = ArticlePage.objects.get()
    article.title = "Our own words"
    article.save_revision().publish()
    StandardPage.objects.get().unpublish()
    before = Page.objects.count()
    services.lay_pages(clinic)
    assert Page.objects.count() == before
    assert ArticlePage.objects.get().title == "Our own words"
    assert not StandardPage.objects.get().live


def test_pages_are_laid_into_an_emptied_tree(clinic: Clinic, client: Client) -> None:
    Site.objects.all().delete()
    Page.objects.all().delete()
    Locale.objects.all().delete()
    Site.clear_site_root_paths_cache()
    services.lay_pages(clinic)
    assert client.get("/").status_code == 200


def test_a_slip_in_our_own_words_is_a_wrong_call() -> None:
    with pytest.raises(KeyError):
        said("c99_nothing")


def test_the_first_pages_need_no_editing_to_be_published(home: HomePage) -> None:
    assert evidence.faults(evidence.load()) == []
    assert home.refusals() == []
    assert ArticlePage.objects.get().refusals() == []
