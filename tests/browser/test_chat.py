"""The visitor's chat in a browser: two people talking, a tunnel, a reload, two tabs, the keyboard, and no script."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open, Scheme, Window
from tests.kit import files
from tests.kit.browser import assert_axe_clean, assert_fits, follow, photograph

PageOf = Callable[..., Page]
TUNNEL = ("ERR_INTERNET_DISCONNECTED", "Failed to load resource")


def says(page: Page, body: str) -> None:
    """The visitor of this window writes by the chat's doors; its browser keeps the key."""
    request = page.context.request
    key = request.post("/chat/open/", data={}).json()["key"]
    words = {"client": str(uuid.uuid4()), "body": body}
    assert request.post("/chat/say/", data=words, headers={"X-Chat-Key": key}).ok


def opened(page: Page, address: str = "/hips-and-stress/") -> Page:
    """The sheet over a page."""
    page.goto(address)
    page.locator("[data-launch]").click()
    expect(page.locator("dialog[open] .chat.live")).to_be_visible()
    return page


def send(page: Page, body: str) -> None:
    """Type and press Enter, in the tab that is in front."""
    page.bring_to_front()
    page.locator("#chat-body").fill(body)
    page.locator("#chat-body").press("Enter")


def held_up(open_window: Open, body: str) -> Page:
    """The chat's page of somebody whose second word does not get through, until its routes are taken away."""
    window = open_window()
    window.watch.expect(*TUNNEL)
    page = window.page
    says(page, "First")
    page.goto("/chat/")
    expect(page.locator(".chat.live")).to_be_visible()
    page.route("**/chat/say/", lambda route: route.abort())
    send(page, body)
    expect(page.locator(".pending [data-mark]")).to_have_text("not sent yet, will try again")
    return page


def texts(page: Page) -> list[str]:
    """What stands in the bubbles."""
    return page.locator("[data-talk] .b").all_inner_texts()


def answers(staff: Page, body: str) -> None:
    """The staff's window sends an answer."""
    staff.locator("[data-composer] textarea[name=body]").fill(body)
    staff.locator("[data-composer] [data-send]").click()
    expect(staff.locator("[data-said] .b").filter(has_text=body)).to_be_visible()


@pytest.fixture
def talking(open_window: Open) -> Iterator[tuple[Window, Page, str]]:
    """A visitor's phone with the window open, Dara with the same conversation, and its first words. She closes it.

    She was at the desk before the window opened, which looks otherwise where nobody is there.
    """
    first = f"Hello {uuid.uuid4().hex[:6]}"
    window, staff = open_window(), open_window("dara", size="wide").page
    says(window.page, first)
    staff.goto("/staff/inbox/?folder=open")
    with staff.expect_response("**/staff/inbox/stream/?talk=*"):
        staff.locator(".talks a").filter(has_text=first).first.click()
    expect(staff.locator("[data-composer]")).to_be_visible()
    here = staff.url
    opened(window.page)
    yield window, staff, first
    staff.goto(here)
    follow(staff, staff.get_by_role("button", name="Close", exact=True))


def test_visitor_and_staff_talk(talking: tuple[Window, Page, str]) -> None:
    window, staff, first = talking
    page = window.page
    expect(page.locator(".me [data-mark]")).to_have_text("seen")
    staff.locator("[data-composer] textarea[name=body]").press_sequentially("Good")
    expect(page.locator("[data-typing]")).to_have_text("Dara is writing")
    answers(staff, "Good morning")
    expect(page.locator(".said-clinic .b")).to_have_text("Good morning")
    expect(page.locator("[data-typing]")).to_be_empty()
    expect(page.locator("[data-said]")).to_contain_text("Good morning")
    send(page, "My hip\nhurts")
    expect(staff.locator("[data-said] .b").filter(has_text="hurts")).to_be_visible()
    expect(page.locator(".me [data-mark]").last).to_have_text("seen")
    assert texts(page) == [first, "Good morning", "My hip\nhurts"]
    assert_axe_clean(page)
    assert_fits(page)


def test_a_tunnel_loses_nothing(talking: tuple[Window, Page, str]) -> None:
    window, staff, first = talking
    window.watch.expect(*TUNNEL)
    page = window.page
    page.context.set_offline(True)
    send(page, "Written in a tunnel")
    expect(page.locator(".pending [data-mark]")).to_have_text("not sent yet, will try again")
    expect(page.locator("[data-offline]")).to_be_visible()
    answers(staff, "Are you there?")
    page.context.set_offline(False)
    expect(page.locator(".said-clinic .b")).to_have_text("Are you there?")
    expect(page.locator(".pending")).to_have_count(0)
    assert texts(page) == [first, "Are you there?", "Written in a tunnel"]
    expect(staff.locator("[data-said] .b").filter(has_text="tunnel")).to_have_count(1)


def test_what_was_not_sent_outlives_a_reload_and_goes_out_once(open_window: Open) -> None:
    page = held_up(open_window, "Kept over a reload")
    page.unroute("**/chat/say/")
    page.reload()
    expect(page.locator(".me[data-seq]").filter(has_text="Kept over a reload")).to_have_count(1)
    page.reload()
    expect(page.locator(".chat.live")).to_be_visible()
    assert texts(page) == ["First", "Kept over a reload"]


def test_an_answer_that_got_lost_is_no_second_message(open_window: Open) -> None:
    window = open_window()
    window.watch.expect(*TUNNEL)
    page = window.page
    lost: list[int] = []

    def arrives_but_is_not_told(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    says(page, "First")
    page.route("**/chat/say/", arrives_but_is_not_told)
    opened(page)
    send(page, "Second")
    expect(page.locator(".me[data-seq]")).to_have_count(2)
    page.reload()
    assert lost == [200]
    page.locator("[data-launch]").click()
    expect(page.locator(".me[data-seq]")).to_have_count(2)


def test_two_tabs_show_the_same(open_window: Open) -> None:
    one = open_window().page
    says(one, "First")
    opened(one)
    other = one.context.new_page()
    other.goto("/chat/")
    expect(other.locator(".chat.live")).to_be_visible()
    send(one, "From one")
    expect(other.locator(".me[data-seq]")).to_have_count(2)
    send(other, "From the other")
    expect(one.locator(".me[data-seq]")).to_have_count(3)
    assert texts(one) == texts(other) == ["First", "From one", "From the other"]


@pytest.mark.parametrize("locks", [True, False])
def test_two_tabs_that_begin_at_once_begin_one_conversation(open_window: Open, locks: bool) -> None:
    """Out of a tunnel, say. The control: a browser that knows no locks sends both first words, and begins two."""
    staff = open_window("dara", size="wide").page
    with staff.expect_response("**/staff/inbox/stream/"):
        staff.goto("/staff/inbox/")
    window = open_window()
    window.watch.expect("403")
    one = window.page
    if not locks:
        one.context.add_init_script("delete Navigator.prototype.locks")
    both, held, over = (one, one.context.new_page()), list[Route](), list[bool]()

    def hold(route: Route) -> None:
        if over:
            route.continue_()
        else:
            held.append(route)

    one.context.route("**/chat/say/", hold)
    for page, body in zip(both, ("From one", "From the other"), strict=True):
        opened(page)
        send(page, body)
        expect(page.locator(".pending")).to_have_count(1)
    for _ in range(200):
        if len(held) == (1 if locks else 2):
            break
        one.wait_for_timeout(100)
    over.append(True)
    for route in held:
        route.continue_()
    for page in both:
        expect(page.locator(".me[data-seq]")).to_have_count(2 if locks else 1)
    if locks:
        assert texts(one) == texts(both[1])


def test_news_are_counted_until_they_are_seen(talking: tuple[Window, Page, str]) -> None:
    window, staff, _ = talking
    page = window.page
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    answers(staff, "One question")
    expect(page.locator("[data-unread]")).to_have_text("1")
    assert page.title().startswith("(1) ")
    page.goto("/team/")
    expect(page.locator("[data-unread]")).to_have_text("1")
    page.locator("[data-launch]").click()
    expect(page.locator("[data-unread]")).to_be_empty()


def test_where_no_stream_comes_through_it_asks(open_window: Open) -> None:
    window = open_window()
    window.watch.expect(*TUNNEL)
    page = window.page
    says(page, "First")
    page.route("**/chat/stream/", lambda route: route.fulfill(status=200, content_type="text/html", body="proxy"))
    opened(page)
    says(page, "From another device")
    expect(page.locator(".me[data-seq]")).to_have_count(2)


def test_by_keyboard_alone(open_window: Open) -> None:
    page = open_window(size="wide").page
    says(page, "First")
    page.goto("/team/")
    page.locator("[data-launch]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#chat-body")).to_be_focused()
    page.keyboard.type("One line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("and another")
    page.keyboard.press("Enter")
    expect(page.locator(".me[data-seq]")).to_have_count(2)
    for _ in range(12):
        page.keyboard.press("Tab")
        inside = "() => document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        assert page.evaluate(inside), "focus left the window"
    page.keyboard.press("Escape")
    expect(page.locator("[data-launch]")).to_be_focused()


def closed(route: Route, **more: Any) -> None:
    """The desk as it is at night."""
    answer = route.fetch()
    told = {**answer.json(), "open": False, "words": "Chat opens tomorrow at 8:00.", **more}
    route.fulfill(response=answer, body=json.dumps(told))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_at_night_the_window_is_the_contact_form(open_window: Open, scheme: Scheme) -> None:
    window = open_window(scheme=scheme)
    window.watch.expect(*TUNNEL)
    page = window.page
    page.route("**/chat/open/", closed)
    for door in ("stream", "news"):
        page.route(f"**/chat/{door}/*", lambda route: route.abort())
        page.route(f"**/chat/{door}/", lambda route: route.abort())
    opened(page)
    expect(page.locator("dialog form.write textarea")).to_be_visible()
    expect(page.locator("[data-words]")).to_have_text("Chat opens tomorrow at 8:00.")
    assert_axe_clean(page)
    photograph(page, "chat", "closed", scheme, whole=False)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "wide"])
def test_the_window_is_in_order(open_window: Open, scheme: Scheme, size: str) -> None:
    page = open_window(size=size, scheme=scheme).page
    says(page, "Hi. The side of my hip hurts when I lie on it. Do you treat that?")
    says(page, "I want to die")
    opened(page, "/")
    expect(page.locator("dialog .care-lead")).to_be_visible()
    assert_axe_clean(page)
    assert_fits(page)
    photograph(page, "chat", "sheet", size, scheme, whole=False)
    page.goto("/chat/")
    expect(page.locator(".chat.live .care-lead")).to_be_visible()
    assert_axe_clean(page)
    assert_fits(page)
    photograph(page, "chat", "page", size, scheme)


CALL_IS_SEEN = """() => {
    const box = (name) => document.querySelector(name).getBoundingClientRect();
    const [call, card, foot] = [".care-call", ".chat-card", ".chat-foot"].map(box);
    return card.top < call.top && call.bottom <= Math.min(card.bottom, foot.top) && foot.bottom <= innerHeight;
}"""


@pytest.mark.parametrize("height", [844, 667])
def test_the_number_to_call_is_seen_without_scrolling(open_window: Open, height: int) -> None:
    page = open_window().page
    page.set_viewport_size({"width": 375, "height": height})
    says(page, "I fell and cannot put weight on my leg")
    says(page, "I want to die")
    opened(page)
    page.wait_for_function(CALL_IS_SEEN)
    page.goto("/chat/")
    expect(page.locator(".chat.live .care-call").first).to_be_visible()
    page.wait_for_function(CALL_IS_SEEN)


def test_files_have_their_look_before_they_are_sent(open_window: Open) -> None:
    page = open_window().page
    says(page, "First")
    opened(page)
    picture = {"name": "hip.png", "mimeType": "image/png", "buffer": files.picture("PNG", (400, 300))}
    page.locator("[data-picker]").set_input_files(picture)  # type: ignore[arg-type]
    expect(page.get_by_text("ready to send").first).to_be_visible()
    expect(page.locator(".brought-one")).to_have_css("display", "flex")


def test_an_offer_that_runs_out_turns_by_itself(talking: tuple[Window, Page, str]) -> None:
    """The visitor's clock is moved on. The server's cannot be, so the time is taken back: no bubble is told of that."""
    window, staff, _ = talking
    page = window.page
    page.clock.install()
    opened(page)
    staff.get_by_role("link", name="Offer a time").click()
    staff.locator(".offer-times button").first.click()
    take = page.get_by_role("link", name="Take this time")
    expect(take).to_be_visible()
    staff.get_by_role("button", name="Take back").first.click()
    expect(staff.get_by_role("button", name="Take back")).to_have_count(0)
    expect(take).to_be_visible()
    take.focus()
    page.clock.fast_forward(48 * 3_600_000)
    expect(page.locator(".offer-state")).to_have_text("This time is no longer kept.")
    expect(page.get_by_role("link", name="See other times")).to_be_focused()
    expect(take).to_have_count(0)


def test_zoomed_to_400_percent_it_can_be_used(open_window: Open) -> None:
    page = open_window().page
    page.set_viewport_size({"width": 320, "height": 256})
    says(page, "First")
    opened(page)
    send(page, "Second")
    expect(page.locator(".me[data-seq]")).to_have_count(2)
    assert_fits(page)
    page.locator("[data-close]").click()
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_without_script_it_is_a_page_with_a_form(open_window: Open) -> None:
    page = open_window(script=False).page
    says(page, "First")
    page.goto("/team/")
    follow(page, page.locator("[data-launch]"))
    page.locator("#chat-body").fill("Second")
    follow(page, page.get_by_role("button", name="Send"))
    assert texts(page) == ["First", "Second"]
    says(page, "From another device")
    follow(page, page.get_by_role("link", name="Look for an answer"))
    assert texts(page)[-1] == "From another device"
    photograph(page, "chat", "plain", "phone")


def test_an_answer_that_waited_counts_as_seen_once_the_window_is_open(talking: tuple[Window, Page, str]) -> None:
    """It is drawn into the window by the server, and nothing new follows it."""
    window, staff, _ = talking
    window.page.goto("about:blank")
    answers(staff, "While you were away")
    mark = staff.locator("[data-said] .me [data-mark]").last
    expect(mark).to_have_text("sent")
    opened(window.page)
    expect(window.page.locator(".said-clinic .b")).to_have_text("While you were away")
    expect(mark).to_have_text("seen")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_address_for_the_answer_takes_one_line_until_it_is_wanted(
    talking: tuple[Window, Page, str], scheme: Scheme
) -> None:
    page = talking[0].page
    email = page.get_by_label("E-mail")
    page.emulate_media(color_scheme=scheme)
    expect(page.get_by_text("Get the answer by e-mail too")).to_be_visible()
    expect(email).to_be_hidden()
    photograph(page, "chat", "address folded", scheme, whole=False)
    page.get_by_text("Get the answer by e-mail too").click()
    expect(page.get_by_role("button", name="Keep it")).to_be_in_viewport()
    photograph(page, "chat", "address asked", scheme, whole=False)
    assert_axe_clean(page)
    email.fill("kim@guest.example")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Get the answer by e-mail too")).to_be_hidden()


def test_a_patient_finds_it_in_the_portal(page_of: PageOf) -> None:
    page = page_of("ana")
    page.goto("/you/")
    follow(page, page.get_by_role("link", name="Open: Messages"))
    assert_axe_clean(page)
    assert_fits(page)
    photograph(page, "chat", "messages", "phone")
    opened(page, "/today/")
    assert_axe_clean(page)
