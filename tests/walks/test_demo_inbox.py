"""The demo's inbox, and a time offered in a chat at a server that is really running."""

from __future__ import annotations

import re

from tests.walks.browser import Page
from tests.walks.conftest import Clinic


def _number(page: Page, words: str) -> str:
    """The number of the conversation whose row in a list holds these words."""
    rows = re.findall(r'<li id="row-(\d+)"(.*?)</li>', page.html, re.S)
    return str(next(number for number, row in rows if words in row))


def test_the_inbox_looks_like_a_working_day(demo: Clinic) -> None:
    dara = demo.signed_in("dara")
    inbox = dara.get("/staff/inbox/").text
    assert "Ruth Adler" in inbox and "nobody has taken" in inbox and "Dana Wolfe" in inbox
    counts = {
        folder: len(re.findall(r'id="row-', dara.get(f"/staff/inbox/?folder={folder}").html))
        for folder in ("needs", "open", "snoozed", "closed", "spam")
    }
    assert counts["needs"] >= 3 and counts["open"] >= 5 and counts["closed"] >= 3
    assert counts["snoozed"] == counts["spam"] == 1


def test_the_desk_can_be_opened_and_closed(demo: Clinic) -> None:
    olga = demo.signed_in("olga")
    page = olga.get("/staff/desk/")
    assert "Monday" in page.text and "on the next working day" in page.html
    week = {f"d{day}-0-{end}": at for day in range(7) for end, at in (("opens", "00:00"), ("closes", "00:00"))}
    assert "Saved." in olga.send(page, act="save", chat_on="on", **week).text
    assert "Open hours, nobody takes chats" in olga.get("/staff/desk/").text
    on = olga.send(olga.get("/staff/desk/"), here="on")
    assert "Open now" in olga.get("/staff/desk/").text, on.text


def test_a_time_is_offered_in_the_chat_and_taken(demo: Clinic) -> None:
    visitor = demo.visitor()
    visitor.send(visitor.get("/chat/"), body="Is there a time next week for a first visit?")
    dara = demo.signed_in("dara")
    talk = _number(dara.get("/staff/inbox/?folder=open"), "for a first visit?")
    times = dara.get(f"/staff/inbox/{talk}/offer/")
    value = re.findall(r'name="time" value="([^"]+)"', times.html)[-1]
    said = dara.send(times, time=value)
    assert "The time is kept" in said.text and "Take back" in said.text
    chat = visitor.get("/chat/")
    link = re.search(r'href="(/offer/[^"]+)"', chat.html)
    assert link and "We keep it for you until" in chat.text
    offer = visitor.get(link[1])
    assert "A time is kept for you" in offer.text
    details = visitor.send(offer)
    assert "Who is it for?" in details.text and "We keep this time for you until" in details.text
    again = dara.send(dara.get(f"/staff/inbox/{talk}/offer/"), time=value)
    assert again.status == 409 and "just been taken" in again.text


def test_saved_replies_are_filled_in_for_who_writes(demo: Clinic) -> None:
    dara = demo.signed_in("dara")
    dana = dara.get(f"/staff/inbox/{_number(dara.get('/staff/inbox/'), 'Dana Wolfe')}/")
    assert "Hello Dana Wolfe (demo), we are at 12 Linden Street" in dana.html
    put = re.search(r'name="reply" value="(\d+)" formaction="([^"]+)"', dana.html)
    assert put
