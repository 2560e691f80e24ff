"""A browser without script on the set-up's pages: what a form holds, and sending it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

Fields = dict[str, Any]


class _Form(HTMLParser):
    """The controls of the main form of a page: the last one that is sent by POST and has a ``seen``, or the last."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self._select = self._area = ""
        self._first: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        name, value = have.get("name") or "", have.get("value") or ""
        if tag == "form":
            self.forms.append({})
        elif tag == "select":
            self._select, self._first = name, None
        elif tag == "textarea":
            self._area = name
            self._put(name, "")
        elif tag == "option" and self._select:
            if "selected" in have:
                self._put(self._select, value)
            self._first = self._first if self._first is not None else value
        elif tag == "input" and name and (have.get("type") not in {"checkbox", "radio"} or "checked" in have):
            self._put(name, value or ("on" if have.get("type") == "checkbox" else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            if self._select not in self.forms[-1] and self._first is not None:
                self._put(self._select, self._first)
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and self.forms:
            self.forms[-1][self._area] = [data.strip("\n")]

    def _put(self, name: str, value: str) -> None:
        if self.forms:
            self.forms[-1].setdefault(name, []).append(value)


def fields_in(page: str, holding: str = "seen") -> Fields:
    """What the page's form that holds this field would send."""
    read = _Form()
    read.feed(page)
    form = next(form for form in reversed(read.forms) if holding in form and "from" not in form)
    return {name: values if len(values) > 1 else values[0] for name, values in form.items()}


def fields(browser: Client, address: str, holding: str = "seen") -> Fields:
    """The same for a page that is asked for."""
    return fields_in(browser.get(address).content.decode(), holding)


def post(browser: Client, address: str, data: Fields) -> str:
    """Send a form that is expected to be taken; the page after it."""
    answer = browser.post(address, data)
    assert answer.status_code == 302, answer.content.decode()
    return browser.get(answer.headers["Location"]).content.decode()


def refused(browser: Client, address: str, data: Fields) -> str:
    """Send a form that is expected to come back; the page."""
    answer = browser.post(address, data)
    assert answer.status_code == 200, answer.headers
    return answer.content.decode()
