"""What do you suspect, and before and after: in a browser, by keyboard alone, with script off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.kit.browser import assert_axe_clean, assert_fits, photograph


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus is called this."""
    name = "() => { const a = document.activeElement; return (a.labels?.[0] ?? a).innerText.trim(); }"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(name) == words:
            return
    pytest.fail(f"Tab never reaches {words}")


def test_the_question_by_keyboard_and_a_second_tab(open_window: Open) -> None:
    page, other = (open_window("pia", script=False).page for _ in range(2))
    for tab in (page, other):
        tab.goto("/today/")
        tab.get_by_role("link", name="Say what you suspect").click()
        expect(tab.locator("h1")).to_have_text("What do you suspect?")
    clinician = open_window("ben").page
    clinician.goto("/staff/")
    clinician.get_by_role("link", name="Pia Rossi (demo)").click()
    expect(clinician.locator("main")).to_contain_text("They have not seen this yet")
    photograph(clinician, "ben", "not yet asked")
    assert_axe_clean(clinician)

    tab_to(page, "Keep these, show results")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("choose at least one")
    assert_fits(page)
    tab_to(page, "Long sitting")
    page.keyboard.press("Space")
    expect(page.get_by_label("Long sitting")).to_be_checked()
    photograph(page, "pia", "suspects", "refused")
    tab_to(page, "Keep these, show results")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("What moves your pain")
    expect(page.locator("main")).to_contain_text("You named long sitting beforehand")
    clinician.reload()
    expect(clinician.locator("main")).not_to_contain_text("They have not seen this yet")

    other.get_by_role("button", name="I don’t know").click()
    expect(other.locator(".messages")).to_contain_text("You have answered this before")
    expect(other.locator("main")).to_contain_text("You named long sitting beforehand")


def test_before_and_after_set_and_removed(open_window: Open) -> None:
    page = open_window("kofi", script=False).page
    page.goto("/insight/")
    page.get_by_role("link", name="Did something begin").click()
    page.get_by_label("What began?").fill("A pool pass")
    page.get_by_label("On which day?").fill((date.today() + timedelta(days=9)).isoformat())  # noqa: DTZ011
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("not after your last")
    expect(page.get_by_label("What began?")).to_have_value("A pool pass")
    page.get_by_label("On which day?").fill((date.today() - timedelta(days=30)).isoformat())  # noqa: DTZ011
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Since “A pool pass”")).to_be_visible()
    photograph(page, "kofi", "beginning")
    page.get_by_role("link", name="Change or remove").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator("main")).not_to_contain_text("pool pass")
