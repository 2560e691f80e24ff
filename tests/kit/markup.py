"""What our content policy refuses, found in a page or a template before a browser does."""

from __future__ import annotations

import re
from html.parser import HTMLParser

SCRIPT_TAGS = re.compile(r"{%.*?%}|{#.*?#}|{{.*?}}", re.DOTALL)
DATA = {"application/json", "application/ld+json"}


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        if tag == "style":
            self.found.append(f"line {line}: <style>")
        if tag == "script" and "src" not in given and given.get("type") not in DATA:
            self.found.append(f"line {line}: <script> without src")
        for name, value in given.items():
            if name == "style" or re.fullmatch(r"on[a-z]+", name):
                self.found.append(f"line {line}: <{tag} {name}=…>")
            if name in {"href", "src", "action"} and value.strip().lower().startswith("javascript:"):
                self.found.append(f"line {line}: <{tag} {name}=javascript:…>")

    handle_startendtag = handle_starttag


def refused(page: str) -> list[str]:
    """Each inline script or style in ``page``, with its line; template tags in it are passed over."""
    finder = _Finder()
    finder.feed(SCRIPT_TAGS.sub(lambda tag: "\n" * tag[0].count("\n"), page))
    finder.close()
    return finder.found
