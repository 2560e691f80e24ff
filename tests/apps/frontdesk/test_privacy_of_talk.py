"""Everything somebody and the clinic said leaves with them, goes with them, and is in no log."""

from __future__ import annotations

import io
import json
import logging
import uuid
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from hipwise.apps.frontdesk.models import Attachment, Conversation, Message, Presence
from hipwise.apps.frontdesk.services import core, handling, keeping, raising
from hipwise.apps.frontdesk.services.core import Visitor, Words
from hipwise.apps.notifications.models import Notice
from hipwise.apps.notifications.sending import send_due
from hipwise.apps.people.models import StaffSeat
from hipwise.apps.privacy.claims import registered
from hipwise.apps.privacy.services import erase_account, pack_data, subject_of
from hipwise.kit.actor import VISITOR
from hipwise.kit.models import Letter
from tests.apps.privacy.test_leaving import holding
from tests.kit.cast import Person
from tests.kit.talk import NOW, chat, clinic_says, visitor_says

WORDS = "the marmalade trombone hurts when I want to die"
ANSWER = "please ring the gooseberry line"
NOTE = "sounds like a kumquat case"
FILE = b"%PDF-1.7 rhubarb %%EOF"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic", "empty_cache")]


def file_of(talk: Conversation, message: Message | None) -> Attachment:
    return Attachment.objects.create(
        conversation=talk, message=message, side="visitor", name="letter ../of quince.pdf", type="application/pdf",
        size=len(FILE), content=FILE, made=NOW,
    )  # fmt: skip


def said_by(visitor: Visitor, dara: Person) -> Conversation:
    """A whole conversation: words, a file, an answer, a note, a take-on."""
    talk = chat(visitor)
    file_of(talk, visitor_says(talk, WORDS))
    core.say(talk, Words(Message.Side.CLINIC, NOTE, Message.Kind.NOTE, author_id=dara.user.pk), NOW)
    raising.take_on(dara.actor, talk, NOW)
    clinic_says(talk, ANSWER, dara)
    talk.refresh_from_db()
    return talk


def of_ana(ana: Person) -> Visitor:
    return Visitor("Ana", ana.user.email, "", ana.user.pk, ana.patient.pk if ana.patient else None)


def unpacked(person: Person) -> zipfile.ZipFile:
    with pack_data(person.actor, person.user, NOW) as packed:
        return zipfile.ZipFile(io.BytesIO(packed.read()))


class TestLeaving:
    def test_all_of_it_with_the_files_as_they_are(self, ana: Person, dara: Person) -> None:
        said_by(of_ana(ana), dara)
        archive = unpacked(ana)
        (talk,) = json.loads(archive.read("messages/conversations.json"))
        assert [one["text"] for one in talk["messages"]] == [WORDS, NOTE, ANSWER]
        assert talk["messages"][0]["words that raised it"] == ["want to die"]
        assert talk["raised"] == "words of crisis"
        (name,) = talk["messages"][0]["files"]
        assert archive.read(f"messages/{name}") == FILE
        assert name.startswith("files/") and name.count("/") == 1

    def test_a_file_that_was_chosen_and_not_sent_yet_too(self, ana: Person, dara: Person) -> None:
        file_of(said_by(of_ana(ana), dara), None)
        archive = unpacked(ana)
        (talk,) = json.loads(archive.read("messages/conversations.json"))
        (name,) = talk["files not sent"]
        assert archive.read(f"messages/{name}") == FILE and name not in talk["messages"][0]["files"]

    def test_nobody_elses(self, ana: Person, cleo: Person, dara: Person) -> None:
        said_by(of_ana(ana), dara)
        assert json.loads(unpacked(cleo).read("messages/conversations.json")) == []

    def test_what_another_account_wrote_about_somebody_stays_the_others(
        self, ana: Person, cleo: Person, dara: Person
    ) -> None:
        talk = said_by(Visitor("Cleo", cleo.user.email, "", cleo.user.pk), dara)
        Conversation.objects.filter(pk=talk.pk).update(patient=ana.patient)
        assert json.loads(unpacked(ana).read("messages/conversations.json")) == []
        assert erase_account(ana.actor, ana.user) is None
        talk.refresh_from_db()
        assert talk.patient is None and talk.last_seq

    def test_what_nobody_known_wrote_and_staff_linked_is_theirs(self, ana: Person, dara: Person) -> None:
        talk = said_by(Visitor("A neighbour"), dara)
        Conversation.objects.filter(pk=talk.pk).update(patient=ana.patient)
        assert len(json.loads(unpacked(ana).read("messages/conversations.json"))) == 1


class TestGoing:
    def test_nothing_of_it_is_left_in_any_table(self, ana: Person, dara: Person) -> None:
        words = (WORDS, ANSWER, NOTE, "rhubarb", "quince", "want to die")
        said_by(of_ana(ana), dara)
        tables = {"frontdesk_conversation", "frontdesk_message", "frontdesk_attachment"}
        assert holding(*words) == tables - {"frontdesk_conversation"}, "the control: they are found while there"
        assert erase_account(ana.actor, ana.user) is None
        assert holding(*words) == set()
        assert not Conversation.objects.exists() and not Attachment.objects.exists()

    def test_somebody_who_worked_here_leaves_no_name(self, ana: Person, dara: Person, ben: Person) -> None:
        talk = said_by(of_ana(ana), dara)
        handling.assign(ben.actor, talk, dara.user, NOW)
        Presence.objects.create(user=dara.user, seen=NOW)
        StaffSeat.objects.filter(user=dara.user).update(until=NOW)
        assert erase_account(dara.actor, dara.user) is None
        assert holding("Dara") == set()
        talk.refresh_from_db()
        assert talk.assigned is None and talk.taken_on_by is None and talk.taken_on_at == NOW
        bodies = [one.body for one in talk.messages.all()]
        assert WORDS in bodies and ANSWER in bodies and "A former colleague took this on" in bodies

    def test_what_stays_is_said(self) -> None:
        (claim,) = (one for one in registered() if one.name == "messages")
        assert "without your name" in claim.stays

    def test_letters_that_wait_go_too_and_others_stay(self, ana: Person, dara: Person, settings: Settings) -> None:
        settings.EMAIL_BACKEND = "hipwise.kit.mail.Backend"
        talk = said_by(of_ana(ana), dara)
        mail.EmailMessage("Visit", "x", to=[ana.user.email]).send()
        send_due(NOW + timedelta(minutes=5))
        waiting = Letter.objects.count()
        assert waiting > 1 and Notice.objects.filter(subject=talk.pk).exists()
        keeping.erase_conversations(Conversation.objects.filter(pk=talk.pk))
        assert Letter.objects.count() == 1 and not Notice.objects.exists()

    def test_the_subject_is_claimed_by_its_account_alone(self, ana: Person) -> None:
        assert subject_of(ana.user).user_id == ana.user.pk


class TestOnesOwn:
    def said(self, client: Client) -> Conversation:
        key = client.post("/chat/open/", "{}", content_type="application/json").json()["key"]
        asked = json.dumps({"client": str(uuid.uuid4()), "body": WORDS})
        client.post("/chat/say/", asked, content_type="application/json", HTTP_X_CHAT_KEY=key)
        return Conversation.objects.get()

    def test_a_visitor_erases_without_script(self, client: Client) -> None:
        self.said(client)
        page = client.get("/chat/erase/")
        key = page.context["key"]
        assert "If you are not safe, please call first" in page.content.decode()
        assert "Please tick the box" in client.post("/chat/erase/", {"key": key}).content.decode()
        assert Conversation.objects.exists()
        answer = client.post("/chat/erase/", {"key": key, "sure": "on"}, follow=True)
        assert "Your conversation is erased" in answer.content.decode()
        assert not Conversation.objects.exists() and not client.cookies["chat"].value
        assert holding(WORDS) == set()

    def test_a_stranger_erases_nothing(self, client: Client) -> None:
        self.said(client)
        other = Client()
        assert "There is no conversation of yours" in other.get("/chat/erase/").content.decode()
        assert other.post("/chat/erase/", {"key": "made:up", "sure": "on"}).status_code == 403
        assert Conversation.objects.exists()

    def test_an_accounts_conversation_asks_for_its_session(
        self, client: Client, ana: Person, cleo: Person, client_of: Callable[[Person], Client]
    ) -> None:
        talk = self.said(client)
        key = client.get("/chat/erase/").context["key"]
        Conversation.objects.filter(pk=talk.pk).update(user=ana.user)
        for stranger in (client, client_of(cleo)):
            assert stranger.post("/chat/erase/", {"key": key, "sure": "on"}).status_code == 403
        client_of(ana).post("/chat/erase/", {"key": key, "sure": "on"})
        assert not Conversation.objects.exists()

    def test_the_log_says_that_and_not_what(self, client: Client) -> None:
        from hipwise.apps.audit.models import Event

        talk = self.said(client)
        keeping.erase_own(VISITOR, talk)
        assert Event.objects.get(what__startswith="erased").what == "erased raised conversation"


def test_no_log_holds_a_word_of_a_whole_conversation(
    client: Client, dara: Person, client_of: Callable[[Person], Client], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    talk = TestOnesOwn().said(client)
    staff = client_of(dara)
    for page in ("", "why/"):
        staff.get(f"/staff/inbox/{talk.pk}/{page}")
    staff.post(f"/staff/inbox/{talk.pk}/do/", {"do": "take_on"})
    staff.post(
        f"/staff/inbox/{talk.pk}/",
        {"mode": "answer", "body": ANSWER, "client": str(uuid.uuid4()), "seen": talk.last_seq},
    )
    client.get("/chat/")
    logging.getLogger("hipwise").info("the control")
    text = " ".join(f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records if _ours(record))
    assert "the control" in text
    assert not any(word in text for word in ("marmalade", "trombone", "want to die", "gooseberry"))


def _ours(record: logging.LogRecord) -> bool:
    """What production writes: SQL stands in the log of databases alone, which DEBUG switches on."""
    return not record.name.startswith("django.db")
