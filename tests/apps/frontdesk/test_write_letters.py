"""The letters that follow a message: to whom, when, and without a word of what was said."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hipwise.apps.frontdesk import letters
from hipwise.apps.frontdesk.models import ChatHours, Conversation, DeskSettings, Message, Presence
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Visitor
from hipwise.apps.notifications import sending
from hipwise.apps.notifications.models import Notice
from hipwise.apps.people.models import Clinic
from hipwise.kit import jobs
from tests.apps.frontdesk.writing import TYPED, opened
from tests.conftest import MOMENT
from tests.kit.cast import Person
from tests.kit.talk import chat, clinic_says, visitor_says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic", "now", "olga")]
ClientOf = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)


def written() -> list[EmailMessage]:
    """The letters so far."""
    return list(mail.outbox)


def to(address: str) -> EmailMessage:
    """The one letter to this address."""
    (found,) = [one for one in written() if one.to == [address]]
    return found


def text(letter: EmailMessage) -> str:
    return f"{letter.subject}\n{letter.body}"


def link_in(letter: EmailMessage) -> str:
    found = re.search(r"https?://[^/\s]+(/chat/back/\S+)", text(letter))
    assert found, text(letter)
    return found[1]


def sent() -> Conversation:
    """Cleo has written and every letter has been put together."""
    opened().send()
    jobs.run_all_due()
    return Conversation.objects.get()


class TestToTheClinic:
    def test_the_owner_is_told_that_it_waits(self) -> None:
        talk = sent()
        letter = text(to("olga@example.org"))
        assert "A message is waiting" in letter and "Booking a visit" in letter and f"/staff/inbox/{talk.pk}/" in letter
        for typed in (TYPED["body"], "Cleo", "cleo@example.org"):
            assert typed not in letter

    def test_an_address_may_be_chosen_for_it(self) -> None:
        DeskSettings.objects.create(mail_to="desk@example.org")
        sent()
        assert {one.to[0] for one in written()} == {"desk@example.org", "cleo@example.org"}

    def test_told_twice_it_is_one_letter(self) -> None:
        sent()
        letters.announce.call(Message.objects.get().pk)
        jobs.run_all_due()
        assert len(written()) == 2

    def test_what_has_been_answered_meanwhile_needs_no_letter(self, dara: Person) -> None:
        opened().send()
        clinic_says(Conversation.objects.get(), "Yes", dara, MOMENT)
        jobs.run_all_due()
        assert [one.to[0] for one in written()] == ["cleo@example.org"]

    def test_a_message_that_is_gone_is_told_to_nobody(self) -> None:
        opened().send()
        Conversation.objects.all().delete()
        jobs.run_all_due()
        assert not written()


class TestOfAChat:
    """Where nobody is at the desk, somebody is told that a chat waits."""

    def test_once_until_it_is_answered(self, dara: Person) -> None:
        talk = chat(Visitor("Cleo", "cleo@example.org"))
        for words in ("Hello?", "Anybody there?"):
            visitor_says(talk, words)
        jobs.run_all_due()
        letter = to("olga@example.org")
        assert "A message is waiting" in text(letter) and "Hello" not in text(letter)
        assert len(written()) == 1, "and the sender sees in the chat that it has arrived"
        clinic_says(talk, "Good morning", dara)
        visitor_says(talk, "One more thing")
        jobs.run_all_due()
        assert [one.to for one in written()] == [["olga@example.org"]] * 2

    def test_nobody_while_somebody_is_there(self, dara: Person) -> None:
        ChatHours.objects.create(weekday=MOMENT.weekday(), opens=time(8), closes=time(18))
        Presence.objects.create(user=dara.user, here=True, seen=MOMENT)
        visitor_says(chat(), "Hello?")
        assert not DBTaskResult.objects.exists()

    def test_a_flood_of_chats_is_no_flood_of_letters(self, settings: Settings) -> None:
        settings.RATE_LIMITS_ON = True
        settings.RATE_LIMITS = settings.RATE_LIMITS | {"chat.news": (2, 3600)}
        for _ in range(4):
            visitor_says(chat(), "Hello?")
        jobs.run_all_due()
        assert len(written()) == 2 and Conversation.objects.count() == 4


@pytest.mark.parametrize("broken", ["plan_notice", "desk_at"])
def test_a_fault_with_letters_costs_no_words(
    broken: str, dara: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(letters, broken, lambda *_, **__: 1 / 0)
    talk = chat(Visitor("Cleo", "cleo@example.org"))
    visitor_says(talk, "Hello?")
    clinic_says(talk, "Good morning", dara)
    assert [one.body for one in talk.messages.order_by("seq")] == ["Hello?", "Good morning"]
    assert "ZeroDivisionError" in caplog.text and "Hello" not in caplog.text


class TestToTheSender:
    def test_it_says_what_happens_next_and_nothing_they_typed(self) -> None:
        Clinic.objects.update(phone="+31 20 555 0100")
        sent()
        letter = text(to("cleo@example.org"))
        assert "answers on the next working day" in letter and "+31 20 555 0100" in letter and "call 112" in letter
        for typed in (TYPED["body"], "Cleo", "Booking"):
            assert typed not in letter
        assert to("cleo@example.org").extra_headers["Auto-Submitted"] == "auto-generated"

    def test_a_phone_number_gets_none(self) -> None:
        opened().send(reach="+31 20 123 4567")
        jobs.run_all_due()
        assert [one.to[0] for one in written()] == ["olga@example.org"]

    def test_a_patient_s_goes_to_their_account(self, ana: Person, client_of: ClientOf) -> None:
        form = opened(client_of(ana))
        form.client.post("/write/", form.hidden | {"body": "Hello"})
        jobs.run_all_due()
        assert "answers" in text(to("ana@example.org"))
        assert Notice.objects.filter(kind=letters.RECEIVED, person=ana.user).exists()


class TestTheWayBack:
    def test_opening_the_link_changes_nothing_and_its_button_opens_the_conversation(self, client: Client) -> None:
        talk = sent()
        link = link_in(to("cleo@example.org"))
        page = client.get(link)
        assert "Open my conversation" in page.content.decode() and "chat" not in client.cookies
        assert page["Cache-Control"] == "private, no-store"
        client.head(link)
        talk.refresh_from_db()
        assert talk.proved is None
        answer = client.post(link)
        talk.refresh_from_db()
        assert answer.status_code == 302 and answer["Location"] == "/chat/" and talk.proved == MOMENT
        assert client.cookies["chat"]["httponly"] and client.cookies["chat"]["samesite"] == "Lax"
        assert TYPED["body"] in client.get("/chat/").content.decode()

    @pytest.mark.parametrize("token", ["x", "a:b:c", "WyJhIiwiYiJd:1:x"])
    def test_a_made_up_one(self, token: str, client: Client) -> None:
        answer = client.post(f"/chat/back/{token}/")
        assert answer.status_code == 404 and "no longer good" in answer.content.decode()

    def test_it_lasts_thirty_days(self, client: Client) -> None:
        sent()
        link = link_in(to("cleo@example.org"))
        with time_machine.travel(MOMENT + timedelta(days=30, seconds=5), tick=False):
            assert client.get(link).status_code == 404

    def test_it_ends_with_the_address_it_went_to(self, client: Client) -> None:
        sent()
        link = link_in(to("cleo@example.org"))
        Conversation.objects.update(digest="another")
        assert client.get(link).status_code == 404

    def test_pressed_by_somebody_signed_in_it_becomes_theirs(self, cleo: Person, client_of: ClientOf) -> None:
        talk = sent()
        answer = client_of(cleo).post(link_in(to("cleo@example.org")), follow=True)
        talk.refresh_from_db()
        assert talk.user_id == cleo.user.pk and TYPED["body"] in answer.content.decode()

    def test_an_account_with_a_chat_of_its_own_is_not_shown_that_instead(
        self, ana: Person, client: Client, client_of: ClientOf
    ) -> None:
        sent()
        link = link_in(to("cleo@example.org"))
        client.post(link)  # the address has answered, so it becomes nobody else's
        hers = client_of(ana)
        assert hers.post(link, follow=True).status_code == 200, "she has no chat, so this one is shown"
        visitor_says(chat(Visitor("Ana", user_id=ana.user.pk)), "Of my own")
        answer = hers.post(link, follow=True)
        assert answer.status_code == 409 and "Sign out first" in answer.content.decode()

    def test_a_patient_s_asks_for_their_account(
        self, ana: Person, cleo: Person, client: Client, client_of: ClientOf
    ) -> None:
        form = opened(client_of(ana))
        form.client.post("/write/", form.hidden | {"body": TYPED["body"]})
        jobs.run_all_due()
        link = link_in(to("ana@example.org"))
        assert client.get(link)["Location"].startswith("/account/login/")
        assert client_of(cleo).get(link).status_code == 403
        hers = client_of(ana)
        assert TYPED["body"] in hers.post(link, follow=True).content.decode()
        assert "chat" not in hers.cookies, "her account is her key"


class TestThatTheClinicAnswered:
    def answer(self, talk: Conversation, who: Person, at: datetime, words: str = "Yes, at 8") -> None:
        clinic_says(talk, words, who, at)

    def told(self, at: datetime) -> int:
        before = len(written())
        sending.send_due(at)
        return len(written()) - before

    def test_three_minutes_later_and_without_a_word_of_it(self, dara: Person) -> None:
        talk = sent()
        self.answer(talk, dara, MOMENT + MINUTE)
        assert [self.told(MOMENT + n * MINUTE) for n in (1, 3.9, 4, 9)] == [0, 0, 1, 0]
        letter = text(written()[-1])
        assert "The Quiet Hip has answered you" in letter and "/chat/back/" in letter and "at 8" not in letter

    def test_not_when_they_read_it_meanwhile(self, dara: Person) -> None:
        talk = sent()
        self.answer(talk, dara, MOMENT)
        core.mark(talk, Message.Side.VISITOR, 2, 2)
        assert self.told(MOMENT + 5 * MINUTE) == 0
        assert Notice.objects.get(kind=letters.ANSWERED).state == Notice.State.DROPPED

    def test_one_for_a_whole_burst_and_another_once_they_have_read(self, dara: Person) -> None:
        talk = sent()
        for n in range(3):
            self.answer(talk, dara, MOMENT + n * MINUTE)
        assert [self.told(MOMENT + n * MINUTE) for n in (4, 5)] == [0, 1], "three minutes after the last of them"
        self.answer(talk, dara, MOMENT + 6 * MINUTE)
        assert self.told(MOMENT + 30 * MINUTE) == 0
        core.mark(talk, Message.Side.VISITOR, 5, 5)
        self.answer(talk, dara, MOMENT + 40 * MINUTE)
        assert self.told(MOMENT + 43 * MINUTE) == 1

    def test_unread_for_days_an_answer_of_another_day_is_told_again(self, dara: Person) -> None:
        talk = sent()
        self.answer(talk, dara, MOMENT)
        assert self.told(MOMENT + 3 * MINUTE) == 1
        self.answer(talk, dara, MOMENT + timedelta(days=1))
        assert self.told(MOMENT + timedelta(days=1) + 3 * MINUTE) == 1

    def test_a_note_for_colleagues_is_no_answer(self, dara: Person) -> None:
        talk = sent()
        core.say(talk, core.Words(Message.Side.CLINIC, "Call her", Message.Kind.NOTE, author_id=dara.user.pk), MOMENT)
        assert not Notice.objects.filter(kind=letters.ANSWERED).exists()

    def test_whom_no_letter_reaches(self, dara: Person) -> None:
        opened().send(reach="+31 20 123 4567")
        self.answer(Conversation.objects.get(), dara, MOMENT)
        assert not Notice.objects.filter(kind=letters.ANSWERED).exists()

    def test_by_night_it_waits_for_the_morning(self, dara: Person) -> None:
        talk, late = sent(), MOMENT + timedelta(hours=12)
        self.answer(talk, dara, late)
        assert [self.told(late + 4 * MINUTE), self.told(MOMENT + timedelta(hours=22))] == [0, 1]
