"""What visitors read on every published page of a new clinic."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client

from hipwise.apps.learn import selectors
from hipwise.apps.learn.models import ArticlePage, HomePage
from hipwise.apps.learn.statements import statements_in
from tests.apps.learn.conftest import statement

GRADES = ("Strong evidence", "Moderate evidence", "Weak evidence", "Mixed evidence", "Not shown", "Plain anatomy")


class Reading(HTMLParser):
    """The claims of a page with grade and reference numbers, and the addresses in its list of references."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.claims: list[dict[str, list[str]]] = []
        self.sources: dict[str, list[str]] = {}
        self.inside: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where we are and what is linked."""
        found = {name: value or "" for name, value in attrs}
        if tag in ("div", "span", "li", "a", "sup"):
            self.inside.append((tag, found.get("class", "") or found.get("id", "")))
        if found.get("class") == "claim":
            self.claims.append({"grade": [], "numbers": []})
        if tag == "a" and ("div", "claim") in self.inside:
            self.claims[-1]["numbers"].append(found["href"].removeprefix("#"))
        elif tag == "a":
            here = [name for kind, name in self.inside if kind == "li" and re.fullmatch(r"r\d+", name)]
            for number in here:
                self.sources.setdefault(number, []).append(found["href"])

    def handle_endtag(self, tag: str) -> None:
        """Leave the innermost element of that kind."""
        if tag in ("div", "span", "li", "a", "sup"):
            while self.inside and self.inside.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        """A tag inside a claim says the grade."""
        if ("div", "claim") in self.inside and any("tag" in name for kind, name in self.inside if kind == "span"):
            self.claims[-1]["grade"].append(data.strip())

    def unsupported(self) -> list[str]:
        """What is wrong with each claim."""
        wrong = []
        for n, claim in enumerate(self.claims):
            if not any(part.startswith(GRADES) for part in claim["grade"]):
                wrong.append(f"claim {n}: no grade")
            links = [href for number in claim["numbers"] for href in self.sources.get(number, [])]
            if not any(href.startswith("https://doi.org/10.") for href in links):
                wrong.append(f"claim {n}: no reference with DOI")
        return wrong


def test_every_claim_on_every_page_has_its_grade_and_a_reference_with_doi(home: HomePage, client: Client) -> None:
    shown = 0
    for page in selectors.published_pages():
        reading = Reading(client.get(page.url).content.decode())
        assert reading.unsupported() == [], page.url
        assert len(reading.claims) == len(list(statements_in(page.body))), page.url
        shown += len(reading.claims)
    assert shown > 20


CLAIM = '<div class="claim"><span class="tag">{}</span><p>x<sup><a href="#r1">1</a></sup></p></div>'
SOURCE = '<ol><li id="r1"><span>Somebody <a href="{}">there</a></span></li></ol>'
DOI = "https://doi.org/10.1/x"


@pytest.mark.parametrize(
    ("page", "wrong"),
    [
        (CLAIM.format("Weak evidence") + SOURCE.format(DOI), []),
        (CLAIM.format("") + SOURCE.format(DOI), ["claim 0: no grade"]),
        (CLAIM.format("Weak evidence") + SOURCE.format("https://example.org"), ["claim 0: no reference with DOI"]),
        (CLAIM.format("Weak evidence"), ["claim 0: no reference with DOI"]),
        ('<div class="claim"><p>Stretching helps.</p></div>', ["claim 0: no grade", "claim 0: no reference with DOI"]),
    ],
)
def test_the_walk_would_see_it(page: str, wrong: list[str]) -> None:
    assert Reading(page).unsupported() == wrong


def test_a_statement_the_catalogue_dropped_stays_away_from_visitors(
    home: HomePage, client: Client, draft: Callable[..., ArticlePage]
) -> None:
    page = draft(("statement", statement()), ("statement", statement(text="This one rests on nothing.")))
    page.save_revision().publish()
    raw = json.dumps(
        [
            {"type": "statement", "value": statement()},
            {"type": "statement", "value": statement(text="This one rests on nothing.", claim="gone")},
        ]
    )
    ArticlePage.objects.filter(pk=page.pk).update(body=raw)
    answer = client.get(page.url).content.decode()
    assert len(Reading(answer).claims) == 1
    assert "rests on nothing" not in answer
    (held,) = selectors.withheld_statements()
    assert held.words == "This one rests on nothing."


def test_no_link_on_any_page_is_dead(home: HomePage, client: Client) -> None:
    tried: set[str] = set()
    for page in selectors.published_pages():
        answer = client.get(page.url).content.decode()
        ids = set(re.findall(r'id="([^"]+)"', answer))
        for href in re.findall(r'href="([^"]+)"', answer):
            if href.startswith("#"):
                assert href[1:] in ids, (page.url, href)
            elif href.startswith("/") and not href.startswith("/static/") and href not in tried:
                tried.add(href)
                assert client.get(href).status_code in (200, 302), (page.url, href)
    assert {"/", "/privacy/", "/hips-and-stress/", "/account/signup/", "/insight/"} <= tried


def test_ids_are_used_once_a_page_and_headings_go_down_by_one(home: HomePage, client: Client) -> None:
    for page in selectors.published_pages():
        answer = client.get(page.url).content.decode()
        ids = re.findall(r'\sid="([^"]+)"', answer)
        assert len(ids) == len(set(ids)), page.url
        levels = [int(level) for level in re.findall(r"<h([1-6])", answer)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), page.url


def test_the_safety_words_carry_the_clinics_numbers(home: HomePage, client: Client) -> None:
    for address in ("/", "/hips-and-stress/", "/how-it-works/"):
        answer = client.get(address).content.decode()
        assert 'Call <a href="tel:112">112</a> now.' in answer
        assert 'call <a href="tel:113">113</a>' in answer
