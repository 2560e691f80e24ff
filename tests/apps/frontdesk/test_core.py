"""Saying something: stored first, once, in order."""

from __future__ import annotations

import uuid

import pytest

from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.selectors import rooms
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Said, Visitor, Words
from tests.kit.cast import Person
from tests.kit.talk import NOW, chat, clinic_says, visitor_says

State, Raised, Side, Kind = Conversation.State, Conversation.Raised, Message.Side, Message.Kind
pytestmark = pytest.mark.django_db


def test_messages_are_numbered_without_a_hole(dara: Person) -> None:
    talk = chat()
    visitor_says(talk, "Hello")
    clinic_says(talk, "Good morning", dara)
    visitor_says(talk, "My hip")
    assert [one.seq for one in rooms.after(talk, 0, "visitor")] == [1, 2, 3]
    assert [one.body for one in rooms.after(talk, 1, "visitor")] == ["Good morning", "My hip"]


def test_saying_the_same_thing_again_changes_nothing() -> None:
    talk, words = chat(), Words(Side.VISITOR, "Hello", client=uuid.uuid4())
    first, again = core.say(talk, words, NOW), core.say(talk, words, NOW)
    assert isinstance(first, Said) and isinstance(again, Said)
    assert first.new and not again.new and first.message == again.message
    assert Message.objects.count() == 1


def test_beginning_twice_is_one_conversation() -> None:
    uid = uuid.uuid4()
    assert core.begin(uid, "chat", Visitor("Ana"), NOW) == core.begin(uid, "chat", Visitor(), NOW)


@pytest.mark.parametrize(("body", "code"), [("  ", "empty"), ("x" * 4001, "too_long")])
def test_what_cannot_be_said(body: str, code: str) -> None:
    refused = core.say(chat(), Words(Side.VISITOR, body), NOW)
    assert not isinstance(refused, Said) and refused.code == code


def test_staff_never_answer_twice_unknowingly(dara: Person, ben: Person) -> None:
    talk = chat()
    seen = visitor_says(talk, "Hello").seq
    clinic_says(talk, "Good morning", dara)
    late = Words(Side.CLINIC, "Hi, Ben here", author_id=ben.user.pk)
    assert core.say(talk, late, NOW, seen=seen) == core.ANSWERED
    assert isinstance(core.say(talk, late, NOW, seen=2), Said)


def test_ones_own_answer_and_a_note_stand_in_nobodys_way(dara: Person, ben: Person) -> None:
    talk = chat()
    seen = visitor_says(talk, "Hello").seq
    clinic_says(talk, "One moment", dara)
    assert isinstance(core.say(talk, Words(Side.CLINIC, "Now", author_id=dara.user.pk), NOW, seen=seen), Said)
    other = chat()
    core.say(other, Words(Side.CLINIC, "Call her", Kind.NOTE, author_id=dara.user.pk), NOW)
    assert isinstance(core.say(other, Words(Side.CLINIC, "Hi", author_id=ben.user.pk), NOW, seen=0), Said)


def test_a_note_is_for_staff_alone(dara: Person) -> None:
    talk = chat()
    visitor_says(talk, "Hello")
    core.say(talk, Words(Side.CLINIC, "Sounds worried", Kind.NOTE, author_id=dara.user.pk), NOW)
    assert [one.body for one in rooms.after(talk, 0, "visitor")] == ["Hello"]
    assert [one.body for one in rooms.after(talk, 0, "clinic")] == ["Hello", "Sounds worried"]
    talk.refresh_from_db()
    assert talk.waiting_since == NOW, "a note is no answer"


def test_it_waits_until_somebody_answers_and_opens_again(dara: Person) -> None:
    talk = chat()
    visitor_says(talk, "Hello")
    talk.refresh_from_db()
    assert talk.waiting_since == NOW
    clinic_says(talk, "Good morning", dara)
    Conversation.objects.update(state=State.CLOSED, closed_at=NOW)
    assert not Conversation.objects.filter(waiting_since__isnull=False).exists()
    visitor_says(talk, "One more thing")
    talk.refresh_from_db()
    assert (talk.state, talk.closed_at, talk.waiting_since) == (State.OPEN, None, NOW)


def test_raised_never_falls_by_itself(dara: Person) -> None:
    talk = chat()
    visitor_says(talk, "I want to die")
    talk.refresh_from_db()
    assert talk.raised == Raised.CRISIS and talk.raised_at == NOW
    visitor_says(talk, "Never mind")
    clinic_says(talk, "I am here", dara)
    talk.refresh_from_db()
    assert talk.raised == Raised.CRISIS


def test_marks_only_move_on(dara: Person) -> None:
    talk = chat()
    visitor_says(talk, "Hello")
    clinic_says(talk, "Good morning", dara)
    core.mark(talk, Side.VISITOR, 99, 1)
    core.mark(talk, Side.VISITOR, 1, 0)
    talk.refresh_from_db()
    assert rooms.marks(talk) == {"visitor_got": 2, "visitor_read": 1, "clinic_got": 2, "clinic_read": 2}


def test_a_file_that_is_gone_is_said_and_not_passed_over() -> None:
    """Chosen, and sent when a day was over: an empty message in its place would look as if it had arrived."""
    talk = chat()
    words = Words(Side.VISITOR, "", files=(uuid.uuid4(),))
    assert core.say(talk, words, NOW) is core.FILE_GONE
    assert not Message.objects.exists()


@pytest.mark.parametrize(("body", "arrives"), [("I want to die", True), ("Here is the picture", False)])
def test_words_of_crisis_arrive_without_the_file_that_is_gone(body: str, arrives: bool) -> None:
    said = core.say(chat(), Words(Side.VISITOR, body, files=(uuid.uuid4(),)), NOW)
    assert isinstance(said, core.Said) is arrives
    assert Message.objects.exists() is arrives
