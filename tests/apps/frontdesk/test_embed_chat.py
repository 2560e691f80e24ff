"""The chat on other websites: small, frameable, and blind to whoever is signed in."""

from __future__ import annotations

import gzip
import json
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.template.loader import render_to_string
from django.test import Client

from hipwise.apps.frontdesk import keys
from hipwise.apps.frontdesk.keys import Key, new_key, written
from hipwise.apps.frontdesk.models import Conversation
from tests.kit.cast import Person
from tests.kit.talk import chat, visitor_says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]
ClientOf = Callable[[Person], Client]
FRAME, COOKIE = "/embed/chat/", "chat_frame"


def key_in(answer: Any) -> Key:
    """The key in the composer of a page."""
    found = re.search(r'name="key" value="([^"]+)"', answer.content.decode())
    key = keys.read_key(found[1]) if found else None
    assert key is not None
    return key


def keep(client: Client, key: str) -> Any:
    return client.post(f"{FRAME}keep/", headers={keys.HEADER: key})


def test_the_script_is_small_and_needs_nothing_of_the_page(client: Client) -> None:
    answer = client.get("/embed/chat.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8" and "max-age=3600" in answer["Cache-Control"]
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin" and not answer.cookies
    assert len(gzip.compress(answer.content)) <= 3000
    script = answer.content.decode()
    assert not re.search(
        r"\beval\b|innerHTML|\.style\.cssText|setAttribute\(\"style\"|document\.cookie|localStorage", script
    )


def test_only_frames_may_be_framed(client: Client) -> None:
    answer = client.get(FRAME)
    assert "frame-ancestors *" in answer["Content-Security-Policy"] and "X-Frame-Options" not in answer
    assert "script-src 'self'" in answer["Content-Security-Policy"] and answer["Cache-Control"] == "private, no-store"
    page = client.get("/chat/")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"] and page["X-Frame-Options"] == "DENY"


def test_looking_sets_no_cookie_and_begins_nothing(client: Client) -> None:
    assert not client.get(FRAME).cookies and not Conversation.objects.exists()


def test_in_the_frame_nobody_is_signed_in(ana: Person, dara: Person, client: Client, client_of: ClientOf) -> None:
    """A website of the same domain gets the session sent along: nothing of it may show, or be pressed."""
    talk = chat()
    visitor_says(talk, "Words of Ana alone")
    Conversation.objects.update(user=ana.user)
    assert b"Words of Ana alone" in client_of(ana).get("/chat/").content, "the control: the chat's own page shows it"
    nobody = client.get(FRAME).content
    for who in (ana, dara):
        answer = client_of(who).get(FRAME)
        assert b"Words of Ana" not in answer.content and b"Ana" not in answer.content and not answer.cookies
        assert key_in(answer).user_id is None and len(answer.content) == len(nobody)


def test_what_a_frame_has_kept_it_finds_again(client: Client) -> None:
    key = new_key()
    client.post(
        "/chat/say/",
        json.dumps({"client": str(uuid.uuid4()), "body": "From another website"}),
        content_type="application/json",
        headers={keys.HEADER: written(key)},
    )
    fresh = Client()
    answer = keep(fresh, written(key))
    cookie = answer["Set-Cookie"]
    assert answer.status_code == 204 and cookie.startswith(f"{COOKIE}=")
    for word in ("Path=/embed/chat/", "HttpOnly", "Secure", "SameSite=None", "Partitioned", "Max-Age=7776000"):
        assert word in cookie
    fresh.cookies[COOKIE] = cookie.partition("=")[2].partition(";")[0]
    page = fresh.get(FRAME)
    assert b"From another website" in page.content and key_in(page) == key


@pytest.mark.parametrize("key", ["", "made up", written(Key(uuid.uuid4(), 7))])
def test_no_other_key_is_kept(client: Client, key: str) -> None:
    answer = keep(client, key)
    assert answer.status_code == 403 and "Set-Cookie" not in answer


def test_a_kept_key_opens_nothing_that_an_account_has_claimed(client: Client, ana: Person, client_of: ClientOf) -> None:
    talk = chat()
    visitor_says(talk, "Before she signed in")
    client.cookies[COOKIE] = written(Key(talk.uid))
    assert b"Before she signed in" in client.get(FRAME).content, "the control"
    Conversation.objects.update(user=ana.user)
    for one in (client, client_of(ana)):
        one.cookies[COOKIE] = written(Key(talk.uid))
        assert b"Before she signed in" not in one.get(FRAME).content


def erase(client: Client, key: str) -> Any:
    return client.post(f"{FRAME}erase/", headers={keys.HEADER: key})


def test_in_a_frame_the_key_erases_what_was_said_and_is_forgotten(client: Client) -> None:
    mine, other = chat(), chat()
    for talk in (mine, other):
        visitor_says(talk, "From a frame")
    answer = erase(client, written(Key(mine.uid)))
    assert answer.status_code == 204 and list(Conversation.objects.all()) == [other]
    assert (
        answer["Set-Cookie"].startswith(f"{COOKIE}=; Max-Age=0; Path={FRAME}") and "Partitioned" in answer["Set-Cookie"]
    )
    assert erase(client, written(Key(mine.uid))).status_code == 204, "a second tap"
    page = client.get(f"{FRAME}?erased").content.decode()
    assert (
        "Your conversation is erased" in page
        and "Your conversation is erased" not in client.get(FRAME).content.decode()
    )


def test_no_other_key_erases(ana: Person, client: Client) -> None:
    talk = chat()
    visitor_says(talk, "Words of Ana alone")
    Conversation.objects.update(user=ana.user)
    for key in ("", "made up", written(Key(talk.uid)), written(Key(talk.uid, ana.user.pk))):
        assert erase(client, key).status_code == 403
    client.cookies[COOKIE] = written(Key(talk.uid))
    assert client.post(f"{FRAME}erase/").status_code == 403 and Conversation.objects.count() == 1


def test_nothing_is_sent_before_the_script_is_alive(client: Client) -> None:
    """A form that is sent by itself would leave the frame, or the page under the sheet."""
    for address in (FRAME, "/chat/window/"):
        page = client.get(address).content.decode()
        buttons = re.findall(r'<button[^>]*type="submit"[^>]*>', page)
        assert len(buttons) == 2 and all("data-live disabled" in button for button in buttons)
    assert "data-live disabled" not in client.get("/chat/").content.decode(), "the page works without script"


def test_the_frames_cookie_opens_nothing_else(client: Client) -> None:
    talk = chat()
    visitor_says(talk, "Words in a frame")
    client.cookies[COOKIE] = written(Key(talk.uid))
    assert b"Words in a frame" not in client.get("/chat/").content
    opened = client.post("/chat/open/", "{}", content_type="application/json").json()
    assert opened["html"] == []


def test_booking_in_a_frame_still_works(client: Client) -> None:
    assert client.get("/embed/").status_code == 200 and client.get("/embed/no-such-service/").status_code == 404


def test_the_owner_can_copy_the_line(settings: LazySettings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://clinic.example"
    page = render_to_string("frontdesk/embed/line.html")
    assert "&lt;script src=&quot;https://clinic.example/embed/chat.js&quot; async&gt;&lt;/script&gt;" in page
