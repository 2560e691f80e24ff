"""A person's way through their journal in a real browser: with a thumb, without script, with keys alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.kit.browser import assert_axe_clean, assert_fits, photograph

MOST_TAPS = 9
SECONDS_A_TAP = 1.35
"""Pointing and tapping, with the look before it, in the keystroke-level model (Card, Moran and Newell 1980)."""
LATEST = "article.entry >> nth=0"


def answer(page: Page, question: str, words: str, kind: str = "radio") -> Locator:
    """The control of one answer."""
    return page.get_by_role("group", name=question).get_by_role(kind, name=words, exact=True)  # type: ignore[arg-type]


def today() -> date:
    return datetime.now(UTC).date()


def unfold(page: Page, words: str) -> None:
    page.locator("summary", has_text=words).click()


def test_a_usual_check_in_takes_few_taps(open_window: Open) -> None:
    page = open_window("gus").page
    page.goto("/today/")
    taps: list[Callable[[], None]] = [
        lambda: page.get_by_role("link", name="Check in").click(),
        lambda: answer(page, "How sore", "4").click(),
        lambda: answer(page, "What happened before?", "Sat long", "checkbox").click(),
        lambda: answer(page, "What happened before?", "Argument", "checkbox").click(),
        lambda: answer(page, "How much stress?", "A lot").click(),
        lambda: answer(page, "How is your mood?", "Fair").click(),
        lambda: page.locator("label.spot", has_text="worried").locator(".touch").click(),
        lambda: page.get_by_role("button", name="Save").click(),
    ]
    began = time.monotonic()
    for tap in taps:
        tap()
    machine = time.monotonic() - began
    expect(page.locator(".message")).to_contain_text("Saved.")
    entry = page.locator(LATEST)
    for words in ("Sat long", "Argument", "A lot", "Fair", "Worried"):
        expect(entry).to_contain_text(words)
    assert len(taps) <= MOST_TAPS and len(taps) * SECONDS_A_TAP + min(machine, 8) < 20


@pytest.mark.parametrize("script", [True, False])
def test_write_change_look_back_and_remove(script: bool, open_window: Open) -> None:
    page = open_window("gus", script=script).page
    page.goto("/journal/new/")
    answer(page, "How sore", "6").check()
    page.get_by_label("Your own words").fill("Choir practice")
    unfold(page, "Where, and what it is like")
    answer(page, "What is it like?", "Pulling", "checkbox").check()
    page.locator("label.spot", has_text="Groin, left").locator(".touch").click()
    unfold(page, "A note")
    page.get_by_label("Anything to note?").fill("Stairs <were> slow & steep")
    page.get_by_role("button", name="Save").click()
    entry = page.locator(LATEST)
    for words in ("Choir practice", "Pulling", "Groin, left", "Stairs <were> slow & steep"):
        expect(entry).to_contain_text(words)

    entry.get_by_role("link", name="Change").click()
    expect(answer(page, "How sore", "6")).to_be_checked()
    expect(page.get_by_label("Anything to note?")).to_have_value("Stairs <were> slow & steep")
    answer(page, "How sore", "3").check()
    page.get_by_role("button", name="Save the change").click()

    page.locator(LATEST).get_by_role("link", name="Earlier").click()
    expect(page.locator("main")).to_contain_text("6 of 10")
    assert_fits(page)
    if script:
        photograph(page, "gus", "history")
        assert_axe_clean(page)

    page.goto("/journal/")
    before = page.locator("article.entry").count()
    page.locator(LATEST).get_by_role("link", name="Remove").click()
    expect(page.locator("h1")).to_have_text("Remove this check-in?")
    if script:
        assert_axe_clean(page)
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator(".message")).to_contain_text("gone")
    assert page.locator("article.entry").count() <= before
    expect(page.locator("main")).not_to_contain_text("Stairs <were> slow & steep")


def test_what_was_typed_survives_a_no(open_window: Open) -> None:
    page = open_window("gus", script=False).page
    page.goto("/journal/new/")
    answer(page, "How sore", "6").check()
    unfold(page, "A note")
    page.get_by_label("Anything to note?").fill("Keep these words")
    unfold(page, "For another day or time")
    page.get_by_label("Which day?").fill(f"{today() + timedelta(days=3):%Y-%m-%d}")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("That time has not come yet")
    expect(answer(page, "How sore", "6")).to_be_checked()
    expect(page.get_by_label("Anything to note?")).to_have_value("Keep these words")


def test_an_earlier_day_counts_in_the_next_insight(open_window: Open) -> None:
    page = open_window("gus").page

    def days() -> int:
        page.goto("/insight/")
        words = page.locator(".eyebrow", has_text="with a pain score").inner_text()
        return int(words.split(", ")[1].split(" ")[0])

    before = days()
    page.goto("/journal/new/")
    answer(page, "How sore", "2").check()
    unfold(page, "For another day or time")
    page.get_by_label("Which day?").fill(f"{today() - timedelta(days=40 + before):%Y-%m-%d}")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".message")).to_contain_text("Saved.")
    assert days() == before + 1


def test_with_keys_alone(open_window: Open) -> None:
    page = open_window("gus", size="wide").page
    page.goto("/journal/new/")
    tab_to(page, 'input[name="pain"]')
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(answer(page, "How sore", "5")).to_be_checked()
    tab_to(page, 'input[name="happened"][value="yoga"]')
    page.keyboard.press("Space")
    tab_to(page, 'input[name="feelings"][value="calm"]')
    page.keyboard.press("Space")
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator(LATEST)).to_contain_text("Yoga")
    expect(page.locator(LATEST)).to_contain_text("Calm")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the control has the focus; every stop on the way must be seen."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"no way to {selector} by Tab")


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("hana", "/journal/review/"),
        ("ivo", "/insight/"),
        ("mo", "/insight/"),
        ("june", "/journal/"),
        ("ben", "/staff/"),
    ],
)
def test_the_other_pages_are_fit_to_be_seen(who: str, address: str, open_window: Open) -> None:
    for size in ("phone", "wide"):
        page = open_window(who, size=size).page
        page.goto(address)
        photograph(page, who, address, size)
        assert_fits(page)
        assert_axe_clean(page)


def test_a_clinician_reads_a_shared_journal_and_no_other(open_window: Open) -> None:
    page = open_window("ben", size="wide").page
    page.goto("/staff/?q=kofi")
    page.get_by_role("link", name="Kofi Mensah").click()
    expect(page.locator("svg.chart >> nth=0")).to_be_attached()
    photograph(page, "ben", "kofi", "wide")
    assert_axe_clean(page)
    page.goto("/staff/?q=lea")
    page.get_by_role("link", name="Lea Martin").click()
    expect(page.locator("main")).to_contain_text("has not shared")
    assert_axe_clean(page)
