"""The chat on another website: another origin, a strict policy, odd styles, no storage for frames; and pictures."""

from __future__ import annotations

import http.server
import json
import re
import threading
import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import FilePayload, FrameLocator, Page, Route, expect

from tests.browser.conftest import Open, Scheme
from tests.kit import files
from tests.kit.browser import assert_axe_clean, assert_fits, photograph

CHAT = re.compile(r"/frontdesk/chat(\.\w+)?\.js$")
BUTTON = "Need help? Chat with us"
STYLE = b"""body { font: 20px Georgia; margin: 2rem; background: Canvas; color: CanvasText; color-scheme: light dark }
div { display: none } button { background: red !important; font-size: 9px } iframe { opacity: .2 }"""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>An older website</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/s.css">
<link rel="icon" href="data:,"></head>
<body><main><h1>Hips and knees</h1><p>Our own website. <a href="#hips">Hips</a></p></main>
<script src="{clinic}/embed/chat.js" async></script></body></html>"""
POLICY = (
    "default-src 'none'; script-src {clinic}; frame-src {clinic}; style-src 'self'; img-src data:; base-uri 'none'; "
    "require-trusted-types-for 'script'"
)


@pytest.fixture(scope="module")
def website(demo: str) -> Iterator[str]:
    """The address of a website that took over the line. Its host is another than the clinic's, as a browser sees it."""
    clinic = demo.replace("127.0.0.1", "localhost")

    class Website(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_style = self.path == "/s.css"
            body = STYLE if is_style else PAGE.format(clinic=clinic).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/css" if is_style else "text/html")
            self.send_header("Content-Security-Policy", POLICY.format(clinic=clinic))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Website)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def opened(page: Page) -> FrameLocator:
    """The chat behind the button."""
    page.get_by_role("button", name=BUTTON).click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_label("Your message")).to_be_visible()
    return frame


def say(frame: FrameLocator, words: str) -> None:
    frame.owner.page.bring_to_front()  # a click into the frame of a tab behind another one may get lost
    frame.get_by_label("Your message").fill(words)
    frame.get_by_role("button", name="Send").click()
    expect(frame.locator("[data-seq]", has_text=words)).to_be_visible()


@pytest.mark.parametrize(
    ("size", "scheme"), [("phone", "light"), ("phone", "dark"), ("wide", "light"), ("wide", "dark")]
)
def test_one_talks_reloads_and_goes_on(open_window: Open, website: str, size: str, scheme: Scheme) -> None:
    page = open_window(size=size, scheme=scheme).page
    page.goto(website)
    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()
    photograph(page, "embed", "closed", size, scheme, whole=False)
    assert page.evaluate("() => Object.keys(window).filter((name) => /hip|chat/i.test(name))") == []
    say(opened(page), "Do you treat runners?")
    photograph(page, "embed", "open", size, scheme, whole=False)
    assert_fits(page)
    assert_axe_clean(page)
    page.reload()
    again = opened(page)
    expect(again.get_by_text("Do you treat runners?")).to_be_visible()
    say(again, "And swimmers?")
    expect(again.locator("[data-seq]")).to_have_count(2)


def test_two_tabs_of_the_website_are_one_conversation(open_window: Open, website: str) -> None:
    page = open_window().page
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(website)
    first, second = opened(page), opened(other)
    say(first, "Do you treat runners?")
    expect(second.get_by_text("Do you treat runners?")).to_be_visible()
    say(second, "And swimmers?")
    expect(first.locator("[data-seq]")).to_have_count(2)


def test_a_second_tab_in_which_something_is_typed_goes_on_with_it_too(open_window: Open, website: str) -> None:
    page = open_window().page
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(website)
    first, second = opened(page), opened(other)
    second.get_by_label("Your message").fill("Half a sentence")
    say(first, "Do you treat runners?")
    expect(second.get_by_text("Do you treat runners?")).to_be_visible()
    expect(second.get_by_label("Your message")).to_have_value("Half a sentence")
    other.bring_to_front()
    second.get_by_role("button", name="Send").click()
    expect(first.locator("[data-seq]")).to_have_count(2)


def test_by_keys_alone(open_window: Open, website: str) -> None:
    page = open_window().page
    page.goto(website)
    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=BUTTON)).to_be_focused()
    page.keyboard.press("Enter")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_label("Your message")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=BUTTON)).to_be_focused()
    page.keyboard.press("Enter")
    expect(frame.get_by_label("Your message")).to_be_focused()
    frame.get_by_role("button", name="Close chat").click()
    expect(page.get_by_role("button", name=BUTTON)).to_be_focused()


def test_without_script_there_is_no_button(open_window: Open, website: str) -> None:
    page = open_window(script=False).page
    page.goto(website)
    expect(page.get_by_role("button", name=BUTTON)).to_have_count(0)


def test_whoever_is_signed_in_at_the_clinic_is_nobody_in_the_frame(open_window: Open, demo: str) -> None:
    """The frame's own page, at the clinic's own address, where the session certainly comes along."""
    page = open_window("ana").page
    page.goto("/chat/")
    expect(page.get_by_role("link", name="Journal")).to_be_visible()
    with page.expect_request("**/chat/open/") as asked:
        page.goto("/embed/chat/")
    expect(page.get_by_label("Your message")).to_be_visible()
    assert "cookie" not in asked.value.all_headers()
    expect(page.get_by_text("No account needed.")).to_be_visible()


def test_a_picture_goes_both_ways(open_window: Open, website: str) -> None:
    window, staff = open_window(), open_window("dara", size="wide").page
    window.watch.expect("status of 422")
    page = window.page
    page.goto(website)
    frame = opened(page)
    say(frame, "May I show you where it hurts?")
    frame.locator("[data-picker]").set_input_files(
        [
            FilePayload(name="hip.jpg", mimeType="image/jpeg", buffer=files.from_a_phone()),
            FilePayload(name="letter.pdf", mimeType="application/pdf", buffer=files.PDF),
            FilePayload(name="drawing.png", mimeType="image/png", buffer=files.SVG),
        ]
    )
    expect(frame.get_by_text("This one is something else inside.").first).to_be_visible()
    expect(frame.locator("[data-state]", has_text="ready to send")).to_have_count(2)
    frame.get_by_label("Your message").fill("Here it is.")
    frame.get_by_role("button", name="Send").click()
    expect(frame.get_by_role("alert")).to_contain_text("One file could not be taken")
    frame.get_by_role("button", name="Remove drawing.png").click()
    say(frame, "Here it is.")
    expect(frame.get_by_role("img", name="Picture from you, hip.jpg")).to_have_js_property("naturalWidth", 200)
    expect(frame.get_by_role("link", name="letter.pdf")).to_be_visible()
    assert_axe_clean(page)
    photograph(page, "embed", "picture", "phone", "light", whole=False)

    staff.goto("/staff/inbox/?folder=needs")
    staff.get_by_role("link").filter(has_text="Here it is.").first.click()
    expect(staff.get_by_role("img", name="Picture from the visitor, hip.jpg")).to_have_js_property("naturalWidth", 200)
    staff.locator("[data-picker]").set_input_files(
        {"name": "stretch.png", "mimeType": "image/png", "buffer": files.picture("PNG", (400, 300))}
    )
    expect(staff.get_by_text("ready to send").first).to_be_visible()
    staff.get_by_label("Your text").fill("Try this stretch.")
    staff.get_by_role("button", name="Send", exact=True).click()
    expect(staff.get_by_role("img", name="Picture from you, stretch.jpg")).to_be_visible()
    photograph(staff, "embed", "picture", "staff", "light", whole=False)
    expect(frame.get_by_role("img", name="Picture from the clinic, stretch.jpg")).to_be_visible()


def at_night(page: Page) -> None:
    """The desk as it is when nobody is there, for this window."""

    def closed(route: Route) -> None:
        answer = route.fetch()
        told = {"open": False, "title": "We’re closed just now", "words": "Chat opens tomorrow at 8:00."}
        route.fulfill(response=answer, body=json.dumps({**answer.json(), **told}))

    page.route("**/chat/open/", closed)
    for door in ("stream", "news"):
        page.route(re.compile(f"/chat/{door}/"), lambda route: route.abort())


def test_nothing_leaves_the_frame_before_its_script_is_alive(open_window: Open, website: str) -> None:
    """A slow line: the window is there, what makes it work is not. The form would be sent into a window of its own."""
    window = open_window()
    page, waiting = window.page, list[Route]()
    window.watch.expect("status of 405", "status of 403")

    def wait(route: Route) -> None:
        waiting.append(route)

    page.route(CHAT, wait)
    page.goto(website)
    with page.expect_request(CHAT):
        page.get_by_role("button", name=BUTTON).click()
    frame = page.frame_locator("iframe")
    words, send = frame.get_by_label("Your message"), frame.get_by_role("button", name="Send")
    words.fill("Written too soon")
    expect(send).to_be_disabled()
    send.click(force=True)
    words.press("Enter")
    assert len(page.context.pages) == 1 and waiting
    words.fill("Written too soon")
    waiting[0].continue_()
    expect(send).to_be_enabled()
    expect(words).to_have_value("Written too soon")
    send.click()
    expect(frame.locator("[data-seq]", has_text="Written too soon")).to_have_count(1)
    assert len(page.context.pages) == 1
    # the control: a button that can be pressed too soon takes the words out of the frame
    page.reload()
    page.get_by_role("button", name=BUTTON).click()
    words.fill("Lost")
    with page.context.expect_page() as other:
        send.evaluate("button => { button.disabled = false; button.click(); }")
    other.value.close()


def test_a_frame_whose_script_never_comes_leads_to_the_form(open_window: Open, website: str) -> None:
    window = open_window()
    window.watch.expect("Failed to load", "Failed to fetch")
    window.page.route(CHAT, lambda route: route.abort())
    window.page.goto(website)
    window.page.get_by_role("button", name=BUTTON).click()
    expect(window.page.frame_locator("iframe").get_by_role("link", name="Write to us")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_at_night_the_frame_says_so_and_keeps_an_address(open_window: Open, website: str, scheme: Scheme) -> None:
    window, staff = open_window(scheme=scheme), open_window("dara", size="wide").page
    window.watch.expect("Failed to load resource")
    page, first = window.page, f"At night {uuid.uuid4().hex[:6]}"
    at_night(page)
    page.goto(website)
    frame = opened(page)
    expect(frame.get_by_role("heading", name="We’re closed just now")).to_be_visible()
    expect(frame.get_by_text("Chat opens tomorrow at 8:00.")).to_be_visible()
    expect(frame.get_by_text("Nobody is here just now. Write anyway: we answer")).to_be_visible()
    expect(frame.get_by_role("button", name="Keep it")).to_be_hidden()
    expect(frame.get_by_text("Erase this conversation")).to_be_hidden()
    photograph(page, "embed", "night", scheme, whole=False)
    assert_axe_clean(page)
    frame.get_by_label("E-mail").fill("kim@guest.example")
    say(frame, first)
    expect(frame.get_by_text("Thank you. That is noted.").first).to_be_visible()
    staff.goto("/staff/inbox/?folder=open")
    staff.locator(".talks a").filter(has_text=first).first.click()
    expect(staff.get_by_role("link", name="kim@guest.example")).to_be_visible()


def test_what_was_said_in_a_frame_is_erased_there(open_window: Open, website: str) -> None:
    page = open_window().page
    page.goto(website)
    frame = opened(page)
    say(frame, "To be forgotten")
    frame.get_by_text("Erase this conversation").click()
    photograph(page, "embed", "erase", "phone", whole=False)
    frame.get_by_role("button", name="Yes, erase it").click()
    expect(frame.get_by_text("Your conversation is erased.")).to_be_visible()
    expect(frame.locator("[data-seq]")).to_have_count(0)
    assert_axe_clean(page)
    page.reload()
    again = opened(page)
    expect(again.get_by_text("No account needed.")).to_be_visible()
    say(again, "And anew")
    expect(again.locator("[data-seq]")).to_have_count(1)
