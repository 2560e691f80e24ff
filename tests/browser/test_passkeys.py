"""Passkeys and codes from an app, under the strict content policy, with a key that Chromium plays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from hipwise.project.demo import cast
from tests.browser.conftest import Open, sign_in
from tests.kit.browser import SIZES, Watch, assert_axe_clean, assert_fits

WHO = "pia"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def with_key(chromium: Browser, demo: str) -> Iterator[Page]:
    """A phone that has a passkey's hardware, at an address by name: browsers refuse passkeys for a bare number."""
    context = chromium.new_context(base_url=demo.replace("127.0.0.1", "localhost"), viewport=SIZES["phone"])
    watch = Watch()
    watch.over(context)
    page = context.new_page()
    keys = context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield page
    context.close()
    assert watch.unexpected() == []


def test_a_passkey_is_added_and_signs_in(with_key: Page) -> None:
    page = with_key
    sign_in(page, WHO)
    page.goto("/account/2fa/webauthn/add/")
    page.fill("[name=password]", cast.PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/webauthn/add/")
    assert_axe_clean(page)
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/add/" not in url)
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_text("Signs you in by itself.")).to_be_visible()
    assert_axe_clean(page)
    assert_fits(page)

    page.goto("/account/logout/")
    page.click("main form button[type=submit]")
    page.goto("/account/login/?next=/you/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/you/")
    expect(page.locator("h1")).to_contain_text(WHO.capitalize())


def test_where_passkeys_cannot_work_none_is_offered(open_window: Open) -> None:
    page = open_window().page  # at http://127.0.0.1
    page.goto("/account/login/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    without_script = open_window(script=False).page
    without_script.goto("/account/login/")
    expect(without_script.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    expect(without_script.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_a_passkey_that_fails_says_so(with_key: Page) -> None:
    page = with_key
    page.goto("/account/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')) }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("That did not work")
