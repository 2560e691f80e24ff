"""Whom a conversation is about: found by name, suggested by a proven address, opening nothing to anybody."""

from __future__ import annotations

import pytest

from hipwise.apps.audit.models import Event
from hipwise.apps.frontdesk.keys import Key
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.policies import may_speak
from hipwise.apps.frontdesk.selectors.linking import found, suggested
from hipwise.apps.frontdesk.services.core import Visitor
from hipwise.apps.frontdesk.services.linking import link_patient
from tests.kit.cast import Person, signed_in
from tests.kit.talk import NOW, chat, visitor_says

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk() -> Conversation:
    mine = chat(Visitor("Ana", "ana@example.org"))
    visitor_says(mine, "Hello")
    return mine


def test_only_an_address_that_answered_is_suggested(talk: Conversation, ana: Person) -> None:
    assert suggested(talk) is None, "anybody can type an address"
    talk.proved = NOW
    assert suggested(talk) == ana.patient
    talk.patient = ana.patient
    assert suggested(talk) is None


def test_an_account_is_suggested(ana: Person, cleo: Person) -> None:
    assert suggested(chat(Visitor(user_id=cleo.user.pk))) == cleo.patient


def test_linking_and_unlinking_stand_in_the_log_and_the_conversation(
    talk: Conversation, ana: Person, dara: Person
) -> None:
    for _ in range(2):
        link_patient(dara.actor, talk, ana.patient, NOW)
    link_patient(dara.actor, talk, None, NOW)
    lines = list(Event.objects.filter(what__contains="linked").order_by("pk").values_list("what", "about_id"))
    assert lines == [("linked conversation", ana.user.pk), ("unlinked conversation", ana.user.pk)]
    told = [one.body for one in Message.objects.filter(kind="event").order_by("seq")]
    assert told == ["Dara linked this to Ana", "Dara took the link to a patient off"]


def test_a_link_opens_nothing_to_the_patient(talk: Conversation, ana: Person, dara: Person) -> None:
    Conversation.objects.filter(pk=talk.pk).update(user=dara.user)
    link_patient(dara.actor, talk, ana.patient, NOW)
    talk.refresh_from_db()
    assert not may_speak(ana.actor, Key(talk.uid), talk)


def test_the_page_finds_links_and_unlinks(talk: Conversation, ana: Person, cleo: Person, dara: Person) -> None:
    desk, page = signed_in(dara), f"/staff/inbox/{talk.pk}/patient/"
    assert "cleo@example.org" not in desk.get(page).content.decode()
    html = desk.post(page, {"q": "cle"}).content.decode()
    assert "cleo@example.org" in html and "ana@example.org" not in html
    assert cleo.patient and desk.post(page, {"patient": cleo.patient.pk}).status_code == 302
    assert Conversation.objects.get().patient == cleo.patient
    desk.post(page, {"patient": "none"})
    assert Conversation.objects.get().patient is None
    for odd in ("99999", "x", "-1", "²"):
        assert desk.post(page, {"patient": odd}).status_code == 200


def test_words_that_make_no_sense_find_nobody(ana: Person) -> None:
    assert found("\x00") == ([], False) and found("ana\x00")[0] == [ana.patient]
