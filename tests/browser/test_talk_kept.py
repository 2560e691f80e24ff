"""What neither side may lose in a browser: words that cross each other, half a sentence, a conversation in two tabs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open, sign_in
from tests.browser.test_chat import TUNNEL, held_up, says, send, texts
from tests.browser.test_inbox import Visitor, put_away, ready, to_talk, visitor
from tests.kit.browser import follow

__all__ = ["visitor"]
STREAM, NEWS = "**/stream/**", "**/news/**"
CARD = '<div class="care-cards"><p class="care-lead" role="alert">Please call <a href="tel:113">113</a>.</p></div>'


def broken(route: Route) -> None:
    """What a proxy says while the server behind it starts again; a browser opens no such stream a second time."""
    route.fulfill(status=502, content_type="text/html", body="Bad gateway")


def desk(open_: bool) -> Callable[[Route], None]:
    """The desk as it is told of, whatever the hour."""

    def told(route: Route) -> None:
        answer = route.fetch()
        said: dict[str, Any] = answer.json()
        said.get("desk", said)["open"] = open_
        route.fulfill(response=answer, body=json.dumps(said))

    return told


def chat_page(page: Page) -> Page:
    """The chat on its page, with somebody there and no stream."""
    page.route("**/chat/open/", desk(True))
    page.route("**/chat/stream/", lambda route: route.fulfill(status=200, content_type="text/html", body="proxy"))
    page.route("**/chat/news/*", desk(True))
    page.goto("/chat/")
    expect(page.locator("#chat-body")).to_be_visible()
    return page


def whatever_the_hour(route: Route) -> None:
    """The chat's page as a frame shows it, which is never the contact form."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("data-chat ", "data-chat data-framed "))


# The staff's side


def test_a_word_that_crossed_an_answer_is_shown(open_window: Open, visitor: Callable[[str, str], Visitor]) -> None:
    window = open_window("dara")
    window.watch.expect("502", "ERR_FAILED")
    page = window.page
    tom = visitor("Crossing Tom", "Do you treat hips?")
    page.route(STREAM, broken)
    page.route(NEWS, lambda route: route.abort())
    to_talk(page, "Crossing Tom", "needs")
    ready(page)
    tom.says("And knees?")
    page.locator("#say").fill("Yes, we do.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".said.me .b").last).to_have_text("Yes, we do.")
    page.unroute(NEWS)
    expect(page.locator(".said-visitor .b").last).to_have_text("And knees?", timeout=15_000)
    assert page.locator("[data-seq]").evaluate_all("all => all.every((one, at) => Number(one.dataset.seq) === at + 1)")
    page.unroute(STREAM)
    to_talk(page, "Crossing Tom", "needs")
    put_away(page)


def test_what_is_typed_while_an_answer_travels_stays(open_window: Open, visitor: Callable[[str, str], Visitor]) -> None:
    page = open_window("dara").page
    visitor("Patient Pat", "Do you treat hips?")
    to_talk(page, "Patient Pat", "needs")
    ready(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            held.append(route)
        else:
            route.continue_()

    address = page.url.partition("?")[0]
    page.route(lambda url: url.partition("?")[0] == address, hold)
    page.locator("#say").fill("Yes, we do.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-send]")).to_have_attribute("aria-disabled", "true")
    page.locator("#say").press_sequentially(" When can you come?")
    held.pop().continue_()
    expect(page.locator(".said.me .b").last).to_have_text("Yes, we do.")
    expect(page.locator("#say")).to_have_value("When can you come?")
    page.unroute_all()
    page.reload()
    ready(page)
    expect(page.locator("#say")).to_have_value("When can you come?")
    page.locator("#say").fill("")
    put_away(page)


# The visitor's side


def test_two_tabs_opened_before_the_first_word_are_one_conversation(open_window: Open) -> None:
    window = open_window()
    window.watch.expect(*TUNNEL)
    one = window.page
    other = one.context.new_page()
    for tab in (one, other):
        tab.route("**/chat/", whatever_the_hour)
        tab.goto("/chat/")
        expect(tab.locator("#chat-body")).to_be_visible()
    send(one, "From one")
    expect(one.locator(".me[data-seq]")).to_have_count(1)
    send(other, "From the other")
    expect(other.locator(".me[data-seq]")).to_have_count(2)
    says(one, "From a third")
    expect(other.locator(".me[data-seq]")).to_have_count(3)
    assert texts(other) == ["From one", "From the other", "From a third"]


def test_of_an_account_s_conversation_nothing_is_left_where_it_signed_out(open_window: Open) -> None:
    """What was read aloud last stands in a line that nobody sees, and that a screen reader still finds."""
    window, staff = open_window(), open_window("dara").page
    window.watch.expect("403")
    page = window.page
    sign_in(page, "mo")
    says(page, "From an account")
    page.goto("/chat/")
    expect(page.locator(".chat.live")).to_be_visible()
    staff.goto("/staff/inbox/?folder=open")  # the newest stand first
    follow(staff, staff.locator(".talks a").filter(has_text="From an account"))
    ready(staff)
    staff.locator("#say").fill("For Mo alone")
    staff.get_by_role("button", name="Send").click()
    expect(page.locator("[data-said]")).to_contain_text("For Mo alone")
    page.context.clear_cookies()  # as signing out in another tab does, and a shared computer's next person
    page.locator("#chat-body").fill("From somebody else")
    page.locator("button.chat-send").click()
    expect(page.locator(".me[data-seq]")).to_have_text(re.compile("From somebody else"))
    expect(page.locator("[data-chat]")).not_to_contain_text("For Mo alone")
    put_away(staff)


def test_half_a_sentence_outlives_reloads(open_window: Open) -> None:
    page = held_up(open_window, "Second")
    page.locator("#chat-body").press_sequentially("Half a sen")
    page.unroute_all()
    page.reload()
    expect(page.locator(".me[data-seq]")).to_have_count(2)
    page.reload()
    expect(page.locator("#chat-body")).to_have_value("Half a sen")


def test_half_a_sentence_moves_with_the_desk(open_window: Open) -> None:
    window = open_window()
    window.watch.expect(*TUNNEL)
    page = chat_page(window.page)
    for more, words in (("Half", "Half"), (" a sentence", "Half a sentence")):
        page.locator("#chat-body").press_sequentially(more)
        page.route("**/chat/news/*", desk(False))
        expect(page.locator("form.write textarea")).to_have_value(words, timeout=20_000)
        page.route("**/chat/news/*", desk(True))
        expect(page.locator("#chat-body")).to_have_value(words, timeout=20_000)


def test_a_card_comes_with_a_refusal_too(open_window: Open) -> None:
    window = open_window()
    window.watch.expect(*TUNNEL)
    page = chat_page(window.page)
    told = json.dumps({"code": "too_many", "words": "Please wait a moment.", "card": CARD})
    page.route("**/chat/say/", lambda route: route.fulfill(status=429, content_type="application/json", body=told))
    send(page, "Something urgent")
    expect(page.locator("[data-card] a[href='tel:113']")).to_be_visible()
    expect(page.locator(".pending .b")).to_have_text("Something urgent")
