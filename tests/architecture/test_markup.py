"""No inline script, no inline style: neither in a template nor in a page that was served."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.kit.cast import Person
from tests.kit.doors import doors
from tests.kit.house import PACKAGE, files
from tests.kit.markup import refused

# A mail has no policy and no style sheet: what it looks like must stand in it.
MAILS = "/mail/"


def test_no_template_holds_inline_script_or_style() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): faults
        for path in files(".html", ".svg", below=PACKAGE)
        if MAILS not in path.as_posix() and (faults := refused(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize("who", ["nobody", "ana", "ben", "dara", "eli", "olga"])
def test_no_page_holds_inline_script_or_style(
    who: str, request: pytest.FixtureRequest, client: Client, clinic: object, client_of: Callable[[Person], Client]
) -> None:
    browser = client if who == "nobody" else client_of(request.getfixturevalue(who))
    addresses = {one.address for one in doors(get_resolver().url_patterns) if not one.route.startswith("cms/")}
    found, read = {}, 0
    for address in sorted(address for address in addresses if address):
        answer = browser.get(address, follow=True)
        if answer.headers["Content-Type"].startswith("text/html"):
            read += 1
            if faults := refused(answer.content.decode()):
                found[address] = faults
    assert found == {}
    assert read > 5


@pytest.mark.parametrize(
    "page",
    [
        "<style>p { color: red }</style>",
        "<p style='color: red'>",
        "<br style='color: red'/>",
        "<script>alert(1)</script>",
        "<button onclick='go()'>",
        "<a href=' JavaScript:go()'>",
        "{% if x %}<p\n  style='{{ y }}'>{% endif %}",
    ],
)
def test_a_planted_inline_is_found(page: str) -> None:
    assert refused(page)


@pytest.mark.parametrize(
    "page",
    [
        "<script src='/static/a.js' type='module'></script>",
        "<script type='application/json'>{}</script>",
        "<link rel='stylesheet' href='/static/a.css'>",
        "<p class='style' data-on='x'>only words: style='x'</p>",
        "{# <p style='x'> #}",
    ],
)
def test_what_may_stand_is_left_alone(page: str) -> None:
    assert refused(page) == []
