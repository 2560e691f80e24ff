"""A visitor books in a real browser: with a thumb from the article, with keys alone and no script, in another zone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open, Scheme
from tests.browser.days import working_day
from tests.kit.browser import assert_axe_clean, assert_fits, follow, photograph

MOST_TAPS = 10
SECONDS_A_TAP = 1.35
"""Pointing and tapping, with the look before it (keystroke-level model, as in test_journal)."""
SECONDS_A_KEY = 0.4
"""A thumb on glass; grown-ups type 36 words a minute (Palin and others 2019), rounded up."""
MINUTE = 60

ReadMail = Callable[[str], "Mail"]


class Mail:
    """The letter with the code."""

    def __init__(self, text: str) -> None:
        code, link = re.search(r"^(\d{6})$", text, re.M), re.search(r"http\S+/booking/proof/\S+", text)
        assert code and link, text
        self.code, self.link = code[1], link[0]


@pytest.fixture
def mail_to(demo: str, tmp_path_factory: pytest.TempPathFactory) -> ReadMail:
    """Waits for the letter with a code to an address, in the folder where the demo keeps its mail."""

    def read(address: str) -> Mail:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            for letter in tmp_path_factory.getbasetemp().glob("demo*/data/mail/*"):
                text = Path(letter).read_text("utf-8")
                if address in text and "is your code" in text:
                    return Mail(text)
            time.sleep(0.2)
        raise AssertionError(f"no letter to {address}")

    return read


def look(page: Page, *names: str) -> None:
    """What every step must pass, and its picture."""
    photograph(page, "booking", *names)
    assert_fits(page)
    assert_axe_clean(page)


def fill_in(page: Page, address: str) -> None:
    page.get_by_label("Your name").fill("Cleo Wren")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Yes, keep these details").check()


def book(page: Page, address: str, mail_to: ReadMail) -> str:
    """Book a talk; the visit's address."""
    page.goto("/book/talk/")
    page.locator("button.time").last.click()
    fill_in(page, address)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("The six digits").fill(mail_to(address).code)
    page.get_by_role("button", name="Book this visit").click()
    expect(page.locator("h1")).to_have_text("You are booked")
    return page.url.removesuffix("booked/")


def test_from_the_article_to_a_visit_takes_few_taps(open_window: Open, mail_to: ReadMail) -> None:
    page, address = open_window().page, "cleo-article@example.org"
    page.goto("/hips-and-stress/")
    taps: list[Callable[[], None]] = [
        page.get_by_role("link", name="Book a first visit").first.click,
        page.get_by_role("link", name="First visit").click,
        page.locator("button.time").first.click,
        page.get_by_label("Your name").click,
        page.get_by_label("E-mail").click,
        page.get_by_label("Yes, keep these details").check,
        page.get_by_role("button", name="Go on").click,
        page.get_by_label("The six digits").click,
        page.get_by_role("button", name="Book this visit").click,
    ]
    typed = {3: "Cleo Wren", 4: address, 7: ""}
    began, waited = time.monotonic(), 0.0
    for number, tap in enumerate(taps):
        tap()
        if number == 7:
            asked = time.monotonic()
            typed[7] = mail_to(address).code
            waited = time.monotonic() - asked
        if number in typed:
            page.keyboard.type(typed[number])
    expect(page.locator("h1")).to_have_text("You are booked")
    machine = time.monotonic() - began - waited
    person = len(taps) * SECONDS_A_TAP + sum(map(len, typed.values())) * SECONDS_A_KEY
    print(f"{len(taps)} taps; pages {machine:.1f} s, letter {waited:.1f} s, thumbs {person:.1f} s")  # noqa: T201
    assert len(taps) <= MOST_TAPS
    assert person < MINUTE
    assert page.get_by_role("link", name="Change the time").is_visible()


@pytest.mark.parametrize(
    ("size", "scheme"), [("phone", "light"), ("phone", "dark"), ("wide", "light"), ("wide", "dark")]
)
def test_every_step_is_fit_to_be_seen(open_window: Open, mail_to: ReadMail, size: str, scheme: Scheme) -> None:
    page, address = open_window(size=size, scheme=scheme).page, f"look-{size}-{scheme}@example.org"
    page.goto("/book/")
    look(page, "1_start", size, scheme)
    follow(page, page.get_by_role("link", name="First visit"))
    look(page, "2_times", size, scheme)
    follow(page, page.locator("button.time").last)
    look(page, "3_details", size, scheme)
    follow(page, page.get_by_role("button", name="Go on"))
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "4_refused", size, scheme)
    fill_in(page, address)
    follow(page, page.get_by_role("button", name="Go on"))
    look(page, "5_code", size, scheme)
    page.get_by_label("The six digits").fill(mail_to(address).code)
    follow(page, page.get_by_role("button", name="Book this visit"))
    expect(page.locator("h1")).to_have_text("You are booked")
    look(page, "6_booked", size, scheme)
    visit = page.url.removesuffix("booked/")
    page.goto(f"{visit}change/")
    look(page, "7_change", size, scheme)
    follow(page, page.locator("button.time").first)
    look(page, "8_confirm", size, scheme)
    page.goto(f"{visit}kept/")
    look(page, "9_kept", size, scheme)
    page.goto(f"{visit}cancel/")
    look(page, "10_cancel", size, scheme)
    follow(page, page.get_by_role("button", name="Yes, call it off"))
    look(page, "11_called_off", size, scheme)


def test_by_keys_alone_and_without_script(open_window: Open, mail_to: ReadMail) -> None:
    page, address = open_window(script=False).page, "keys@example.org"

    def to(words: str, role: str) -> None:
        """Tab on until this is in focus."""
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.locator(f"{role}:focus", has_text=words).count():
                return
        raise AssertionError(f"{words} cannot be reached")

    page.goto("/book/")
    to("A talk with", "a")
    page.keyboard.press("Enter")
    to(":", "button.time")
    page.keyboard.press("Enter")
    page.get_by_label("Your name").focus()
    page.keyboard.type("Cleo Wren")
    page.keyboard.press("Tab")
    page.keyboard.type(address)
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    to("Go on", "button")
    page.keyboard.press("Enter")
    page.get_by_label("The six digits").focus()
    page.keyboard.type(mail_to(address).code)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("You are booked")


def test_the_link_of_the_letter_books_in_another_browser(open_window: Open, mail_to: ReadMail) -> None:
    page, other, address = open_window().page, open_window().page, "link@example.org"
    page.goto("/book/talk/")
    page.locator("button.time").last.click()
    fill_in(page, address)
    page.get_by_role("button", name="Go on").click()
    other.goto(mail_to(address).link)
    look(other, "proof", "phone", "light")
    other.get_by_role("button", name="Yes, book it").click()
    expect(other.locator("h1")).to_have_text("You are booked")
    page.reload()
    expect(page.locator("h1")).to_have_text("You are booked")


def test_going_back_and_choosing_again_keeps_what_was_typed(open_window: Open) -> None:
    page = open_window().page
    page.goto(f"/book/talk/?day={working_day(3, (2, 3))}")  # one with more than one time left
    page.locator("button.time").first.click()
    fill_in(page, "back@example.org")
    page.get_by_role("button", name="Go on").click()
    page.go_back()
    page.go_back()
    page.locator("button.time").nth(1).click()
    expect(page.get_by_label("Your name")).to_have_value("Cleo Wren")


def test_of_two_who_want_one_time_the_second_is_offered_the_nearest(open_window: Open) -> None:
    first, second = open_window().page, open_window()
    second.watch.expect("status of 409")
    for page in (first, second.page):
        page.goto("/book/treatment/")
    first.locator("button.time").first.click()
    expect(first.locator("h1")).to_have_text("Who is it for?")
    second.page.locator("button.time").first.click()
    expect(second.page.get_by_role("alert")).to_be_visible()
    look(second.page, "lost", "phone", "light")
    second.page.locator("button.time").first.click()
    expect(second.page.locator("h1")).to_have_text("Who is it for?")


@pytest.mark.parametrize(("zone", "differs"), [("America/New_York", True), ("Europe/Dublin", False)])
def test_who_lives_elsewhere_sees_their_own_time_too(chromium: Browser, demo: str, zone: str, differs: bool) -> None:
    context = chromium.new_context(base_url=demo, timezone_id=zone, locale="en-GB")
    page = context.new_page()
    page.goto("/book/online-follow-up/")
    expect(page.get_by_text("Your device shows another time")).to_be_visible(visible=differs)
    expect(page.get_by_text("for you").first).to_be_visible(visible=differs)
    photograph(page, "booking", "zone", zone)
    context.close()


def test_it_is_said_how_long_a_time_is_kept(open_window: Open) -> None:
    page = open_window().page
    page.goto("/book/talk/")
    page.locator("button.time").first.click()
    named = r"(\w+ \d+ \w+, )?"  # the day too, in the last minutes before midnight
    expect(page.locator("[data-until]")).to_have_text(re.compile(rf"until {named}\d\d:\d\d, 10 more minutes\.$"))


def test_a_guest_calls_off_and_is_forgotten(open_window: Open, mail_to: ReadMail) -> None:
    page = open_window().page
    visit = book(page, "forget@example.org", mail_to)
    page.goto(f"{visit}kept/")
    page.get_by_label("Yes, erase everything").check()
    page.get_by_role("button", name="Erase it").click()
    expect(page.locator("h1")).to_have_text("Everything is erased")


@pytest.mark.parametrize(("size", "scheme"), [("phone", "light"), ("phone", "dark"), ("wide", "light")])
def test_a_patients_visits(open_window: Open, size: str, scheme: Scheme) -> None:
    page = open_window("ana", size=size, scheme=scheme).page
    page.goto("/visits/")
    expect(page.get_by_role("heading", name="Treatment").first).to_be_visible()
    look(page, "own", size, scheme)
    page.goto("/today/")
    expect(page.get_by_role("heading", name="Your next visit")).to_be_visible()
    look(page, "today", size, scheme)
