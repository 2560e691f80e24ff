"""Saved replies: gaps that are filled, a missing name that reads well, and the page that works without script."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from hipwise.apps.audit.models import Event
from hipwise.apps.frontdesk.models import Message, SavedReply
from hipwise.apps.frontdesk.selectors.replies import VARIABLES, filled, ready, unknown_in
from hipwise.apps.frontdesk.services.core import Visitor
from tests.kit.cast import Person, signed_in
from tests.kit.talk import NOW, chat, visitor_says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
PAGE = "/staff/desk/replies/"


@pytest.fixture
def desk(dara: Person) -> Client:
    return signed_in(dara)


def reply(body: str, title: str = "A reply", used: int = 0) -> SavedReply:
    return SavedReply.objects.create(title=title, body=body, used=used)


@pytest.mark.parametrize(
    ("body", "nameless"),
    [
        ("Hello {name}, thank you.", "Hello, thank you."),
        ("Hello {name}!", "Hello!"),
        ("{name}, thank you.", "Thank you."),
        ("Thank you, {name}.", "Thank you."),
        ("Hello {name},\nwe are here.", "Hello,\nwe are here."),
        ("{name}: your visit", "Your visit"),
        ("Hello, {name}, and welcome", "Hello, and welcome"),
        ("Nothing to fill", "Nothing to fill"),
    ],
)
def test_without_a_name_it_reads_as_if_none_was_meant(body: str, nameless: str) -> None:
    assert filled(body, {"name": ""}) == nameless
    assert filled(body, {"name": "Rory"}) == body.replace("{name}", "Rory")


def test_what_fills_a_gap_is_not_read_again() -> None:
    assert filled("{name} {me}", {"name": "{me}", "me": "Dara"}) == "{me} Dara"


@pytest.mark.parametrize(
    ("body", "unknown"),
    [
        ("Hello {naem}", ["{naem}"]),
        ("{Name} and {}", ["{Name}", "{}"]),
        ("a { b", ["{ b"]),
        ("a } b", ["}"]),
        ("{name} {me}", []),
        ("{x} {x}", ["{x}"]),
    ],
)
def test_unknown_gaps_are_named(body: str, unknown: list[str]) -> None:
    assert unknown_in(body) == unknown


def test_every_gap_is_filled(dara: Person) -> None:
    reply(" ".join(f"[{{{name}}}]" for name in VARIABLES))
    (one,) = ready(chat(Visitor("Rory")), dara.user, NOW)
    assert "{" not in one.text and "[]" not in one.text
    assert "[Rory] [Dara] [The Quiet Hip]" in one.text and "/book/]" in one.text


def test_those_used_most_come_first(dara: Person) -> None:
    reply("a", "A", used=1)
    reply("b", "B", used=5)
    assert [one.title for one in ready(chat(), dara.user, NOW)] == ["B", "A"]


def test_adding_changing_removing(desk: Client) -> None:
    desk.post(f"{PAGE}new/", {"title": "Parking", "body": "Hello {name}, behind the house."})
    one = SavedReply.objects.get()
    desk.post(f"{PAGE}{one.pk}/", {"title": "Parking", "body": "In front."})
    assert "In front." in desk.get(PAGE).content.decode()
    for _ in range(2):
        assert desk.post(f"{PAGE}{one.pk}/remove/").status_code == 302, "twice is once"
    assert not SavedReply.objects.exists()
    said = list(Event.objects.filter(what__contains="reply").order_by("pk").values_list("what", flat=True))
    assert said == ["added saved reply", "changed saved reply", "removed saved reply"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": "X", "body": "Hello {naem}"}, "fill in {naem}"),
        ({"title": "", "body": "Hello"}, "give it a name"),
        ({"title": "Taken", "body": "Hello"}, "reply of this name already"),
        ({"title": "X", "body": " "}, "write what it says"),
        ({"title": "X", "body": "x" * 2001}, "longer than 2000 letters"),
    ],
)
def test_what_is_refused_comes_back(desk: Client, typed: dict[str, str], words: str) -> None:
    reply("x", "Taken")
    html = desk.post(f"{PAGE}new/", typed).content.decode()
    assert words in html and 'maxlength="2000"' not in html and (typed["body"].strip() or typed["title"]) in html
    assert SavedReply.objects.count() == 1


def test_without_script_a_button_puts_it_after_what_was_typed(desk: Client) -> None:
    talk, one = chat(Visitor("Rory")), reply("Hello {name}, yes.")
    visitor_says(talk, "Do you?")
    typed = {"reply": one.pk, "body": "One moment.", "mode": "answer", "seen": 1}
    html = desk.post(f"/staff/inbox/{talk.pk}/reply/", typed).content.decode()
    assert "One moment.\nHello Rory, yes.</textarea>" in html
    assert not Message.objects.filter(side="clinic").exists(), "nothing is sent yet"
    one.refresh_from_db()
    assert one.used == 1


def test_a_reply_that_is_gone_loses_nothing_typed(desk: Client) -> None:
    talk = chat()
    html = desk.post(f"/staff/inbox/{talk.pk}/reply/", {"reply": "999", "body": "Still here"}).content.decode()
    assert "Still here</textarea>" in html


@pytest.mark.parametrize("somebody_else", [False, True])
def test_what_was_typed_when_the_session_ended_on_that_button_comes_back(
    desk: Client, dara: Person, ben: Person, somebody_else: bool
) -> None:
    talk = chat()
    page = f"/staff/inbox/{talk.pk}/"
    form = dict(
        re.findall(r'<input type="hidden" name="(whose|client)" value="([^"]*)"', desk.get(page).content.decode())
    )
    later = Client()
    asked = later.post(f"{page}reply/", {**form, "reply": reply("x").pk, "body": "Half a sentence", "mode": "note"})
    assert asked.status_code == 302 and "login" in asked["Location"]
    after = signed_in(ben if somebody_else else dara, later)
    led = after.get(f"{page}reply/")
    assert (led.status_code, led["Location"]) == (302, page)
    assert ("Half a sentence</textarea>" in after.get(page).content.decode()) != somebody_else


def test_removing_one_is_asked_for_twice(desk: Client) -> None:
    reply("x")
    page = desk.get(PAGE).content.decode()
    sure = re.search(r"<details[^>]*>(.*?)</details>", page, re.DOTALL)
    assert sure and "cannot be brought back" in sure[1] and page.count("/remove/") == sure[1].count("/remove/") == 1


def test_uses_by_script_are_counted(desk: Client) -> None:
    one = reply("x")
    assert desk.post(f"{PAGE}{one.pk}/used/").status_code == 204
    one.refresh_from_db()
    assert one.used == 1


def test_patients_do_not_get_in(ana: Person) -> None:
    assert signed_in(ana).get(PAGE).status_code == 403
