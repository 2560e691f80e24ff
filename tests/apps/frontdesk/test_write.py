"""The contact form: what is typed is stored, or comes back."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from datetime import timedelta

import altcha
import pytest
import time_machine
from django.test import Client

from hipwise.apps.frontdesk import agreement
from hipwise.apps.frontdesk.models import Conversation, Message, SpentCheck
from hipwise.apps.frontdesk.services import core
from tests.apps.frontdesk.writing import TYPED, Form, opened, read_form
from tests.apps.portal.test_weight import MOST, weigh
from tests.conftest import MOMENT
from tests.kit.cast import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic", "now")]
SIGNING_OVER = "This sum is no longer good"


def stored() -> Conversation:
    return Conversation.objects.get()


class TestSending:
    def test_it_is_in_the_inbox_at_once(self) -> None:
        answer = opened().send()
        assert answer.status_code == 302 and answer["Location"].startswith("/write/sent/?it=")
        talk = stored()
        assert (talk.source, talk.topic, talk.name, talk.email, talk.phone) == (
            "form",
            "booking",
            "Cleo Wren",
            "cleo@example.org",
            "",
        )
        assert (talk.agreed, talk.agreed_to) == (MOMENT, agreement.VERSION)
        assert talk.waiting_since == MOMENT and not talk.spam and talk.proved is None
        assert talk.messages.get().body == TYPED["body"]

    @pytest.mark.parametrize("typed", ["+31 20 123 4567", "020 123 4567", "0031201234567", "(020) 123-4567"])
    def test_a_phone_number_does_as_well(self, typed: str) -> None:
        opened().send(reach=typed)
        assert (stored().email, stored().phone) == ("", "+31201234567")

    def test_what_comes_after(self) -> None:
        page = opened().client.get(opened().send()["Location"]).content.decode()
        assert "We have your message" in page and "on the next working day, by e-mail" in page
        assert "care-crisis" not in page

    def test_words_of_crisis_show_who_to_call_first(self) -> None:
        form = opened()
        page = form.client.get(form.send(body="I want to die")["Location"]).content.decode()
        assert page.index("care-crisis") < page.index("We have your message")
        assert "tel:113" in page and stored().raised == Conversation.Raised.CRISIS

    def test_words_of_crisis_in_a_form_that_is_refused_show_it_too(self) -> None:
        page = opened().send(body="I want to die", reach="no address").content.decode()
        assert page.index("care-crisis") < page.index("Please look at this again") and "tel:113" in page
        assert "Your message is with us" not in page and not Conversation.objects.exists()
        assert "care-crisis" not in opened().send(reach="no address").content.decode()

    @pytest.mark.parametrize("token", ["", "x", "1:x:y", "1"])
    def test_the_page_after_tells_a_stranger_nothing(self, token: str, client: Client) -> None:
        opened().send(body="I want to die")
        page = client.get("/write/sent/", {"it": token}).content.decode()
        assert "We have your message" in page and "care-crisis" not in page and "by e-mail" not in page

    def test_a_line_s_end_is_one_letter(self) -> None:
        """A browser sends two for each; somebody who counts to 4000 counts one."""
        body = "\n".join(["x" * 79] * 50)
        assert len(body) == core.LONGEST - 1 and opened().send(body=body.replace("\n", "\r\n")).status_code == 302
        assert stored().messages.get().body == body

    def test_without_the_sum_but_with_the_work_done(self) -> None:
        form = opened()
        found = re.search(r'<script id="challenge" type="application/json">(.*?)</script>', form.html)
        assert found
        challenge = altcha.Challenge.from_dict(json.loads(found[1]))
        solution = altcha.solve_challenge(challenge)
        assert solution is not None
        work = base64.b64encode(json.dumps(altcha.Payload(challenge, solution).to_dict()).encode()).decode()
        assert form.send(number="", work=work).status_code == 302
        assert stored().messages.get().body == TYPED["body"]


class TestComingBack:
    """Whatever is wrong, nothing typed is lost."""

    def all_still_there(self, form: Form) -> None:
        html = form.html
        for words in ("Cleo Wren", "cleo@example.org", TYPED["body"]):
            assert words in html
        assert '<option value="booking" selected>' in html and "checked" in html
        assert Conversation.objects.count() == SpentCheck.objects.count() == 0

    def again(self, form: Form, **typed: str | None) -> Form:
        answer = form.send(**typed)
        assert answer.status_code == 200
        return read_form(answer.content.decode(), form.client)

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"number": "1"}, "This does not add up"),
            ({"number": ""}, "Please write the number"),
            ({"number": None}, "Please write the number"),
            ({"number": "null"}, "This does not add up"),
            ({"number": "15\0"}, "Null characters"),
            ({"check": None}, SIGNING_OVER),
            ({"check": ""}, SIGNING_OVER),
            ({"check": "null"}, SIGNING_OVER),
            ({"check": "x" * 9000}, SIGNING_OVER),
        ],
    )
    def test_a_refused_check_brings_a_new_sum(self, typed: dict[str, str | None], words: str) -> None:
        form = opened()
        fresh = self.again(form, **typed)
        assert words in fresh.words
        assert fresh.hidden["check"] != form.hidden["check"] and fresh.hidden["client"] == form.hidden["client"]
        assert 'name="number" inputmode' not in fresh.html or 'value="1"' not in fresh.html
        self.all_still_there(fresh)
        with time_machine.travel(MOMENT + timedelta(seconds=20), tick=False):
            assert fresh.send().status_code == 302

    def test_an_expired_one_too(self) -> None:
        form = opened()
        with time_machine.travel(MOMENT + timedelta(minutes=30), tick=False):
            fresh = self.again(form)
        assert SIGNING_OVER in fresh.words
        self.all_still_there(fresh)

    def test_whose_browser_does_the_work_hears_of_no_sum(self) -> None:
        """The sum is hidden from them once the work is done, so nothing may lead there."""
        form = opened()
        with time_machine.travel(MOMENT + timedelta(minutes=30), tick=False):
            fresh = self.again(form, number="", work="of the browser")
        assert SIGNING_OVER not in fresh.words and "Please send it once more" in fresh.words
        assert 'href="#id_number"' not in fresh.html and 'id="id_number_error"' not in fresh.html
        self.all_still_there(fresh)

    def test_somebody_signed_in_meanwhile_in_another_tab(self) -> None:
        """With that the browser has another secret, and neither the token nor the check fits it."""
        form = opened(Client(enforce_csrf_checks=True))
        form.client.cookies["csrftoken"] = "a" * 32
        answer = form.send()
        assert answer.status_code == 403 and "This has not been sent" in answer.content.decode()
        fresh = read_form(answer.content.decode(), form.client)
        self.all_still_there(fresh)
        assert fresh.hidden["client"] == form.hidden["client"]
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', fresh.html)[0]
        with time_machine.travel(MOMENT + timedelta(seconds=20), tick=False):
            assert fresh.send(csrfmiddlewaretoken=token).status_code == 302
        assert Message.objects.count() == 1

    def test_what_another_website_sends_is_not_shown(self) -> None:
        strict = Client(enforce_csrf_checks=True, headers={"Origin": "https://evil.example"})
        answer = strict.post("/write/", TYPED)
        assert answer.status_code == 403 and TYPED["body"] not in answer.content.decode()

    def test_one_solved_in_another_browser(self) -> None:
        mine, theirs = opened(), opened()
        answer = theirs.send(check=mine.hidden["check"], number=mine.answer)
        fresh = read_form(answer.content.decode(), theirs.client)
        assert SIGNING_OVER in fresh.words
        self.all_still_there(fresh)

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"reach": "cleo.example.org"}, "neither an e-mail address nor a phone number"),
            ({"reach": "cleo@"}, "does not look like an e-mail address"),
            ({"reach": "087 123 4567 or cleo@example.org"}, "one of the two"),
            ({"reach": "12"}, "neither an e-mail address nor a phone number"),
            ({"reach": ""}, "so that we can answer"),
            ({"name": " "}, "Please write your name"),
            ({"agree": None}, "Please tick this box"),
            ({"body": " \n"}, "Please write a few words"),
            ({"body": "x" * 4001}, "longer than 4000 letters"),
            ({"topic": "nonsense"}, "Please choose one of these"),
        ],
    )
    def test_a_slip_elsewhere_does_not_cost_the_sum(self, typed: dict[str, str | None], words: str) -> None:
        form = opened()
        fresh = self.again(form, **typed)
        assert words in fresh.words and not Conversation.objects.exists()
        assert fresh.hidden == form.hidden and f'value="{form.answer}"' in fresh.html
        assert fresh.send().status_code == 302
        assert Message.objects.count() == 1

    def test_a_long_message_is_not_cut_short_by_the_browser(self) -> None:
        assert 'maxlength="4000"' not in opened().html


class TestOnce:
    def test_sent_twice_it_is_one(self) -> None:
        form = opened()
        assert [form.send().status_code for _ in range(3)] == [302] * 3
        assert Message.objects.count() == Conversation.objects.count() == 1

    def test_a_used_check_carries_no_second_message(self) -> None:
        form = opened()
        form.send()
        other = "0f0e7a3c-0a52-4a3e-9d57-2f5a4a6f0c11"
        answer = form.send(client=other)
        assert answer.status_code == 200 and "send it once more" in answer.content.decode()
        assert Message.objects.count() == 1

    def test_other_words_under_the_same_number_are_not_lost(self) -> None:
        """Back in the browser, changed, sent again: the second message is one of its own."""
        form = opened()
        form.send()
        fresh = read_form(form.send(body="And one more thing").content.decode(), form.client)
        assert "We have your first message already" in fresh.words and "And one more thing" in fresh.html
        assert fresh.hidden["client"] != form.hidden["client"]
        assert fresh.send(body="And one more thing").status_code == 302
        assert sorted(one.body for one in Message.objects.all()) == ["And one more thing", TYPED["body"]]

    def test_the_same_words_with_a_new_check_are_the_same_message(self) -> None:
        form = opened()
        form.send()
        assert opened(form.client).send(client=form.hidden["client"]).status_code == 302
        assert Message.objects.count() == 1

    def test_a_number_of_our_own_is_given_where_none_came(self) -> None:
        assert opened().send(client="x").status_code == 302
        assert opened().send(client=None).status_code == 302
        assert Message.objects.count() == 2

    def test_a_fault_while_storing_leaves_the_check_good(self, monkeypatch: pytest.MonkeyPatch) -> None:
        form = opened()
        with monkeypatch.context() as broken, pytest.raises(RuntimeError):
            broken.setattr(core, "settle", lambda mine: (_ for _ in ()).throw(RuntimeError))
            form.send()
        assert not SpentCheck.objects.exists() and not Conversation.objects.exists()
        assert form.send().status_code == 302


class TestSomebodyKnown:
    def test_a_patient_is_asked_for_words_alone(self, ana: Person, client_of: Callable[[Person], Client]) -> None:
        form = opened(client_of(ana))
        assert "From Ana." in form.words and "ana@example.org" in form.words
        assert 'name="number"' not in form.html and 'name="reach"' not in form.html and "challenge" not in form.html
        assert form.client.post("/write/", form.hidden | {"body": "Hello"}).status_code == 302
        talk = stored()
        assert ana.patient is not None
        assert (talk.user_id, talk.patient_id, talk.name, talk.email) == (
            ana.user.pk,
            ana.patient.pk,
            "Ana",
            "ana@example.org",
        )
        assert not talk.spam and talk.agreed is None, "an account has agreed to its own words"

    def test_the_page_after_says_where_they_read_the_answer(
        self, ana: Person, client_of: Callable[[Person], Client]
    ) -> None:
        form = opened(client_of(ana))
        after = form.client.post("/write/", form.hidden | {"body": "Hello"})["Location"]
        page = form.client.get(after).content.decode()
        assert 'href="/you/messages/"' in page and "by e-mail" not in page and "write to ana@example.org" in page
        assert 'href="/you/messages/"' not in Client().get(after).content.decode()

    def test_twice_is_once_for_them_too(self, ana: Person, client_of: Callable[[Person], Client]) -> None:
        form = opened(client_of(ana))
        for _ in range(2):
            form.client.post("/write/", form.hidden | {"body": "Hello"})
        assert Message.objects.count() == 1

    def test_staff_are_asked_like_anybody(self, dara: Person, client_of: Callable[[Person], Client]) -> None:
        assert opened(client_of(dara)).send().status_code == 302
        assert stored().user_id == dara.user.pk


def test_the_page_says_what_not_to_write_and_who_to_call() -> None:
    words = opened().words
    assert "Please write nothing here about your health" in words
    assert "Not for emergencies. In danger, call 112" in words and "call 113" in words


def test_a_link_may_name_the_topic() -> None:
    assert '<option value="costs" selected>' in opened(topic="costs").html
    assert "<script>" not in opened(topic='"><script>').html


def test_it_is_called_for_on_public_pages(client: Client) -> None:
    from hipwise.apps.learn.calls import working

    assert "/write/" in {call.url for call in working()}


def test_first_load_stays_small() -> None:
    weight = weigh(opened().html)
    assert sum(weight.values()) <= MOST, weight
