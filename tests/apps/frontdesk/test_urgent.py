"""Words of crisis or of a red flag that a limit, or anything else, stands in the way of: they are let through, and
whoever wrote them sees whom to call, stored or not."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from hipwise.apps.frontdesk.models import Conversation, Message
from tests.apps.frontdesk.test_chat_doors import opened, say
from tests.apps.frontdesk.writing import TYPED
from tests.apps.frontdesk.writing import opened as form_opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic", "now")]
CRISIS, FLAG, HARMLESS = "I want to die", "Since the fall I can't put any weight on the leg", "Can I move my visit?"
LIMITS = ("chat.say", "chat.computer", "chat.begin", "write.computer", "write.sender", "write.all")


@pytest.fixture
def over(settings: Settings) -> None:
    """Nobody may say anything any more."""
    settings.RATE_LIMITS = settings.RATE_LIMITS | dict.fromkeys(LIMITS, (0, 60))


@pytest.fixture
def far_over(over: None, settings: Settings) -> None:
    """Nor anything urgent."""
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"urgent": (0, 60)}


def by_form(client: Client, body: str) -> Any:
    """What the chat's page without script sends."""
    said = {"key": opened(client)["key"], "client": str(uuid.uuid4()), "body": body, "what": "say"}
    return client.post("/chat/", said)


@pytest.mark.parametrize("body", [CRISIS, FLAG])
@pytest.mark.usefixtures("over")
def test_the_chat_lets_it_through(client: Client, body: str) -> None:
    answer = say(client, opened(client)["key"], body)
    assert answer.status_code == 200 and "tel:112" in answer.json()["card"]
    assert Conversation.objects.get().raised > 0


@pytest.mark.usefixtures("over")
def test_anything_else_waits(client: Client) -> None:
    answer = say(client, opened(client)["key"], HARMLESS)
    assert answer.status_code == 429 and "card" not in answer.json() and int(answer["Retry-After"]) > 0
    assert by_form(client, HARMLESS).status_code == form_opened(client).send().status_code == 429
    assert not Message.objects.exists()


@pytest.mark.usefixtures("far_over")
def test_beyond_every_limit_the_card_is_shown_with_the_refusal(client: Client) -> None:
    answer = say(client, opened(client)["key"], CRISIS)
    assert answer.status_code == 429 and "tel:113" in answer.json()["card"]
    page = by_form(client, CRISIS)
    assert page.status_code == 429 and 'class="care-number" href="tel:112"' in page.content.decode()
    assert CRISIS in page.content.decode() and not Message.objects.exists()


@pytest.mark.usefixtures("over")
def test_one_computer_is_let_through_so_often(client: Client, settings: Settings) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"urgent": (2, 60)}
    key = opened(client)["key"]
    assert [say(client, key, CRISIS).status_code for _ in range(3)] == [200, 200, 429]


def test_the_card_says_that_the_clinic_has_the_words_only_where_it_has(client: Client) -> None:
    key = opened(client)["key"]
    assert "is with us" in say(client, key, CRISIS).json()["card"]
    assert "is with us" not in say(client, key, f"{CRISIS}. {'x' * 4001}").json()["card"]
    assert "is with us" not in form_opened().send(body=CRISIS, number="99").content.decode()


def test_words_too_long_to_be_stored_show_the_card(client: Client) -> None:
    answer = say(client, opened(client)["key"], f"{CRISIS}. {'x' * 4001}")
    assert answer.status_code == 422 and "tel:113" in answer.json()["card"]
    assert "card" not in say(client, opened(client)["key"], "x" * 4001).json()


@pytest.mark.usefixtures("over")
def test_the_contact_form_lets_it_through() -> None:
    assert form_opened().send(body=CRISIS).status_code == 302
    assert Conversation.objects.get().raised > 0


@pytest.mark.usefixtures("far_over")
def test_the_contact_form_shows_the_card_with_its_refusal() -> None:
    answer = form_opened().send(body=CRISIS)
    assert answer.status_code == 429 and 'class="care-number" href="tel:112"' in answer.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("wrong", [{"number": "99"}, {"name": ""}, {"check": None}])
def test_so_does_a_form_that_comes_back(wrong: dict[str, str | None]) -> None:
    shown = form_opened().send(body=CRISIS, **wrong).content.decode()
    assert 'class="care-number" href="tel:112"' in shown and not Message.objects.exists()
    assert "care-" not in form_opened().send(body=TYPED["body"], **wrong).content.decode()
