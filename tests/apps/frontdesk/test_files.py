"""Files in conversations: who brings them, who opens them, how much there may be, and what is left of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from hipwise.apps.audit.models import Event
from hipwise.apps.frontdesk import keys, passes, wire
from hipwise.apps.frontdesk.keys import Key, new_key, written
from hipwise.apps.frontdesk.models import Attachment, Conversation, Message
from hipwise.apps.frontdesk.selectors import rooms
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services import files as services
from hipwise.apps.frontdesk.services.core import Said, Words
from hipwise.apps.frontdesk.services.files import Ready, drop_unsent, keep_file, looked_at
from tests.kit import files
from tests.kit.cast import Person
from tests.kit.talk import chat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic", "now")]
ClientOf = Callable[[Person], Client]


def bring(client: Client, key: str, content: bytes = files.picture(), name: str = "hip.jpg") -> Any:
    upload = SimpleUploadedFile(name, content, content_type="text/html")
    return client.post("/chat/files/", {"file": upload}, headers={keys.HEADER: key})


def sent(conversation: Conversation, side: str, content: bytes, now: datetime, kind: str = "text") -> Attachment:
    """A file that lies in a message."""
    ready = looked_at("hip.jpg", content)
    assert isinstance(ready, Ready)
    kept = keep_file(conversation, side, ready, now)
    assert isinstance(kept, Attachment)
    assert isinstance(core.say(conversation, Words(side, "", kind, files=(kept.uid,)), now), Said)
    kept.refresh_from_db()
    return kept


def address(one: Attachment, audience: rooms.Audience = "visitor", small: str = "") -> str:
    return f"/chat/file/{passes.new_pass(one.uid, audience)}/{small}"


class TestBringing:
    def test_a_picture_goes_with_the_next_word(self, client: Client) -> None:
        key = new_key()
        told = bring(client, written(key), files.from_a_phone(), "../IMG_0042.HEIC.jpeg").json()
        assert (told["name"], told["type"]) == ("IMG_0042.HEIC.jpg", "image/jpeg")
        talk = Conversation.objects.get(uid=key.uid)
        assert talk.last_seq == 0 and rooms.after(talk, 0, "clinic") == []
        said = core.say(talk, Words("visitor", "", files=(uuid.UUID(told["uid"]),)), talk.made)
        assert isinstance(said, Said)
        bubble = wire.bubble(rooms.after(talk, 0, "visitor")[0], "visitor")
        assert 'width="181" height="272"' in bubble and 'alt="Picture from you, IMG_0042.HEIC.jpg"' in bubble

    def test_it_can_be_kept_without_a_look_into_the_database_telling(self, client: Client) -> None:
        bring(client, written(new_key()))
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, preview, content FROM frontdesk_attachment")
            assert all(str(value).startswith("gAAAA") for value in cursor.fetchone())

    @pytest.mark.parametrize("key", ["", "made up", written(Key(uuid.uuid4(), 4711))])
    def test_without_a_key_nothing_is_taken(self, client: Client, key: str) -> None:
        assert bring(client, key).status_code == 403 and not Attachment.objects.exists()

    @pytest.mark.parametrize(("content", "code"), [(files.SVG, "other_sort"), (b"", "empty_file")])
    def test_what_is_refused_begins_no_conversation(self, client: Client, content: bytes, code: str) -> None:
        answer = bring(client, written(new_key()), content, "hip.png")
        assert (answer.status_code, answer.json()["code"]) == (422, code) and answer.json()["words"]
        assert not Conversation.objects.exists()

    def test_a_key_of_nobody_is_nobodys_even_beside_a_session(self, ana: Person, client_of: ClientOf) -> None:
        """In a frame on a website that counts as ours the browser may send the session along."""
        key = new_key()
        assert bring(client_of(ana), written(key)).status_code == 200
        assert Conversation.objects.get(uid=key.uid).user is None
        hers = new_key(ana.user.pk)
        bring(client_of(ana), written(hers))
        assert Conversation.objects.get(uid=hers.uid).user == ana.user

    def test_many_from_one_computer_have_to_wait(self, client: Client) -> None:
        key = written(new_key())
        answers = [bring(client, key, b"", "x") for _ in range(61)]
        assert [one.status_code for one in answers[-2:]] == [422, 429]

    def test_a_conversation_holds_so_many_and_no_more(self, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
        talk, ready = chat(), looked_at("hip.jpg", files.picture())
        assert isinstance(ready, Ready)
        monkeypatch.setattr(services, "MOST_FILES", 2)
        kept = [keep_file(talk, side, ready, now) for side in ("visitor", "visitor", "visitor", "clinic")]
        assert [one == services.FULL for one in kept] == [False, False, True, False]
        monkeypatch.setattr(services, "MOST_FILES", 9)
        monkeypatch.setattr(services, "MOST_BYTES", 3 * len(ready.content) - 1)
        assert keep_file(talk, "visitor", ready, now) == services.FULL

    def test_staff_bring_files_with_their_session_alone(self, dara: Person, ana: Person, client_of: ClientOf) -> None:
        talk, door = chat(), "/staff/inbox/{}/files/"
        for who, status in ((dara, 200), (ana, 403)):
            upload = {"file": SimpleUploadedFile("plan.pdf", files.PDF)}
            assert client_of(who).post(door.format(talk.pk), upload).status_code == status
        assert Attachment.objects.get().side == "clinic"
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = client_of(dara).cookies
        upload = {"file": SimpleUploadedFile("plan.pdf", files.PDF)}
        assert strict.post(door.format(talk.pk), upload).status_code == 403, "another website's form"
        assert client_of(dara).post(door.format(talk.pk)).json()["code"] == "malformed"
        assert client_of(dara).post(door.format(0), upload).status_code == 404

    def test_nobody_sends_anothers_file(self, client: Client, now: datetime) -> None:
        told = bring(client, written(new_key())).json()
        other = chat()
        core.say(other, Words("visitor", "x", files=(uuid.UUID(told["uid"]),)), now)
        core.say(
            Conversation.objects.exclude(pk=other.pk).get(), Words("clinic", "x", files=(uuid.UUID(told["uid"]),)), now
        )
        assert Attachment.objects.get().message is None


class TestOpening:
    @pytest.fixture
    def one(self, now: datetime) -> Attachment:
        return sent(chat(), "visitor", files.picture(size=(900, 600)), now)

    def test_it_comes_as_what_it_is_and_nobody_keeps_it(self, one: Attachment, client: Client) -> None:
        answer = client.get(address(one))
        assert answer.content == one.content and answer["Content-Type"] == "image/jpeg"
        assert answer["Content-Disposition"] == 'inline; filename="hip.jpg"'
        assert answer["Cache-Control"] == "private, no-store" and answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["X-Frame-Options"] == "DENY" and answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert client.get(address(one, small="small/")).content == one.preview != one.content

    def test_a_pdf_is_only_ever_downloaded(self, client: Client, now: datetime) -> None:
        paper = sent(chat(), "visitor", files.PDF + files.HTML, now)
        answer = client.get(address(paper))
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment; ") and b"<script>" in answer.content
        assert client.get(address(paper, small="small/")).status_code == 404

    @pytest.mark.parametrize("token", ["x", "a:b:c", signing.dumps([uuid.uuid4().hex, "visitor"], salt="other")])
    def test_a_made_up_pass_opens_nothing(self, one: Attachment, client: Client, token: str) -> None:
        assert client.get(f"/chat/file/{token}/").status_code == 404

    def test_a_pass_for_something_else_opens_nothing(self, one: Attachment, client: Client) -> None:
        for said in ([one.uid.hex, "owner"], ["7", "visitor"], [one.uid.hex], None):
            token = signing.dumps(said, salt=passes.SALT)
            assert client.get(f"/chat/file/{token}/").status_code == 404

    def test_a_pass_is_over_after_half_a_day(self, one: Attachment, client: Client, now: datetime) -> None:
        door = address(one)
        with time_machine.travel(now + passes.LASTS - timedelta(minutes=1)):
            assert client.get(door).status_code == 200
        with time_machine.travel(now + passes.LASTS + timedelta(minutes=1)):
            answer = client.get(door)
        assert answer.status_code == 404 and b"Open the conversation again" in answer.content

    def test_what_an_account_has_claimed_asks_for_its_session(
        self, one: Attachment, ana: Person, cleo: Person, client: Client, client_of: ClientOf
    ) -> None:
        assert client.get(address(one)).status_code == 200, "the control: nobody's conversation"
        Conversation.objects.update(user=ana.user)
        assert client.get(address(one)).status_code == 302
        assert client.get(address(one, small="small/")).status_code == 302
        assert client_of(cleo).get(address(one)).status_code == 403
        assert client_of(ana).get(address(one)).status_code == 200

    def test_staffs_passes_open_for_staff_alone_and_that_is_logged(
        self, one: Attachment, dara: Person, ana: Person, client: Client, client_of: ClientOf
    ) -> None:
        assert client.get(address(one, "clinic")).status_code == 302
        assert client_of(ana).get(address(one, "clinic")).status_code == 403
        assert client_of(dara).get(address(one, "clinic", "small/")).status_code == 200
        assert not Event.objects.filter(what="read attachment").exists()
        assert client_of(dara).get(address(one, "clinic")).status_code == 200
        event = Event.objects.get(what="read attachment")
        assert (event.who, event.subject) == (dara.user, f"frontdesk.attachment:{one.pk}")

    def test_visitors_never_see_what_lies_beside_a_note(self, dara: Person, client: Client, now: datetime) -> None:
        note = sent(chat(), "clinic", files.picture(), now, kind=Message.Kind.NOTE)
        assert client.get(address(note)).status_code == 404

    def test_what_was_never_sent_is_not_shown(self, client: Client) -> None:
        bring(client, written(new_key()))
        assert client.get(address(Attachment.objects.get())).status_code == 404

    def test_bubbles_name_whose_it_is_and_carry_the_readers_own_pass(self, one: Attachment) -> None:
        [message] = rooms.after(one.conversation, 0, "clinic")
        bubble = wire.bubble(message, "clinic")
        assert 'alt="Picture from the visitor, hip.jpg"' in bubble and 'width="256" height="171"' in bubble
        token = bubble.partition("/chat/file/")[2].partition("/")[0]
        assert passes.read_pass(token) == (one.uid, "clinic")


class TestGoing:
    def test_what_nobody_sent_is_dropped_after_a_day(self, client: Client, now: datetime) -> None:
        kept = sent(chat(), "visitor", files.picture(), now)
        bring(client, written(new_key()))
        assert drop_unsent(now + timedelta(hours=23)) == 0
        assert drop_unsent(now + timedelta(hours=25)) == 2, "the file, and the conversation that began with it"
        assert [*Attachment.objects.all()] == [kept] and [*Conversation.objects.all()] == [kept.conversation]

    def test_it_goes_with_its_conversation(self, now: datetime) -> None:
        sent(chat(), "visitor", files.picture(), now).conversation.delete()
        assert not Attachment.objects.exists()
