"""Filling in the contact form as somebody does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from typing import Any

import time_machine
from django.test import Client

from tests.conftest import MOMENT

READING = timedelta(seconds=20)
"""How long it takes to fill in."""
TYPED = {
    "name": "Cleo Wren",
    "reach": "cleo@example.org",
    "topic": "booking",
    "body": "Do you have time before work on Fridays?",
    "agree": "on",
}


@dataclass
class Form:
    """The contact form in one browser."""

    client: Client
    html: str
    hidden: dict[str, str] = field(default_factory=dict)

    @property
    def answer(self) -> str:
        """The sum, worked out from the words on the page."""
        found = re.search(r">(\d+) \+ (\d+) =<", self.html)
        assert found, "no sum on this page"
        return str(int(found[1]) + int(found[2]))

    @property
    def words(self) -> str:
        """The page without its tags."""
        return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.html)))

    def send(self, **typed: Any) -> Any:
        """Send it; a field given as None is left out. The sum is right unless another is given."""
        sent = self.hidden | TYPED | {"number": self.answer} | typed
        return self.client.post("/write/", {name: value for name, value in sent.items() if value is not None})


def read_form(html: str, client: Client) -> Form:
    """The form on a page."""
    hidden = dict(re.findall(r'<input type="hidden" name="(check|client)" value="([^"]+)"', html))
    return Form(client, html, hidden)


def opened(client: Client | None = None, **query: str) -> Form:
    """The form, opened a little while ago in a browser of its own."""
    browser = client or Client()
    with time_machine.travel(MOMENT - READING, tick=False):
        html = browser.get("/write/", query).content.decode()
    return read_form(html, browser)
