"""The owner's set-up of booking in a browser: every page fits, reads well, and works by keyboard without script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Scheme
from tests.kit.browser import assert_axe_clean, assert_fits, photograph

HOME = "/staff/setup/"
PAGES = ["", "places/new/", "rooms/new/", "services/new/?like=first-visit", "closed-days/"]


def numbered(page: Page) -> list[str]:
    """The first page of each kind that the overview leads to."""
    found: list[str] = []
    for kind in ("services", "practitioners", "places", "rooms"):
        links = page.locator(f'main a[href*="/setup/{kind}/"]').evaluate_all("all => all.map(a => a.pathname)")
        own = [link for link in links if re.fullmatch(rf"{HOME}{kind}/\d+/", link)]
        found += own[:1]
        found += [own[0] + more for more in ("hours/", "days/") if kind == "practitioners" and own]
    return found


@pytest.mark.parametrize(
    ("size", "scheme"), [("phone", "light"), ("phone", "dark"), ("wide", "light"), ("wide", "dark")]
)
def test_every_page_of_the_set_up(open_window: Open, size: str, scheme: Scheme) -> None:
    page = open_window("olga", size=size, scheme=scheme).page
    page.goto(HOME)
    for address in [HOME + path for path in PAGES] + numbered(page):
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        assert_fits(page)
        assert_axe_clean(page)
        photograph(page, "setup", address.removeprefix(HOME), size, scheme)


def test_a_closed_day_by_keyboard_without_script(page_of: Callable[..., Page]) -> None:
    page = page_of("olga", script=False)
    page.goto(HOME + "closed-days/")
    page.get_by_label("First day").fill("2027-12-30")
    page.get_by_label("What for").fill("A quiet day")
    page.get_by_label("What for").press("Enter")
    expect(page.get_by_text("The closed days are saved.")).to_be_visible()
    row = page.locator("li", has_text="A quiet day")
    row.get_by_role("button").press("Enter")
    expect(page.get_by_text("These days are as usual again.")).to_be_visible()


def test_a_slip_comes_back_with_its_words(page_of: Callable[..., Page]) -> None:
    page = page_of("olga")
    page.goto(HOME + "services/new/?like=first-visit")
    minutes = page.get_by_label("How long it takes, in minutes")
    minutes.fill("47")
    page.get_by_role("button", name="Save").click()
    expect(minutes).to_have_value("47")
    expect(minutes).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_minutes_error")).to_contain_text("steps of 5")
    assert_axe_clean(page)


def test_enter_in_the_week_saves_and_adds_no_line(page_of: Callable[..., Page]) -> None:
    page = page_of("olga")
    page.goto(HOME)
    page.goto(next(address for address in numbered(page) if address.endswith("hours/")))
    first = page.locator("input[type=time]").first
    first.fill("")
    first.press("Enter")
    expect(page.get_by_text("Please look at this again")).to_be_visible()
    assert_axe_clean(page)
    photograph(page, "setup", "week-with-a-slip")
