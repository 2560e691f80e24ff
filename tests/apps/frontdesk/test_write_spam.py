"""Unwanted messages go to a folder and never away; whoever asks too often keeps what they typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from pytest_django import Settings

from hipwise.apps.frontdesk.checks import spam
from hipwise.apps.frontdesk.models import Conversation
from hipwise.apps.frontdesk.words import wait_in_words
from hipwise.apps.notifications.models import Notice
from hipwise.apps.people.models import Clinic
from hipwise.kit import jobs
from tests.apps.frontdesk.writing import TYPED, opened, read_form
from tests.conftest import MOMENT
from tests.kit.cast import Person

LONG = timedelta(seconds=40)
PLAIN = spam.Sample("Cleo Wren", TYPED["body"], "", LONG, again=False)


def sample(**other: object) -> spam.Sample:
    return spam.Sample(**{name: getattr(PLAIN, name) for name in PLAIN.__slots__} | other)


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        ({}, ""),
        ({"body": "Is this exercise right? https://example.org/hip"}, ""),
        ({"body": "Il mio ginocchio. Posso venire martedì?"}, ""),
        ({"body": "See www.a.example and http://b.example please"}, ""),
        ({"body": "I lost my bitcoin and my sleep over it"}, ""),
        ({"trap": "http://x.example"}, "filled in a hidden field"),
        ({"took": timedelta(seconds=2)}, "sent within three seconds"),
        ({"took": timedelta(seconds=-5)}, "sent within three seconds"),
        ({"body": "http://a http://b http://c"}, "3 links"),
        ({"name": "Win now www.x.example"}, "a link for a name"),
        ({"again": True}, "the same words came often"),
        ({"body": "Backlinks and SEO services for you"}, "words of advertising"),
        ({"body": "We sell backlinks: http://x.example"}, "a link, words of advertising"),
    ],
)
def test_what_looks_unwanted_and_why(seen: dict[str, object], why: str) -> None:
    assert spam.why(sample(**seen)) == why


def test_the_reason_fits_its_field() -> None:
    everything = sample(name="http://x", body="backlinks casino http:// " * 9, trap="x", took=timedelta(0), again=True)
    most = Conversation._meta.get_field("spam_why").max_length
    assert most and 0 < len(spam.why(everything)) <= most


@pytest.mark.django_db
@pytest.mark.usefixtures("clinic", "now", "olga")
class TestTheFolder:
    def test_a_filled_trap_puts_it_there_and_answers_as_usual(self) -> None:
        answer = opened().send(homepage="http://spam.example")
        assert answer.status_code == 302
        talk = Conversation.objects.get()
        assert talk.spam and talk.spam_why == "filled in a hidden field"
        assert talk.messages.get().body == TYPED["body"], "kept as it came"

    def test_nobody_is_written_to_about_it(self) -> None:
        opened().send(homepage="x")
        jobs.run_all_due()
        assert not Notice.objects.exists() and not mail.outbox
        opened().send()
        jobs.run_all_due()
        assert Notice.objects.count() == 2, "the control: one to the owner, one to the sender"

    def test_who_is_quicker_than_a_person_goes_there(self) -> None:
        form = opened()
        with time_machine.travel(MOMENT - timedelta(seconds=18), tick=False):
            form.send()
        assert Conversation.objects.get().spam_why == "sent within three seconds"

    def test_words_of_crisis_are_never_put_away(self) -> None:
        opened().send(body="I want to die", homepage="x")
        talk = Conversation.objects.get()
        assert not talk.spam and talk.raised

    def test_people_never_meet_the_trap(self) -> None:
        html = opened().html
        trap = html[html.index('<div class="unseen"') : html.index("</div>", html.index('<div class="unseen"'))]
        assert 'aria-hidden="true"' in trap and 'tabindex="-1"' in trap and 'autocomplete="off"' in trap


@pytest.mark.django_db
@pytest.mark.usefixtures("now")
class TestTooOften:
    @pytest.fixture(autouse=True)
    def rates(self, settings: Settings, clinic: Clinic) -> None:
        settings.RATE_LIMITS_ON = True
        Clinic.objects.update(phone="+31 20 555 0100")

    def set(self, settings: Settings, **rates: tuple[int, int]) -> None:
        settings.RATE_LIMITS = settings.RATE_LIMITS | {f"write.{name}": rate for name, rate in rates.items()}

    @pytest.mark.parametrize("name", ["computer", "sender", "all"])
    def test_everything_typed_is_still_there(self, name: str, settings: Settings) -> None:
        self.set(settings, **{name: (1, 3600)})
        opened().send()
        form = opened()
        answer = form.send(body="My second message")
        assert answer.status_code == 429
        fresh = read_form(answer.content.decode(), form.client)
        assert "has not been sent. Please send it in 60 minutes, or call us: +31 20 555 0100" in fresh.words
        assert "My second message" in fresh.html and "cleo@example.org" in fresh.html
        with time_machine.travel(MOMENT + timedelta(hours=1), tick=False):
            assert opened(form.client).send(body="My second message").status_code in {200, 302}

    def test_the_same_words_from_everywhere_are_put_aside(self) -> None:
        for number in range(5):
            opened().send(body="Buy our wonderful chairs", reach=f"a{number}@example.org")
        assert list(Conversation.objects.order_by("pk").values_list("spam", flat=True)) == [False] * 3 + [True] * 2

    def test_one_address_gets_three_letters_a_day(self) -> None:
        for number in range(5):
            opened().send(body=f"Message {number}")
        jobs.run_all_due()
        assert len(mail.outbox) == 3
        assert Conversation.objects.filter(spam=False).count() == 5, "their messages arrive all the same"

    def test_a_patient_has_a_limit_of_their_own(self, ana: Person, settings: Settings) -> None:
        self.set(settings, all=(0, 3600), sender=(1, 3600))
        client = Client()
        client.force_login(ana.user)
        first, second = (opened(client) for _ in range(2))
        said = [one.client.post("/write/", one.hidden | {"body": "Hello"}).status_code for one in (first, second)]
        assert said == [302, 429]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "in one minute"),
        (61, "in 2 minutes"),
        (3600, "in 60 minutes"),
        (5401, "in 2 hours"),
        (43200, "in 12 hours"),
        (43201, "tomorrow"),
    ],
)
def test_when_to_come_back(seconds: int, words: str) -> None:
    assert wait_in_words(seconds) == words
