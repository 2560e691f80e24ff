"""What a test asks of a page in Chromium beyond what it shows."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, Request, Response, ViewportSize

from tests.kit.house import ROOT
from tests.kit.runner import chromium

PLAIN = ROOT / "tests" / "kit" / "plain_chromium"
"""Starts Chromium with less around its pages."""
ARTIFACTS = ROOT / "tests" / "artifacts"
SIZES = {"phone": ViewportSize(width=390, height=844), "wide": ViewportSize(width=1280, height=800)}
HERE = {"127.0.0.1", "localhost"}


def program() -> str | None:
    """The Chromium that ``script/test`` found, or one that is here anyway."""
    return os.environ.get("HIPWISE_TEST_CHROMIUM") or chromium.present()


def arguments() -> list[str]:
    """How to start it: quiet, and as root without its sandbox."""
    quiet = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return [*quiet, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@dataclass
class Watch:
    """Everything a page must not do, gathered while it is open."""

    faults: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def over(self, context: BrowserContext) -> None:
        """Watch every page of this context."""
        context.on("page", self._page)
        context.on("request", self._request)
        context.on("response", self._response)

    def expect(self, *words: str) -> None:
        """Faults that hold one of these words are what the test is about."""
        self.expected += words

    def unexpected(self) -> list[str]:
        """The faults that nobody foresaw."""
        return [fault for fault in self.faults if not any(word in fault for word in self.expected)]

    def _page(self, page: Page) -> None:
        page.on("console", lambda said: self._note(said.type in {"error", "warning"}, f"console: {said.text}"))
        page.on("pageerror", lambda wrong: self._note(True, f"script: {wrong}"))

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        stays = parts.scheme in {"data", "blob"} or parts.hostname in HERE
        self._note(not stays, f"leaves this machine: {request.url}")

    def _response(self, response: Response) -> None:
        self._note(response.status >= 500, f"{response.status}: {response.url}")

    def _note(self, is_fault: bool, words: str) -> None:
        if is_fault:
            self.faults.append(words)


def follow(page: Page, link: Locator) -> None:
    """Press what leads to another page and wait for that: whoever looks too soon judges the old one, or none."""
    with page.expect_navigation():
        link.click()


def axe_faults(page: Page, context: dict[str, Any] | None = None) -> list[str]:
    """What axe finds wrong with a page: rule, where, and what it says."""
    found = Axe().run(page, context=context)
    return [
        f"{fault['id']}: {node['target']} {node.get('failureSummary', '')}"
        for fault in found.response["violations"]
        for node in fault["nodes"]
    ]


def assert_axe_clean(page: Page) -> None:
    """Fail with what axe found, if it found anything."""
    faults = axe_faults(page)
    assert not faults, "\n".join([page.url, *faults])


def assert_fits(page: Page) -> None:
    """Fail if the page can be pushed sideways."""
    page.wait_for_load_state()
    script = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    wide, room = page.evaluate(script)
    assert wide <= room, f"{page.url} is {wide} px wide in {room} px"


def photograph(page: Page, *names: str, whole: bool = True) -> None:
    """Save a picture of the page below ``tests/artifacts`` for a person to look at; under CI there is nobody."""
    if os.environ.get("CI") == "true":
        return
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{'-'.join(_plain(names))}.png", full_page=whole, animations="disabled")


def _plain(names: Iterable[str]) -> list[str]:
    return ["".join(letter if letter.isalnum() else "_" for letter in name).strip("_") or "home" for name in names]
