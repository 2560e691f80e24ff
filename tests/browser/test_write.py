"""The contact form in a browser: with a thumb, with keys alone, without script, and when the work cannot be done."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open, Scheme
from tests.kit.browser import assert_axe_clean, assert_fits, photograph

LOOKS: list[tuple[str, Scheme]] = [("phone", "light"), ("phone", "dark"), ("wide", "light"), ("wide", "dark")]
WORKER = re.compile(r"/pbkdf2[.\w]*\.js")
PageOf = Callable[..., Page]


def fill_in(page: Page, address: str, words: str = "Do you have time before work on Fridays?") -> None:
    page.get_by_label("Your name").fill("Cleo Wren")
    page.get_by_label("E-mail or phone").fill(address)
    page.get_by_label("How can we help?").fill(words)
    page.get_by_label("Yes, keep my message").check()


def question(page: Page) -> str:
    """The sum as it is read."""
    return page.locator("[data-sum] label").inner_text()


def answer(page: Page) -> str:
    first, second = re.findall(r"\d+", question(page))
    return str(int(first) + int(second))


def take_time() -> None:
    """Longer than a program would take."""
    time.sleep(3)


def send(page: Page) -> None:
    page.get_by_role("button", name="Send").click()


def look(page: Page, *names: str) -> None:
    photograph(page, "write", *names)
    assert_fits(page)
    assert_axe_clean(page)


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_each_step_is_fit_to_be_seen(size: str, scheme: Scheme, open_window: Open) -> None:
    page = open_window(size=size, scheme=scheme).page
    page.goto("/write/")
    expect(page.locator("[data-sum]")).to_be_hidden()
    look(page, "form", size, scheme)
    fill_in(page, "cleo.example.org")
    send(page)
    expect(page.locator(".form-errors")).to_contain_text("neither an e-mail address nor a phone number")
    look(page, "refused", size, scheme)
    page.get_by_label("E-mail or phone").fill(f"cleo-{size}-{scheme}@example.org")
    page.get_by_label("How can we help?").fill("I am at the end and want to die")
    send(page)
    expect(page.locator("h1")).to_have_text("We have your message")
    expect(page.locator(".care-crisis")).to_be_visible()
    look(page, "sent", size, scheme)


@pytest.mark.parametrize(("who", "size"), [("ana", "phone"), ("ana", "wide"), ("dara", "wide")])
def test_whoever_is_signed_in(who: str, size: str, open_window: Open) -> None:
    page = open_window(who, size=size).page
    page.goto("/write/")
    expect(page.locator("h1")).to_have_text("Write to us")
    expect(page.get_by_label("Your name")).to_have_count(0 if who == "ana" else 1)
    look(page, who, size)


def test_with_keys_alone_and_without_script(page_of: PageOf) -> None:
    """The sum is there, can be read and answered, and nothing out of sight is ever reached."""
    page = page_of(script=False)
    page.goto("/write/")
    page.get_by_label("Your name").focus()
    sum_now = answer(page)
    expect(page.get_by_label(question(page))).to_be_visible()
    for words in ("Cleo Wren", "cleo-keys@example.org", "", "Hello", sum_now):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")  # what we keep
    page.keyboard.press("Tab")
    take_time()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("We have your message")


def test_a_wrong_sum_brings_another_and_loses_nothing(page_of: PageOf) -> None:
    page = page_of(script=False)
    page.goto("/write/")
    fill_in(page, "cleo-wrong@example.org")
    page.locator("[data-sum] input").fill("1")
    send(page)
    expect(page.locator("[data-sum] .field-error")).to_contain_text("This does not add up")
    expect(page.locator("[data-sum] input")).to_have_value("")
    expect(page.get_by_label("How can we help?")).to_have_value("Do you have time before work on Fridays?")
    page.locator("[data-sum] input").fill(answer(page))
    take_time()
    send(page)
    expect(page.locator("h1")).to_have_text("We have your message")


def test_where_the_work_cannot_be_done_the_sum_stays(open_window: Open) -> None:
    window = open_window()
    window.watch.expect("pbkdf2", "Failed to load resource")
    page = window.page
    page.route(WORKER, lambda route: route.abort())
    page.goto("/write/")
    fill_in(page, "cleo-nowork@example.org")
    take_time()
    expect(page.locator("[data-sum]")).to_be_visible()
    page.locator("[data-sum] input").fill(answer(page))
    send(page)
    expect(page.locator("h1")).to_have_text("We have your message")


def before_the_work(page: Page) -> list[Route]:
    """The form on a telephone that needs a while: until these are let through."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(WORKER, hold)
    with page.expect_request(WORKER):
        page.goto("/write/")
    return held


def test_who_sends_before_the_work_is_done_waits_a_moment(page_of: PageOf) -> None:
    page = page_of()
    held = before_the_work(page)
    fill_in(page, "cleo-quick@example.org")
    send(page)
    for route in held:
        route.continue_()
    expect(page.locator("h1")).to_have_text("We have your message")


def test_who_has_begun_to_add_up_is_left_in_peace(page_of: PageOf) -> None:
    page = page_of()
    held = before_the_work(page)
    box = page.locator("[data-sum] input")
    box.fill("1")
    for route in held:
        route.continue_()
    expect(page.locator("input[name=work]")).to_have_count(1)
    expect(box).to_be_visible()
    expect(box).to_be_focused()


@pytest.fixture
def letter_to(demo: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], str]:
    """Waits for a letter to an address that holds these words, in the folder where the demo keeps its mail."""

    def read(address: str, words: str) -> str:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            for letter in tmp_path_factory.getbasetemp().glob("demo*/data/mail/*"):
                text = Path(letter).read_text("utf-8")
                if address in text and words in text:
                    return text
            time.sleep(0.2)
        raise AssertionError(f"no letter to {address}")

    return read


@pytest.mark.parametrize("script", [True, False])
def test_the_letter_leads_back_to_the_conversation(
    script: bool, page_of: PageOf, letter_to: Callable[[str, str], str]
) -> None:
    page, address = page_of(), f"cleo-back-{script}@example.org"
    page.goto("/write/")
    fill_in(page, address, "Where can I park?")
    take_time()
    send(page)
    expect(page.locator("h1")).to_have_text("We have your message")
    found = re.search(r"http\S+(/chat/back/\S+)", letter_to(address, "has arrived"))
    assert found
    other = page_of(script=script, size="wide")
    other.goto(found[1])
    if script:
        look(other, "back")
    other.get_by_role("button", name="Open my conversation").click()
    expect(other.get_by_text("Where can I park?")).to_be_visible()
