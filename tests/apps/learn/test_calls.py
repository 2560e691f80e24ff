"""Only what works is offered."""

from __future__ import annotations

import pytest
from django.test import Client

from hipwise.apps.learn import calls
from hipwise.apps.learn.calls import Call
from hipwise.apps.learn.models import HomePage


def test_calls_without_a_door_are_hidden_and_the_editor_is_told() -> None:
    hidden = {call.key for call in calls.CALLS} - {call.key for call in calls.working()}
    told = {key for key, label in calls.choices() if "not working yet" in label}
    assert hidden == told
    assert {"journal", "days"} <= {call.key for call in calls.working()}


def test_a_call_shows_itself_once_its_door_exists(
    home: HomePage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Call("book", "Book a first visit", "See which times are free", "book", "no:such_door")
    monkeypatch.setattr(calls, "CALLS", (one,))
    assert "Book a first visit" not in client.get("/").content.decode()
    monkeypatch.setattr(calls, "CALLS", (Call("book", one.label, one.words, one.icon, "learn:feed"),))
    assert '<a class="call first" href="/feed/">' in client.get("/").content.decode()


def test_calls_come_in_our_order_whatever_the_editor_clicked_first() -> None:
    assert [call.key for call in calls.working(["days", "journal"])] == ["journal", "days"]
