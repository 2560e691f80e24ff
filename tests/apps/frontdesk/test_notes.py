"""What people write with a visit stands in the inbox, and its words stay with the visit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hipwise.apps.booking.models import Appointment, Contact
from hipwise.apps.booking.privacy import forget_contacts
from hipwise.apps.booking.services import core as booking
from hipwise.apps.booking.services.contacts import contact_of_patient
from hipwise.apps.frontdesk import wire
from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.services.notes import BOOKED, follow_visit
from hipwise.kit.actor import VISITOR, Actor
from tests.kit import desk
from tests.kit.cast import Person
from tests.kit.talk import NOW, chat, visitor_says

START = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
WORDS = "My left hip catches on the stairs."
Kind, Side, Raised = Message.Kind, Message.Side, Conversation.Raised
pytestmark = pytest.mark.django_db


@pytest.fixture
def place(ben: Person) -> desk.Desk:
    return desk.lay_desk([ben])


def booked(place: desk.Desk, reason: str, actor: Actor = VISITOR, contact: Contact | None = None) -> Appointment:
    hold = booking.hold_time(place.wanted(START), Appointment.Way.SITE, NOW)
    assert isinstance(hold, Appointment)
    visit = booking.book_held(actor, hold, contact or desk.contact(now=NOW), NOW, reason=reason)
    assert isinstance(visit, Appointment)
    return visit


def test_words_with_a_booking_are_a_conversation_that_asks_for_no_answer(place: desk.Desk) -> None:
    visit = booked(place, WORDS)
    talk = Conversation.objects.get()
    assert (talk.source, talk.visit, talk.name, talk.email) == ("booking", visit, "Ana", "ana@example.org")
    assert talk.proved == NOW and talk.waiting_since is None and talk.state == "open"
    note = talk.messages.get()
    assert (note.kind, note.side, note.visit) == (Kind.BOOKING, Side.VISITOR, visit)
    assert talk.clinic_read < talk.last_seq, "it is new to staff"


def test_the_words_themselves_stay_with_the_visit(place: desk.Desk) -> None:
    booked(place, WORDS)
    note = Message.objects.get()
    assert WORDS not in note.body
    assert WORDS not in wire.bubble(note, "clinic"), "the front desk may not read it; the visit's page asks who may"
    assert "Open the visit" in wire.bubble(note, "clinic")
    assert WORDS in wire.bubble(note, "visitor")


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_visit_without_words_is_none(place: desk.Desk, reason: str) -> None:
    booked(place, reason)
    assert not Conversation.objects.exists()


def test_what_staff_type_into_a_visit_is_no_message_to_them(place: desk.Desk, dara: Person) -> None:
    booked(place, "Called at noon", dara.actor)
    assert not Conversation.objects.exists()


def test_a_patients_note_can_be_read_by_their_account(place: desk.Desk, ana: Person) -> None:
    assert ana.patient
    booked(place, WORDS, ana.actor, contact_of_patient(ana.patient, NOW))
    talk = Conversation.objects.get()
    assert (talk.user, talk.patient) == (ana.user, ana.patient)


def test_words_of_concern_raise_it_and_are_not_copied(place: desk.Desk) -> None:
    booked(place, "I want to die")
    talk = Conversation.objects.get()
    assert talk.raised == Raised.CRISIS and talk.waiting_since == NOW
    assert [flag[1:] for flag in talk.messages.get().flags] == [["crisis", ""]]


def test_telling_the_same_change_again_changes_nothing(place: desk.Desk) -> None:
    visit = booked(place, WORDS)
    follow_visit(visit, VISITOR, BOOKED)
    assert Message.objects.count() == 1 and Conversation.objects.count() == 1


def test_calling_off_with_words_goes_on_in_the_same_conversation(place: desk.Desk) -> None:
    visit = booked(place, WORDS)
    booking.cancel_visit(VISITOR, visit, NOW, by_clinic=False, reason="I have the flu")
    notes = list(Conversation.objects.get().messages.order_by("seq"))
    assert [one.kind for one in notes] == [Kind.BOOKING, Kind.BOOKING]
    assert "I have the flu" in wire.bubble(notes[1], "clinic"), "booking lets all staff read why"


def test_calling_off_without_words_is_told_only_where_there_is_a_conversation(place: desk.Desk) -> None:
    booking.cancel_visit(VISITOR, booked(place, ""), NOW, by_clinic=False)
    assert not Conversation.objects.exists()
    booking.cancel_visit(VISITOR, booked(place, WORDS), NOW, by_clinic=False)
    assert Message.objects.order_by("seq").last().kind == Kind.EVENT  # type: ignore[union-attr]


def test_moving_is_told_there_too(place: desk.Desk, dara: Person) -> None:
    visit = booked(place, WORDS)
    later = place.wanted(START + timedelta(hours=2))
    booking.move_visit(dara.actor, visit, booking.Plan(later), NOW, staff=True)
    event = Message.objects.get(kind=Kind.EVENT)
    assert event.body.startswith("Moved to First visit, Monday 9 March, 12:00") and event.author == dara.user


def test_a_visit_that_is_not_booked_leaves_no_note(place: desk.Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    hold = booking.hold_time(place.wanted(START), Appointment.Way.SITE, NOW)
    assert isinstance(hold, Appointment)
    monkeypatch.setattr("hipwise.apps.booking.letters.tell_booked", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        booking.book_held(VISITOR, hold, desk.contact(now=NOW), NOW, reason=WORDS)
    assert not Conversation.objects.exists()


def test_guests_who_are_erased_take_their_conversations_along(place: desk.Desk) -> None:
    visit = booked(place, WORDS)
    theirs, same_address, unproved = chat(), chat(), chat()
    for one in (theirs, same_address, unproved):
        visitor_says(one, "Hello")
    digest = visit.contact.digest if visit.contact else ""
    Conversation.objects.filter(pk=same_address.pk).update(digest=digest, proved=NOW)
    Conversation.objects.filter(pk=unproved.pk).update(digest=digest)
    forget_contacts(Contact.objects.all())
    left = set(Conversation.objects.values_list("pk", flat=True))
    assert left == {theirs.pk, unproved.pk}, "an address that nobody proved may be anybody's"


def test_erased_words_are_gone_from_the_bubble_too(place: desk.Desk) -> None:
    visit = booked(place, WORDS)
    note = Message.objects.get()
    visit.reason, visit.contact = "", None
    visit.save()
    note.refresh_from_db()
    assert WORDS not in wire.bubble(note, "visitor") and "erased" in wire.bubble(note, "visitor")


def test_nothing_of_the_words_is_in_the_tables_of_the_desk(place: desk.Desk) -> None:
    booked(place, WORDS)
    for note in Message.objects.all():
        assert WORDS not in str([note.body, note.flags])
