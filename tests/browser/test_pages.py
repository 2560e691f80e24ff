"""The clinic's pages as visitors read them, and the editor as its owner uses it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Scheme
from tests.kit.browser import assert_axe_clean, assert_fits, photograph

PAGES = ("/hips-and-stress/", "/how-it-works/", "/team/", "/privacy/")
LOOKS: list[tuple[str, Scheme]] = [("phone", "light"), ("phone", "dark"), ("wide", "light")]


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_fit_to_be_seen(address: str, size: str, scheme: Scheme, open_window: Open) -> None:
    page = open_window(size=size, scheme=scheme).page
    page.goto(address)
    expect(page.locator("h1")).to_have_count(1)
    photograph(page, "visitor", address, size, scheme)
    assert_fits(page)
    assert_axe_clean(page)


@pytest.mark.parametrize("address", ["/", "/hips-and-stress/"])
def test_a_page_reads_well_without_script_and_style(address: str, open_window: Open) -> None:
    window = open_window(script=False)
    window.watch.expect("hipwise.css", "Failed to load resource", "net::ERR")
    page = window.page
    page.route("**/*.css", lambda route: route.abort())
    page.goto(address)
    photograph(page, "visitor", address, "bare")
    words = page.locator("body").inner_text()
    order = [
        "Skip to the content",
        "What holds up",
        "What does not",
        "Three ways",
        "Don’t wait",
        "Where this comes from",
    ]
    places = [words.index(part) for part in order]
    assert places == sorted(places)
    for plate in page.locator("main svg[role=img]").all():
        assert plate.get_attribute("aria-labelledby")


def test_a_small_number_leads_to_its_study_and_on(open_window: Open) -> None:
    page = open_window().page
    page.goto("/hips-and-stress/")
    number = page.locator(".claim sup a").first
    number.click()
    target = number.get_attribute("href")
    assert target
    assert page.url.endswith(target)
    study = page.locator(target)
    expect(study).to_be_in_viewport()
    expect(study.locator("a")).to_have_attribute("href", re.compile(r"https://doi\.org/10\..+"))


def choose(page: Page, action: str) -> None:
    """Press one of the editor's actions, opening their menu where it is closed."""
    button = page.locator(f"button[name={action}]").first
    if not button.is_visible():
        page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    button.click()
    page.wait_for_load_state()


def test_the_owner_writes_is_refused_previews_publishes_takes_down_and_schedules(open_window: Open) -> None:
    page = open_window("olga", size="wide").page
    page.goto("/cms/pages/")
    page.get_by_role("link", name="Hip pain, body and mind", exact=True).click()
    front = re.search(r"/pages/(\d+)/", page.url)
    assert front
    page.goto(f"/cms/pages/add/learn/articlepage/{front[1]}/")
    page.locator("input[name=title]").fill("Hips at night")
    page.locator("button[title='Insert a block']").first.click()
    page.get_by_role("option", name="Health statement").click()
    page.locator("textarea[name=body-0-value-text]").fill("Stress goes together with long-lasting pain.")

    choose(page, "action-publish")
    expect(page.locator(".messages")).to_contain_text("could not be created")
    expect(page.get_by_text("This field is required.").first).to_be_visible()
    photograph(page, "editor", "refused", whole=False)

    page.locator("footer button[type=submit]").first.click()
    expect(page.locator(".messages")).to_contain_text("created")
    edit = page.url

    page.locator("select[name=body-0-value-claim]").select_option("c02_stress_pain")
    page.locator("select[name=body-0-value-grade]").select_option("strong")
    page.locator("select[name=body-0-value-references]").select_option(["edwards2016"])
    page.locator("button[data-side-panel-toggle=preview]").click()
    claim = page.frame_locator("iframe[data-preview-iframe], iframe#w-preview-iframe, iframe").first.locator(".claim")
    expect(claim).to_contain_text("Strong evidence", timeout=30_000)
    photograph(page, "editor", "preview", whole=False)
    choose(page, "action-publish")
    expect(page.locator(".messages")).to_contain_text("has been published")

    reader = open_window().page
    reader.goto("/hips-at-night/")
    expect(reader.locator(".claim")).to_contain_text("Stress goes together with long-lasting pain.")

    page.goto(edit.replace("/edit/", "/unpublish/"))
    page.get_by_role("button", name="Yes, unpublish it").click()
    expect(page.locator(".messages")).to_contain_text("unpublished")
    gone = open_window()
    gone.watch.expect("status of 404")
    answer = gone.page.goto("/hips-at-night/")
    assert answer is not None
    assert answer.status == 404

    page.goto(edit)
    page.locator("button[data-side-panel-toggle=status]").click()
    page.get_by_role("button", name="Set schedule").click()
    later = datetime.now() + timedelta(days=2)  # noqa: DTZ005
    page.locator("input[name=go_live_at]").fill(later.strftime("%Y-%m-%dT%H:%M"))
    photograph(page, "editor", "schedule", whole=False)
    page.get_by_role("button", name="Save schedule").click()
    page.wait_for_load_state()
    choose(page, "action-publish")
    expect(page.locator(".messages")).to_contain_text("has been scheduled for publishing")
