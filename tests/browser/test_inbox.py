"""The staff's inbox in a browser: answering live, two at once, drafts, keys, and all of it without script."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import APIRequestContext, Locator, Page, expect

from tests.browser.conftest import Open, Scheme
from tests.kit.browser import assert_axe_clean, assert_fits, follow, photograph

PageOf = Callable[..., Page]


@dataclass
class Visitor:
    """Somebody on the clinic's public pages, by the chat's own doors."""

    request: APIRequestContext
    key: str
    name: str

    def says(self, body: str) -> None:
        """One more message."""
        words = {"client": str(uuid.uuid4()), "body": body, "name": self.name}
        assert self.request.post("/chat/say/", data=words, headers={"X-Chat-Key": self.key}).ok

    def types(self) -> None:
        """Show that they are typing."""
        self.request.post("/chat/typing/", data={}, headers={"X-Chat-Key": self.key})

    def reads(self) -> list[str]:
        """Everything they were told."""
        news = self.request.get("/chat/news/?after=0", headers={"X-Chat-Key": self.key}).json()
        return [one["html"] for one in news["messages"]]


@pytest.fixture
def visitor(open_window: Open) -> Callable[[str, str], Visitor]:
    """Makes a visitor who has written."""

    def made(name: str, body: str) -> Visitor:
        request = open_window().page.request
        one = Visitor(request, request.post("/chat/open/", data={}).json()["key"], name)
        one.says(body)
        return one

    return made


def to_talk(page: Page, name: str, folder: str = "open") -> None:
    """Open somebody's conversation from the list, on whichever of its pages it stands."""
    page.goto(f"/staff/inbox/?folder={folder}")
    row, more = page.locator(".talks a").filter(has_text=name), page.get_by_role("link", name="More", exact=True)
    while not row.count() and more.count():
        follow(page, more)
    row.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def ready(page: Page) -> None:
    """The page's scripts have begun."""
    page.locator("[data-inbox][data-ready]").wait_for()


FROM_THE_FOCUS = """row => {
    const all = [...document.querySelectorAll(".talks a")];
    return all.indexOf(row) - all.indexOf(document.activeElement);
}"""


def step_to(row: Locator) -> None:
    """Go to a row of the list by its keys. The list may be drawn anew under the hand, in another order."""
    for _ in range(100):
        rest = row.evaluate(FROM_THE_FOCUS)
        if not rest:
            break
        row.page.keyboard.press("j" if rest > 0 else "k")
    expect(row).to_be_focused()


def put_away(page: Page) -> None:
    """Leave the inbox as it was found."""
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_text("Closed. It opens again")).to_be_visible()


@pytest.mark.parametrize(
    ("size", "scheme"), [("phone", "light"), ("phone", "dark"), ("wide", "light"), ("wide", "dark")]
)
def test_the_inbox_is_accessible_and_fits(open_window: Open, size: str, scheme: Scheme, visitor: object) -> None:
    page = open_window("dara", size=size, scheme=scheme).page
    page.goto("/staff/inbox/")
    ready(page)
    expect(page.locator(".talks a").first).to_be_visible()
    assert_fits(page)
    assert_axe_clean(page)
    photograph(page, "dara", "inbox", size, scheme, whole=False)
    follow(page, page.locator(".talks a").first)
    ready(page)
    assert_fits(page)
    assert_axe_clean(page)
    photograph(page, "dara", "talk", size, scheme, whole=False)
    page.get_by_text("Hand over", exact=True).click()
    assert_fits(page)
    assert_axe_clean(page)
    photograph(page, "dara", "talk menu", size, scheme, whole=False)
    page.keyboard.press("Escape")
    page.locator("[name=mode][value=note]").check()
    assert_axe_clean(page)
    photograph(page, "dara", "talk note", size, scheme, whole=False)
    if size == "phone":
        page.get_by_role("link", name="Details").click()
        assert_fits(page)
        assert_axe_clean(page)
        photograph(page, "dara", "talk details", size, scheme, whole=False)


def test_a_visitor_and_staff_talk_live(page_of: PageOf, visitor: Callable[[str, str], Visitor]) -> None:
    page = page_of("dara", size="phone")
    joan = visitor("Joan Live", "Do you treat hips?")
    to_talk(page, "Joan Live", "needs")
    ready(page)
    page.locator("#say").fill("Good morning. Yes, we do.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".said.me .b").last).to_have_text("Good morning. Yes, we do.")
    expect(page.locator("#say")).to_have_value("")
    expect(page.get_by_text("Dara answered, and holds it now")).to_be_visible()
    assert any("Yes, we do." in one for one in joan.reads())
    joan.types()
    expect(page.locator("[data-typing]")).to_contain_text("typing")
    joan.says("Thank you, that helps.")
    expect(page.locator(".said-visitor .b").last).to_have_text("Thank you, that helps.")
    expect(page.locator("[data-typing]")).to_have_text("")
    assert page.locator("[data-seq]").evaluate_all("all => all.every((one, at) => Number(one.dataset.seq) === at + 1)")
    put_away(page)


def test_the_list_changes_by_itself_and_keeps_focus(page_of: PageOf, visitor: Callable[[str, str], Visitor]) -> None:
    page = page_of("dara", size="wide")
    visitor("First Finn", "I was first")
    page.goto("/staff/inbox/?folder=open")
    ready(page)
    row = page.locator(".talks a").filter(has_text="First Finn")
    row.focus()
    second = visitor("Second Sue", "I was second")
    expect(page.locator(".talks a").filter(has_text="Second Sue")).to_be_visible()
    expect(row).to_be_focused()
    second.says("And one more")
    expect(page.locator(".talks a").filter(has_text="And one more")).to_be_visible()
    expect(row).to_be_focused()
    for name in ("First Finn", "Second Sue"):
        to_talk(page, name)
        put_away(page)


def test_two_who_answer_are_told_of_each_other(open_window: Open, visitor: Callable[[str, str], Visitor]) -> None:
    windows = open_window("dara", size="wide"), open_window("ben", size="wide")
    windows[1].watch.expect("409")
    mine, theirs = windows[0].page, windows[1].page
    joan = visitor("Wanted Wim", "Is somebody there?")
    for page in (mine, theirs):
        to_talk(page, "Wanted Wim")
        ready(page)
    expect(theirs.locator("[data-beside]")).to_contain_text("Dara has this open too.")
    theirs.locator("#say").press_sequentially("Ben is he")
    expect(mine.locator("[data-typing]")).to_contain_text("Ben is typing")
    mine.locator("#say").fill("Dara is here.")
    mine.locator("#say").press("Control+Enter")
    expect(theirs.locator(".said-clinic .b").last).to_have_text("Dara is here.")
    expect(theirs.locator("[data-refused]")).to_contain_text("A colleague has answered while you were writing")
    expect(theirs.get_by_text("Dara holds this conversation.")).to_be_visible()
    expect(theirs.locator("#say")).to_have_value("Ben is he")
    photograph(theirs, "ben", "talk answered", whole=False)
    assert_axe_clean(theirs)
    theirs.locator("#say").press_sequentially("re.")
    theirs.get_by_role("button", name="Send it anyway").click()
    expect(theirs.locator("[data-refused]")).to_contain_text("A colleague has answered meanwhile")
    assert not any("Ben is here." in one for one in joan.reads())
    theirs.get_by_role("button", name="Send it anyway").click()
    expect(theirs.locator(".said.me .b").last).to_have_text("Ben is here.")
    expect(mine.locator(".said .b").filter(has_text="Ben is here.")).to_be_visible()
    put_away(mine)


def test_what_becomes_of_an_offer_shows_by_itself(page_of: PageOf, visitor: Callable[[str, str], Visitor]) -> None:
    mine, theirs = page_of("dara", size="wide"), page_of("ben", size="wide")
    visitor("Offered Otto", "Is there a time?")
    to_talk(mine, "Offered Otto")
    follow(mine, mine.get_by_role("link", name="Offer a time"))
    follow(mine, mine.locator(".offer-times button").first)
    ready(mine)
    expect(mine.locator(".offer-state")).to_contain_text("Kept until")
    to_talk(theirs, "Offered Otto")
    follow(theirs, theirs.get_by_role("button", name="Take back").first)
    expect(mine.locator(".offer-state")).to_have_text("This time is no longer kept.")
    expect(mine.get_by_role("button", name="Take back")).to_have_count(0)
    put_away(mine)


def test_what_is_typed_survives_another_conversation_and_a_reload(
    page_of: PageOf, visitor: Callable[[str, str], Visitor]
) -> None:
    page = page_of("dara", size="wide")
    visitor("Drafty Dirk", "Hello")
    visitor("Other Otto", "Hello too")
    to_talk(page, "Drafty Dirk")
    ready(page)
    page.locator("[name=mode][value=note]").check()
    page.locator("#say").fill("Half a thought")
    to_talk(page, "Other Otto")
    expect(page.locator("#say")).to_have_value("")
    to_talk(page, "Drafty Dirk")
    for _ in range(2):
        expect(page.locator("#say")).to_have_value("Half a thought")
        expect(page.locator("[name=mode][value=note]")).to_be_checked()
        page.reload()
    page.locator("#say").press("Control+Enter")
    expect(page.locator(".kind-note .b").last).to_have_text("Half a thought")
    page.reload()
    expect(page.locator("#say")).to_have_value("")
    for name in ("Drafty Dirk", "Other Otto"):
        to_talk(page, name)
        put_away(page)


def test_by_key_alone_and_with_the_keys_off(page_of: PageOf, visitor: Callable[[str, str], Visitor]) -> None:
    page = page_of("dara", size="wide")
    visitor("Keyboard Kay", "Hello")
    page.goto("/staff/inbox/?folder=open")
    ready(page)
    row = page.locator(".talks a").filter(has_text="Keyboard Kay")
    step_to(row)
    page.keyboard.press("k")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Keyboard Kay")
    ready(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert_axe_clean(page)
    photograph(page, "dara", "inbox keys", whole=False)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("n")
    expect(page.locator("[name=mode][value=note]")).to_be_checked()
    page.keyboard.type("are jse typed?")
    expect(page.locator("#say")).to_have_value("are jse typed?")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator(".talk-state")).to_contain_text("Yours")
    ready(page)
    page.keyboard.press("s")
    expect(page.get_by_text("Put it away until")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_label("Single keys work").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.press("r")
    expect(page.locator("#say")).not_to_be_focused()
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Single keys work").check()
    page.keyboard.press("Escape")
    page.locator(".talk-scroll").focus()
    page.keyboard.press("e")
    expect(page.get_by_text("Closed. It opens again")).to_be_visible()
    ready(page)
    page.keyboard.press("/")
    expect(page.get_by_label("Words, a name")).to_be_focused()


def test_a_line_that_breaks_loses_nothing(open_window: Open, visitor: Callable[[str, str], Visitor]) -> None:
    window = open_window("dara", size="phone")
    window.watch.expect("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "ERR_ABORTED")
    page = window.page
    joan = visitor("Tunnel Tia", "I am on a train")
    to_talk(page, "Tunnel Tia")
    ready(page)
    page.context.set_offline(True)
    page.locator("#say").fill("Can you hear me?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-refused]")).to_contain_text("did not get through")
    expect(page.locator("#say")).to_have_value("Can you hear me?")
    joan.says("Still here")
    page.context.set_offline(False)
    expect(page.locator(".said-visitor .b").last).to_have_text("Still here")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".said.me .b").last).to_have_text("Can you hear me?")
    assert len([one for one in joan.reads() if "Can you hear me?" in one]) == 1
    put_away(page)


def test_a_session_that_ended_keeps_the_text(open_window: Open, visitor: Callable[[str, str], Visitor]) -> None:
    window = open_window("eli", size="phone")
    window.watch.expect("403", "401")
    page = window.page
    visitor("Patient Pim", "No hurry")
    to_talk(page, "Patient Pim")
    ready(page)
    page.locator("#say").fill("A long answer")
    state = page.context.storage_state()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-refused]")).to_contain_text("signed out")
    expect(page.locator("#say")).to_have_value("A long answer")
    page.context.clear_cookies()  # the session in which the text was kept would stand beside the one put back
    page.context.add_cookies(
        [
            {"name": one["name"], "value": one["value"], "domain": one["domain"], "path": one["path"]}
            for one in state["cookies"]
        ]
    )
    page.reload()
    expect(page.locator("#say")).to_have_value("A long answer")
    put_away(page)


def test_without_script_everything_is_links_and_forms(page_of: PageOf, visitor: Callable[[str, str], Visitor]) -> None:
    page = page_of("dara", size="phone", script=False)
    joan = visitor("Plain Piet", "Do you work without script?")
    to_talk(page, "Plain Piet", "needs")
    page.locator("#say").fill("Yes.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".said.me .b").last).to_have_text("Yes.")
    assert any("Yes." in one for one in joan.reads())
    page.locator("[name=mode][value=note]").check()
    page.locator("#say").fill("Nice person")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".kind-note .b")).to_have_text("Nice person")
    page.get_by_text("Hand over", exact=True).click()
    page.get_by_label("To", exact=True).select_option(label="Ben Harrow (demo)")
    page.get_by_role("button", name="Hand it over").click()
    expect(page.get_by_text("Dara handed this to Ben")).to_be_visible()
    page.get_by_text("Later", exact=True).click()
    page.get_by_role("button", name="Tomorrow morning").click()
    expect(page.get_by_text("Put away.")).to_be_visible()
    to_talk(page, "Plain Piet", "snoozed")
    page.get_by_role("link", name="Details").click()
    expect(page.get_by_role("heading", name="Details")).to_be_visible()
    page.get_by_role("link", name="Close the details").click()
    page.get_by_role("button", name="Open again").click()
    put_away(page)


def test_who_has_gone_up_to_read_stays_there_and_is_told_of_more(
    open_window: Open, visitor: Callable[[str, str], Visitor]
) -> None:
    page, olive = open_window("dara", size="wide").page, visitor("Olive", "Word 1")
    for number in range(2, 21):
        olive.says(f"Word {number}")
    to_talk(page, "Olive")
    ready(page)
    scroll, fresh = page.locator(".talk-scroll"), page.get_by_role("button", name="New messages")
    expect(page.get_by_text("Word 20", exact=True).last).to_be_in_viewport()
    scroll.evaluate("one => one.scrollTo({ top: -one.scrollHeight, behavior: 'instant' })")
    expect(page.get_by_text("Word 1", exact=True).last).to_be_in_viewport()
    olive.says("And one more")
    expect(fresh).to_be_visible()
    expect(page.get_by_text("Word 1", exact=True).last).to_be_in_viewport()
    photograph(page, "dara", "talk more below", "wide", whole=False)
    fresh.click()
    expect(page.get_by_text("And one more").last).to_be_in_viewport()
    expect(fresh).to_be_hidden()
    olive.says("The very last")
    expect(page.get_by_text("The very last").last).to_be_in_viewport()
    expect(fresh).to_be_hidden()
    put_away(page)


def test_a_window_as_small_as_four_hundred_per_cent(page_of: PageOf) -> None:
    page = page_of("dara", size="phone")
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto("/staff/inbox/?folder=open")
    follow(page, page.locator(".talks a").first)
    assert_fits(page)
    page.locator("#say").scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Send")).to_be_in_viewport()
