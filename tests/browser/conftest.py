"""One demo clinic, served as its users have it, and browsers that look at it and tell on what they saw."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

from hipwise.project.demo import cast
from tests.kit import laid
from tests.kit.browser import PLAIN, SIZES, Watch, arguments, program
from tests.kit.house import ROOT
from tests.kit.served import served

Scheme = Literal["light", "dark"]
PATIENCE = 20_000
"""Milliseconds until something that is looked for counts as missing: a busy machine is no fault of a page."""
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser."""
    found = program()
    if not found:
        pytest.skip("Chromium is not installed (script/test browser installs it, where it may)")
    with sync_playwright() as play:
        environment: dict[str, str | float | bool] = {**os.environ, "HIPWISE_TEST_CHROMIUM": found}
        browser = play.chromium.launch(executable_path=PLAIN, args=arguments(), env=environment)
        yield browser
        browser.close()


def _never_close(database: Path) -> None:
    """Chat hours around the clock, and a place that keeps no holidays.

    What a test finds open must not depend on when it runs. Some close it themselves.
    """
    rows = [(day, "00:00:00", "00:00:00") for day in range(7)]
    with closing(sqlite3.connect(database, timeout=60)) as clinic, clinic:
        clinic.execute("UPDATE booking_location SET country = '' WHERE name = 'Harbour Road'")
        clinic.execute("DELETE FROM frontdesk_chathours")
        clinic.executemany("INSERT INTO frontdesk_chathours (weekday, opens, closes) VALUES (?, ?, ?)", rows)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo clinic that was loaded for this run, on SQLite, with its worker."""
    place = tmp_path_factory.mktemp("demo")
    laid.copy_to(place / "data" / "hipwise.sqlite3")
    environment = {**os.environ, "HIPWISE_DATA": str(place / "data"), "PYTHONPATH": str(ROOT / "src")}
    environment["HIPWISE_RATE_LIMITS"] = "off"  # every window of a run comes from one computer
    for name in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL"):
        environment.pop(name, None)
    with served([sys.executable, "-m", "hipwise.project", "demo"], environment, place) as address:
        _never_close(place / "data" / "hipwise.sqlite3")
        yield address


class Open(Protocol):
    """Opens a window on the demo."""

    def __call__(
        self, who: str | None = None, *, size: str = "phone", scheme: Scheme = "light", script: bool = True
    ) -> Window:
        """``who`` is the first name of a demo person, such as ``ana``; None is a visitor."""


@dataclass
class Window:
    """A page, and what is watched on it."""

    page: Page
    watch: Watch


@pytest.fixture(scope="session")
def states() -> dict[str, StorageState]:
    """The sessions of those who signed in once already."""
    return {}


def sign_in(page: Page, who: str) -> None:
    """Sign in by the form, as a person does."""
    page.goto("/account/login/")
    page.locator("input[name=login]").fill(f"{who}@demo.example")
    page.locator("input[name=password]").fill(cast.PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/account/login" not in url)


@pytest.fixture
def open_window(chromium: Browser, demo: str, states: dict[str, StorageState]) -> Iterator[Open]:
    """Opens windows; when the test ends, none of them may have shown a fault nobody expected."""
    windows: list[Window] = []

    def opened(who: str | None = None, *, size: str = "phone", scheme: Scheme = "light", script: bool = True) -> Window:
        if who and who not in states:
            once = chromium.new_context(base_url=demo)
            once.set_default_navigation_timeout(6 * PATIENCE)  # the first thing asked of a clinic that has just opened
            sign_in(once.new_page(), who)
            states[who] = once.storage_state()
            once.close()
        context = chromium.new_context(
            base_url=demo,
            viewport=SIZES[size],
            color_scheme=scheme,
            java_script_enabled=script,
            reduced_motion="reduce",
            locale="en-GB",
            storage_state=states[who] if who else None,
        )
        context.set_default_timeout(PATIENCE)
        watch = Watch()
        watch.over(context)
        windows.append(Window(context.new_page(), watch))
        return windows[-1]

    yield opened
    faults = [fault for window in windows for fault in window.watch.unexpected()]
    for window in windows:
        window.page.context.close()
    assert faults == []


@pytest.fixture
def page_of(open_window: Open) -> Callable[..., Page]:
    """``open_window`` for tests that need the page alone."""
    return lambda *who, **look: open_window(*who, **look).page
