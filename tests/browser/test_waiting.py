"""The waiting list, courses and proposals as people meet them in a browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Scheme
from tests.kit.browser import assert_axe_clean, assert_fits, photograph

PAGES = [
    (None, "/book/wait/first-visit/"),
    (None, "/book/wait/first-visit/asked/"),
    ("dara", "/staff/waiting/"),
    ("dara", "/staff/waiting/add/first-visit/"),
    ("dara", "/staff/courses/new/"),
    ("dara", "/staff/proposals/"),
    ("dara", "/staff/proposals/new/"),
]
LOOKS: list[tuple[str, Scheme]] = [("phone", "light"), ("phone", "dark"), ("wide", "light")]


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
@pytest.mark.parametrize(("who", "address"), PAGES)
def test_page_is_fit_to_be_seen(who: str | None, address: str, size: str, scheme: Scheme, open_window: Open) -> None:
    page = open_window(who, size=size, scheme=scheme).page
    page.goto(address)
    expect(page.locator("h1")).to_have_count(1)
    photograph(page, who or "visitor", address, size, scheme)
    assert_fits(page)
    assert_axe_clean(page)


@pytest.mark.parametrize("script", [True, False])
def test_a_course_is_proposed_and_a_mistake_keeps_it(script: bool, page_of: Callable[..., Page]) -> None:
    page = page_of("dara", size="wide", script=script)
    page.goto("/staff/courses/new/")
    page.get_by_role("button", name="Propose times").click()
    lines = page.locator(".course select")
    expect(lines).to_have_count(6)
    lines.nth(2).select_option(label="No visit this week")
    page.get_by_label("Name").fill("Finn")
    page.get_by_role("button", name="Book all of them").click()
    expect(page.get_by_label("Name")).to_have_value("Finn")
    expect(lines.nth(2)).to_have_value("")
    if script:  # axe is one
        assert_axe_clean(page)


@pytest.mark.parametrize("size", ["phone", "wide"])
def test_somebody_is_out_and_each_visit_stands_beside_its_new_time(size: str, page_of: Callable[..., Page]) -> None:
    page = page_of("dara", size=size)
    page.goto("/staff/proposals/new/")
    eli = page.locator("select[name=practitioner] option", has_text="Eli").inner_text()
    page.get_by_label("Who is out?").select_option(label=eli)
    last = date.fromisoformat(page.get_by_label("First day").input_value()) + timedelta(days=8)
    page.get_by_label("Last day").fill(last.isoformat())
    page.get_by_role("button", name="Block and look for new times").click()
    expect(page.locator(".move").first).to_be_visible()
    photograph(page, "dara", "proposal", size)
    assert_fits(page)
    assert_axe_clean(page)
    page.get_by_role("button", name="Leave the others, close").click()
    expect(page.locator(".message")).to_contain_text("Closed.")
