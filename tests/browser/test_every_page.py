"""Every main page, on a phone and wide, light and dark: accessible, quiet, and no wider than the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, Scheme
from tests.kit.browser import SIZES, assert_axe_clean, assert_fits, photograph

PAGES = [
    (None, "/"),
    (None, "/account/login/"),
    (None, "/account/signup/"),
    (None, "/not/there/"),
    ("ana", "/today/"),
    ("ana", "/journal/"),
    ("ana", "/journal/new/"),
    ("ana", "/insight/"),
    ("ana", "/insight/beginning/"),
    ("pia", "/insight/"),
    ("ana", "/you/"),
    ("ana", "/you/data/"),
    ("ben", "/staff/"),
    ("ben", "/staff/catalogue/"),
    ("olga", "/you/clinic/"),
    ("olga", "/you/clinic/staff/"),
    ("olga", "/you/clinic/log/"),
]
LOOKS: list[tuple[str, Scheme]] = [("phone", "light"), ("phone", "dark"), ("wide", "light")]
STATUS = {"/not/there/": 404}


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
@pytest.mark.parametrize(("who", "address"), PAGES)
def test_page_is_fit_to_be_seen(who: str | None, address: str, size: str, scheme: Scheme, open_window: Open) -> None:
    window = open_window(who, size=size, scheme=scheme)
    window.watch.expect("status of 404" if address in STATUS else "no fault at all")
    page = window.page
    answer = page.goto(address)
    assert answer is not None and answer.status == STATUS.get(address, 200)
    assert page.viewport_size == SIZES[size]
    expect(page.locator("h1")).to_have_count(1)
    photograph(page, who or "visitor", address, size, scheme)
    assert_fits(page)
    assert_axe_clean(page)


@pytest.mark.parametrize(("who", "address"), [page for page in PAGES if page[1] not in STATUS])
def test_page_says_the_same_with_script_off(who: str | None, address: str, open_window: Open) -> None:
    with_script = open_window(who).page
    without = open_window(who, script=False).page
    for page in (with_script, without):
        page.goto(address)
    assert without.locator("h1").inner_text() == with_script.locator("h1").inner_text()
    assert len(without.locator("main").inner_text()) > 0.8 * len(with_script.locator("main").inner_text())
