"""As much of a browser as a walk needs: cookies, forms and redirects, over a real connection."""

from __future__ import annotations

import gzip
import re
from email.message import Message
from html import unescape
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

Fields = list[tuple[str, str]]


class _Form:
    """One form: where it goes, its fields' names, and what it would send as it stands."""

    def __init__(self, said: dict[str, str]) -> None:
        self.action, self.posts = said.get("action", ""), said.get("method", "").lower() == "post"
        self.names: set[str] = set()
        self.fields: Fields = []

    def add(self, said: dict[str, str]) -> None:
        """Take in one of its inputs."""
        name, kind = said.get("name", ""), said.get("type", "text")
        self.names.add(name)
        untouched = kind in {"submit", "image"} or (kind in {"checkbox", "radio"} and "checked" not in said)
        if name and not untouched:
            self.fields.append((name, said.get("value", "")))


class _Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[_Form] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(_Form(said))
        elif tag == "input" and self.found:
            self.found[-1].add(said)
        elif tag in {"textarea", "select", "button"} and self.found:
            self.found[-1].names.add(said.get("name", ""))


class Page:
    """What came back."""

    def __init__(self, address: str, status: int, headers: Message[str, str], body: bytes) -> None:
        self.address, self.status, self.headers = address, status, headers
        self.size = len(body)
        raw = gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body
        self.html = raw.decode("utf-8", "replace")

    @property
    def text(self) -> str:
        """What it says, without its tags."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html)).split())

    def form(self, *names: str) -> _Form:
        """The form that has these fields."""
        for form in _Forms(self.html).found:
            if form.posts and form.names.issuperset(names):
                return form
        raise AssertionError(f"no form with {names} on {self.address}, which says: {self.text[:500]}")


class Browser:
    """One person's browser at one server."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> Page:
        """Go to a page."""
        return self._open(Request(urljoin(self.origin, path), headers={"Accept-Encoding": "gzip"}))

    def send(self, page: Page, **typed: str | list[str]) -> Page:
        """Fill in the form that has these fields and send it."""
        form = page.form(*typed)
        fields = [(name, value) for name, value in form.fields if name not in typed]
        for name, value in typed.items():
            fields += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        address = urljoin(page.address, form.action or page.address)
        headers = {"Origin": self.origin, "Referer": page.address, "Accept-Encoding": "gzip"}
        return self._open(Request(address, urlencode(fields).encode(), headers))

    def sign_in(self, email: str, password: str) -> Page:
        """Sign in at the front door; the page one lands on."""
        return self.send(self.get("/account/login/"), login=email, password=password)

    def _open(self, request: Request) -> Page:
        try:
            with self.opener.open(request, timeout=30) as answer:
                return Page(answer.url, answer.status, answer.headers, answer.read())
        except HTTPError as refused:
            with refused:
                return Page(refused.url or "", refused.code, refused.headers, refused.read())
