"""Searching sealed words: what is found, how far it looked, and what the log holds of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hipwise.apps.audit.models import Event
from hipwise.apps.frontdesk.models import Conversation
from hipwise.apps.frontdesk.selectors import search as read
from hipwise.apps.frontdesk.selectors.search import marked, search
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Visitor, Words
from hipwise.apps.frontdesk.services.search import search_conversations
from tests.kit.cast import Person, signed_in
from tests.kit.talk import NOW, chat, clinic_says, visitor_says

pytestmark = pytest.mark.django_db
PAGE = "/staff/inbox/search/"


def said(body: str, name: str = "", *, days: int = 0, email: str = "") -> Conversation:
    when = NOW - timedelta(days=days)
    talk = chat(Visitor(name, email), when)
    visitor_says(talk, body, when)
    return talk


def found(words: str) -> list[int]:
    return [hit.talk.pk for hit in search(words).hits]


def test_every_word_of_one_message_whatever_its_case() -> None:
    both, _, other = said("My LEFT hip clicks"), said("My left knee"), said("hip first\nthen left")
    assert found("left HIP") == [other.pk, both.pk], "the newest first"
    assert found("hip clicks loudly") == []


@pytest.mark.parametrize("typed", ["novak fallt", "NOVÁK FÄLLT", "Nova\u0301k fa\u0308llt"])
def test_accents_do_not_matter(typed: str) -> None:
    talk = said("Frau Nováková: der Termin fällt aus")
    named = said("x", "Jana Nováková fällt")
    assert found(typed) == [named.pk, talk.pk]
    marks = [part for part, is_it in search(typed).hits[1].places[0].parts if is_it]
    assert marks == ["Novák", "fällt"]


def test_answers_and_notes_are_found_too(dara: Person) -> None:
    talk = said("Hello")
    clinic_says(talk, "Please bring the scan", dara)
    core.say(talk, Words("clinic", "Call her doctor", "note", author_id=dara.user.pk), NOW)
    (hit,) = search("scan").hits
    assert [(place.seq, place.side) for place in hit.places] == [(2, "clinic")]
    assert [place.kind for place in search("doctor").hits[0].places] == ["note"]


def test_by_name_and_by_patient(ana: Person) -> None:
    named, linked = said("x", "Rory Flynn"), said("y")
    Conversation.objects.filter(pk=linked.pk).update(patient=ana.patient)
    assert found("flynn") == [named.pk]
    assert found("ana") == [linked.pk]


def test_a_whole_address_is_found_however_old(monkeypatch: pytest.MonkeyPatch) -> None:
    old = said("hello", days=300, email="Rory@example.org")
    said("new")
    monkeypatch.setattr(read, "TALKS_READ", 1)
    monkeypatch.setattr(read, "MESSAGES_READ", 1)
    assert found("rory@example.org") == [old.pk]
    assert found("hello") == []


def test_it_says_how_far_it_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    said("hello", days=300)
    said("hello", days=1)
    every = search("hello")
    assert (every.all, every.talks, every.messages, len(every.hits)) == (True, 2, 2, 2)
    monkeypatch.setattr(read, "MESSAGES_READ", 1)
    some = search("hello")
    assert not some.all and some.since == NOW - timedelta(days=1) and len(some.hits) == 1


def test_more_than_is_shown_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "SHOWN", 1)
    said("hello")
    said("hello")
    assert search("hello").more and len(search("hello").hits) == 1


def test_the_place_is_cut_out_and_marked() -> None:
    long = "word " * 60 + "my Hip hurts, the hip " + "word " * 60
    parts = marked(long, ["hip"])
    assert [text for text, is_it in parts if is_it] == ["Hip", "hip"]
    assert parts[0][0].startswith("… ") and parts[-1][0].endswith(" …")
    assert sum(len(text) for text, _ in parts) < 250
    assert marked("a<b (c", ["(c"]) == [("a<b ", False), ("(c", True)]


def test_opening_what_a_patient_said_is_written_down_and_what_was_sought_is_not(ana: Person, dara: Person) -> None:
    theirs, nobodys = said("My hip"), said("My hip too")
    Conversation.objects.filter(pk=theirs.pk).update(patient=ana.patient)
    search_conversations(dara.actor, "hip")
    line = Event.objects.get(what__startswith="read ")
    assert (line.what, line.about_id, line.who_id) == ("read conversation in search", ana.user.pk, dara.user.pk)
    assert line.subject.endswith(str(theirs.pk)) and not line.subject.endswith(str(nobodys.pk))


def test_the_page_takes_its_words_from_the_body_alone(dara: Person) -> None:
    said("My <b>hip</b>")
    desk = signed_in(dara)
    html = desk.post(PAGE, {"q": " hip "}).content.decode()
    assert "<mark>hip</mark>" in html and "&lt;b&gt;" in html and "Looked through everything" in html
    assert "conversation" not in desk.get(f"{PAGE}?q=hip").content.decode().split("</form>")[-1]
    assert "at least two letters" in desk.post(PAGE, {"q": "h"}).content.decode()
    assert "Nothing found" in desk.post(PAGE, {"q": "zzz\x00\x07"}).content.decode()
