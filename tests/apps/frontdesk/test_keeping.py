"""What the clock removes, and what it never does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hipwise.apps.frontdesk.models import Conversation, DeskSettings, Message
from hipwise.apps.frontdesk.services import keeping, raising
from hipwise.apps.frontdesk.tasks import prune_conversations
from tests.kit.cast import Person
from tests.kit.talk import NOW, chat, visitor_says

State = Conversation.State
YEAR, DAY = timedelta(days=366), timedelta(days=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]


def closed(body: str = "Hello", **more: object) -> Conversation:
    """A conversation that was closed at NOW."""
    talk = chat()
    visitor_says(talk, body)
    Conversation.objects.filter(pk=talk.pk).update(state=State.CLOSED, closed_at=NOW, **more)
    return talk


def test_what_was_closed_long_ago_goes(now: object) -> None:
    closed()
    assert keeping.prune(NOW + YEAR - 2 * DAY) == 0
    assert keeping.prune(NOW + YEAR) == 1
    assert not Message.objects.exists()


def test_the_owner_says_how_long() -> None:
    closed()
    DeskSettings.objects.create(keep_months=1)
    assert keeping.prune(NOW + timedelta(days=30)) == 0
    assert keeping.prune(NOW + timedelta(days=31)) == 1


def test_suspected_spam_goes_after_a_month() -> None:
    talk = chat()
    visitor_says(talk, "Buy pills")
    Conversation.objects.update(spam=True)
    assert keeping.prune(NOW + 29 * DAY) == 0
    assert keeping.prune(NOW + 31 * DAY) == 1


def test_what_is_open_stays() -> None:
    visitor_says(chat(), "Hello")
    assert keeping.prune(NOW + 10 * YEAR) == 0


def test_raised_ones_stay_until_a_person_took_them_on(dara: Person) -> None:
    talk = closed("I want to die", spam=True)
    assert keeping.prune(NOW + 10 * YEAR) == 0
    raising.take_on(dara.actor, talk, NOW)
    assert keeping.prune(NOW + 10 * YEAR) == 1


def test_what_is_about_a_patient_belongs_to_the_record(ana: Person) -> None:
    closed(patient=ana.patient)
    assert keeping.prune(NOW + 10 * YEAR) == 0


def test_many_go_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "AT_ONCE", 2)
    for _ in range(5):
        closed()
    assert keeping.prune(NOW + YEAR) == 5


def test_it_comes_round_each_day() -> None:
    from hipwise.kit.jobs import RULES

    assert RULES[prune_conversations.module_path].every == DAY
