"""Words that must not wait: the card, the raising, its letters, and a person who takes it on."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from hipwise.apps.audit.models import Event
from hipwise.apps.frontdesk import cards, kinds
from hipwise.apps.frontdesk.models import ChatHours, Conversation, Message, Presence
from hipwise.apps.frontdesk.selectors import rooms
from hipwise.apps.frontdesk.services import core, raising
from hipwise.apps.notifications.models import Notice
from hipwise.apps.notifications.sending import send_due
from hipwise.apps.people.models import Clinic
from hipwise.domain.triage import words
from hipwise.domain.triage.catalogue import load
from hipwise.kit.jobs import run_all_due
from hipwise.kit.refusal import Refusal
from tests.kit.cast import Person
from tests.kit.talk import NOW, chat, clinic_says, visitor_says

SignedIn = Callable[[Person], Client]
CRISIS, FLAG = "I want to die", "Since the fall I can't put any weight on the leg"
MINUTES = timedelta(minutes=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]


def letters_at(moment: datetime) -> list[str]:
    """Who has been written to by then, with the jobs run as a worker does."""
    with time_machine.travel(moment, tick=False):
        send_due(moment)
        run_all_due()
    asking = [letter for letter in mail.outbox if "open the clinic’s inbox" in letter.subject]
    return sorted(address for letter in asking for address in letter.to)


class TestCard:
    def test_crisis_shows_the_clinics_numbers_and_who_is_there(self, clinic: Clinic) -> None:
        card = cards.card_for(visitor_says(chat(), CRISIS))
        assert 'href="tel:113"' in card and "Talk to somebody at any hour" in card
        assert 'href="tel:112"' in card and "nobody at the clinic is reading" in card
        assert card.count('role="alert"') == 1

    def test_a_red_flag_says_be_seen_today(self) -> None:
        card = cards.card_for(visitor_says(chat(), FLAG))
        assert 'href="tel:112"' in card and "be seen by a doctor today" in card and "tel:113" not in card

    def test_of_both_crisis_comes_first(self) -> None:
        card = cards.card_for(visitor_says(chat(), f"{FLAG}. {CRISIS}"))
        assert card.index("care-crisis") < card.index("care-red_flag")
        assert card.count("care-small") == 1

    def test_nothing_found_nothing_shown(self) -> None:
        talk = chat()
        assert cards.card_for(visitor_says(talk, "Can I move my visit?")) == "" == cards.card_of(talk)

    def test_it_says_when_somebody_is_there(self, now: datetime, dara: Person) -> None:
        ChatHours.objects.create(weekday=2, opens="09:00", closes="17:00")
        message = visitor_says(chat(), CRISIS)
        assert "nobody at the clinic is reading" in cards.card_for(message)
        assert "The desk opens again" not in cards.card_for(message), "its hours have begun: somebody may be back soon"
        with time_machine.travel(now + timedelta(hours=12), tick=False):
            assert "The desk opens again" in cards.card_for(message)
        Presence.objects.create(user=dara.user, seen=now)
        assert "Somebody is at the clinic’s desk now" in cards.card_for(message)

    @pytest.mark.parametrize(
        ("text", "code", "line"),
        [
            ("Ich will nicht mehr leben", "de", "Bitte sprechen Sie jetzt mit jemandem"),
            ("ik wil niet meer leven", "nl", "Praat nu met iemand"),
            ("je ne veux plus vivre", "fr", "Parlez à quelqu’un maintenant"),
            ("ya no quiero vivir así", "es", "hable con alguien ahora"),
        ],
    )
    def test_it_speaks_the_visitors_language(self, text: str, code: str, line: str) -> None:
        card = cards.card_for(visitor_says(chat(), text))
        assert f'lang="{code}"' in card and line in card

    def test_every_language_of_the_catalogue_has_every_line(self) -> None:
        said = cards.card_words()
        assert set(said) == set(load().languages)
        assert all(set(lines) == set(said["en"]) and all(lines.values()) for lines in said.values())

    def test_it_stays_until_somebody_took_it_on_and_closed_it(self, dara: Person) -> None:
        talk = chat()
        visitor_says(talk, CRISIS)
        visitor_says(talk, "never mind")
        talk.refresh_from_db()
        assert "tel:113" in cards.card_of(talk)
        assert raising.take_on(dara.actor, talk, NOW) is None
        talk.refresh_from_db()
        assert "tel:113" in cards.card_of(talk)
        talk.state, talk.closed_at = Conversation.State.CLOSED, NOW
        assert cards.card_of(talk) == ""

    def test_a_number_is_dialled_without_what_is_only_for_the_eye(self) -> None:
        assert cards.number("+49 (0)800 / 111-0-111").dialled == "+4908001110111"


class TestRaising:
    def test_letters_climb_until_somebody_takes_it_on(self, ben: Person, dara: Person, olga: Person) -> None:
        talk = chat()
        visitor_says(talk, CRISIS)
        first = [dara.user.email, olga.user.email]
        everybody = sorted([*first, ben.user.email])
        assert letters_at(NOW) == sorted(first)
        assert letters_at(NOW + 14 * MINUTES) == sorted(first)
        assert letters_at(NOW + 15 * MINUTES) == sorted([*first, *everybody])
        assert letters_at(NOW + 30 * MINUTES) == sorted([*first, *everybody, *everybody])
        talk.refresh_from_db()
        raising.take_on(ben.actor, talk, NOW + 31 * MINUTES)
        assert len(letters_at(NOW + 90 * MINUTES)) == 8
        assert not Notice.objects.filter(state=Notice.State.WAITING).exists()

    def test_at_night_too_and_without_a_word_of_it(self, dara: Person) -> None:
        talk = chat()
        talk.name = "Anastasia"
        talk.save()
        visitor_says(talk, CRISIS, NOW.replace(hour=2))
        letters_at(NOW.replace(hour=2))
        (letter,) = (one for one in mail.outbox if one.to == [dara.user.email])
        told = f"{letter.subject} {letter.body}".lower()
        assert "open the clinic’s inbox" in told and "/staff/inbox/" in told
        assert not any(word in told for word in ("die", "anastasia", "crisis", "raised", str(talk.uid)))

    def test_it_cannot_be_switched_off(self) -> None:
        from hipwise.apps.notifications.kinds import named

        kind = named(kinds.RAISED)
        assert kind and kind.must and kind.when_quiet == "anyway"

    def test_more_words_begin_no_second_ladder(self, dara: Person) -> None:
        talk = chat()
        for _ in range(5):
            visitor_says(talk, CRISIS)
        assert Notice.objects.filter(kind=kinds.RAISED).count() == len(kinds.STEPS)

    def test_words_after_a_take_on_ask_anew(self, dara: Person) -> None:
        talk = chat()
        visitor_says(talk, CRISIS)
        letters_at(NOW)
        raising.take_on(dara.actor, talk, NOW)
        visitor_says(talk, CRISIS, NOW + MINUTES)
        talk.refresh_from_db()
        assert talk.taken_on_by is None and talk.taken_on_at is None
        assert letters_at(NOW + MINUTES) == [dara.user.email] * 2

    def test_an_ordinary_message_asks_nobody(self, dara: Person) -> None:
        visitor_says(chat(), "Can I move my visit?")
        assert not Notice.objects.filter(kind=kinds.RAISED).exists()

    def test_what_staff_write_raises_nothing(self, dara: Person) -> None:
        talk = chat()
        clinic_says(talk, CRISIS, dara)
        talk.refresh_from_db()
        assert talk.raised == Conversation.Raised.NO

    def test_without_a_front_desk_everybody_is_asked(self, ben: Person, eli: Person) -> None:
        visitor_says(chat(), CRISIS)
        assert letters_at(NOW) == sorted([ben.user.email, eli.user.email])


class TestTakingOn:
    def test_puts_a_name_to_it(self, dara: Person) -> None:
        talk = chat()
        visitor_says(talk, CRISIS)
        assert raising.take_on(dara.actor, talk, NOW) is None
        talk.refresh_from_db()
        assert (talk.taken_on_by, talk.taken_on_at, talk.assigned) == (dara.user, NOW, dara.user)
        assert talk.raised == Conversation.Raised.CRISIS
        assert Event.objects.filter(who=dara.user, what="took on conversation").count() == 1
        assert [one.body for one in rooms.after(talk, 1, "clinic")] == ["Dara took this on"]
        assert rooms.after(talk, 1, "visitor") == []

    def test_twice_is_once_and_the_second_person_is_told_who(self, dara: Person, ben: Person) -> None:
        talk = chat()
        visitor_says(talk, CRISIS)
        assert raising.take_on(dara.actor, talk, NOW) is None
        assert raising.take_on(dara.actor, talk, NOW) is None
        late = raising.take_on(ben.actor, talk, NOW)
        assert isinstance(late, Refusal) and late.code == "taken" and "Dara" in late.words
        talk.refresh_from_db()
        assert talk.taken_on_by == dara.user and talk.last_seq == 2

    def test_what_is_not_raised_cannot_be(self, dara: Person) -> None:
        talk = chat()
        assert raising.take_on(dara.actor, talk, NOW) == raising.NOT_RAISED

    def test_by_the_button_of_the_inbox(self, dara: Person, client_of: SignedIn) -> None:
        talk = chat()
        visitor_says(talk, CRISIS)
        client, address = client_of(dara), f"/staff/inbox/{talk.pk}/"
        assert "I’ll take this on" in client.get(address).content.decode()
        client.post(f"{address}do/", {"do": "take_on"})
        page = client.get(address).content.decode()
        assert "Taken on by Dara" in page and "I’ll take this on" not in page


class TestNothingCostsTheMessage:
    @pytest.fixture(autouse=True)
    def _quiet(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.ERROR)

    def test_a_fault_in_the_triage(self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
        def broken(text: str) -> None:
            raise ValueError(text)

        monkeypatch.setattr(core, "concerns", broken)
        assert visitor_says(chat(), CRISIS).body == CRISIS
        assert "could not be searched" in caplog.text and CRISIS not in caplog.text

    def test_a_fault_in_the_letters(
        self, dara: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def broken(*_: object, **__: object) -> None:
            Notice.objects.create(key="half", kind=kinds.RAISED, subject=1, due=NOW, expires=NOW, zone="UTC")

        monkeypatch.setattr(kinds, "plan_notice", broken)
        talk = chat()
        assert visitor_says(talk, CRISIS).seq == 1
        talk.refresh_from_db()
        assert talk.raised == Conversation.Raised.CRISIS and talk.last_seq == 1
        assert not Notice.objects.filter(key="half").exists()
        assert "No letter could be planned" in caplog.text and CRISIS not in caplog.text

    def test_the_control_without_its_net_the_fault_does_cost_it(
        self, dara: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object) -> None:
            raise ValueError

        monkeypatch.setattr(core, "tell_raised", broken)
        talk = chat()
        with pytest.raises(ValueError):
            core.say(talk, core.Words(Message.Side.VISITOR, CRISIS, client=uuid.uuid4()), NOW)
        assert not Message.objects.exists()

    def test_the_words_themselves_are_found_without_any_of_it(self) -> None:
        assert words.concerns(CRISIS)[0].key == "en.suicide_wish"
