"""What search engines, cards, feeds and networks meet."""

from __future__ import annotations

import gzip
import json
import re
import struct
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hipwise.apps.learn import example, selectors
from hipwise.apps.learn.models import ArticlePage, HomePage, TeamPage
from tests.kit.cast import PASSWORD, Person, signed_in

Queries = Callable[..., CaptureQueriesContext]
ORIGIN = settings.WAGTAILADMIN_BASE_URL
BUDGET = 76_000


def meta(page: str, name: str) -> str:
    """The content of a meta tag."""
    found = re.search(rf'<meta (?:name|property)="{name}" content="([^"]*)">', page)
    assert found, name
    return found[1]


def test_every_page_says_what_it_is(home: HomePage, client: Client) -> None:
    titles, descriptions = set(), set()
    for page in selectors.published_pages():
        answer = client.get(page.url).content.decode()
        title = re.search(r"<title>(.+?)</title>", answer, re.DOTALL)
        assert title
        titles.add(title[1])
        descriptions.add(meta(answer, "description"))
        assert f'<link rel="canonical" href="{ORIGIN}{page.url}">' in answer
        assert meta(answer, "og:url") == ORIGIN + page.url
        assert meta(answer, "og:image").startswith(ORIGIN)
        block = re.search(r'<script type="application/ld\+json">(.+?)</script>', answer, re.DOTALL)
        assert block
        kind = "Article" if page.url == "/hips-and-stress/" else "MedicalClinic"
        assert json.loads(block[1])["@type"] == kind
    assert len(titles) == len(descriptions) == len(selectors.published_pages())


def test_a_title_cannot_break_out_of_the_data_block(home: HomePage, client: Client) -> None:
    page = ArticlePage.objects.get()
    page.title = "</script><script>alert(1)</script>"
    page.save_revision().publish()
    assert "<script>alert" not in client.get(page.url).content.decode()


def test_the_card_is_a_picture_of_the_size_it_claims() -> None:
    head = static("learn/card.png")[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", head[16:24]) == (1200, 630)


def test_the_sitemap_lists_what_is_published_and_nothing_else(home: HomePage, client: Client) -> None:
    TeamPage.objects.get().unpublish()
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [node.text for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert found == [ORIGIN + path for path in ("/", "/hips-and-stress/", "/how-it-works/", "/privacy/")]


def test_robots_stay_out_of_peoples_pages_and_find_the_sitemap(home: HomePage, client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    words = answer.content.decode()
    assert f"Sitemap: {ORIGIN}/sitemap.xml" in words
    assert "Disallow: /you/" in words
    assert "Disallow: /\n" not in words


def test_the_feed_carries_the_article(home: HomePage, client: Client) -> None:
    tree = ElementTree.fromstring(client.get("/feed/").content)
    space = "{http://www.w3.org/2005/Atom}"
    (entry,) = tree.iter(f"{space}entry")
    assert entry.findtext(f"{space}title") == "Hips and stress"
    link = entry.find(f"{space}link")
    assert link is not None
    assert link.get("href") == f"{ORIGIN}/hips-and-stress/"
    assert entry.findtext(f"{space}summary")


def test_a_wrong_address_is_told_kindly_and_without_signing_in(home: HomePage, client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


@pytest.mark.parametrize("address", ["/", "/hips-and-stress/", "/privacy/"])
def test_a_page_takes_few_queries_and_no_more_with_more_pages(
    home: HomePage, client: Client, address: str, django_assert_max_num_queries: Queries
) -> None:
    client.get(address)
    with django_assert_max_num_queries(10) as before:
        client.get(address)
    for n in range(3):
        home.refresh_from_db()
        home.add_child(instance=ArticlePage(title=f"More {n}", slug=f"more-{n}", locale=home.locale))
    with django_assert_max_num_queries(len(before)):
        client.get(address)


def test_reading_sets_no_cookie(home: HomePage, client: Client) -> None:
    for page in selectors.published_pages():
        assert not client.get(page.url).cookies, page.url


def test_the_privacy_page_counts_the_cookies_rightly(home: HomePage, ana: Person, client: Client) -> None:
    assert "There are no others" in client.get("/privacy/").content.decode()
    client.get("/account/login/")
    client.post("/account/login/", {"login": ana.user.email, "password": PASSWORD})
    for address in ("/today/", "/journal/", "/account/logout/"):
        client.get(address)
    client.post("/account/logout/", follow=True)
    assert set(client.cookies) == {"csrftoken", "sessionid"}


def test_the_example_tells_the_truth_about_itself() -> None:
    chart = example.chart()
    more = re.search(r"the pain was (\d\.\d) points higher", chart.sentence)
    assert more
    assert abs(float(more[1]) - example.EFFECT) < 0.6
    assert "made-up person" in chart.sentence
    assert "your" not in " ".join(words for _, words in chart.legend)


def weigh(client: Client, address: str) -> dict[str, int]:
    """Bytes of a first visit: the page packed, without what Django adds by chance, the style sheet, the fonts."""
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    page = gzip.decompress(answer.content).decode()
    assert "<script src" not in page
    assert "<img" not in page
    sheets = [static(name) for name in re.findall(r'<link rel="stylesheet" href="/static/([^"]+)">', page)]
    assert len(sheets) == 1
    fonts = [static(f"hipwise/fonts/{name}.woff2") for name in ("fraunces", "fraunces-italic")]
    return {
        "page": len(gzip.compress(page.encode(), 6)),
        "style": sum(len(gzip.compress(sheet)) for sheet in sheets),
        "fonts": sum(len(font) for font in fonts),
    }


def static(name: str) -> bytes:
    """A static file as it lies in the sources, also where the gathered ones carry a hash in their names."""
    found = finders.find(re.sub(r"\.[0-9a-f]{12}\.", ".", name))
    assert isinstance(found, str), name
    return Path(found).read_bytes()


@pytest.mark.parametrize("address", ["/", "/hips-and-stress/"])
def test_a_first_visit_is_light(home: HomePage, client: Client, address: str) -> None:
    weight = weigh(client, address)
    assert sum(weight.values()) <= BUDGET, weight


def test_only_editors_get_the_bar_of_the_editor(home: HomePage, editor: Person, client: Client) -> None:
    bar = "wagtail-userbar"
    assert bar not in client.get("/").content.decode()
    assert bar in signed_in(editor).get("/").content.decode()
