"""A session that ended while somebody was writing costs them no word, and shows nobody else one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from hipwise.apps.journal.models import Entry
from hipwise.kit import kept
from tests.apps.journal.test_views import NEW, typed, words_of
from tests.kit.cast import Person

Browser = Callable[[Person], Client]
NOTE = "The long drive home"


def sign_in(client: Client, person: Person) -> None:
    client.force_login(person.user)


@pytest.fixture
def written(ana: Person, client_of: Browser, now: datetime) -> Client:
    """The browser in which Ana wrote a check-in, sent after her session had ended."""
    client = client_of(ana)
    mark = re.search(r'name="whose" value="([^"]+)"', words_of(client, NEW))
    assert mark
    client.logout()
    answer = client.post(NEW, typed(pain="6", note=NOTE, happened=["walk"], whose=mark[1]))
    assert answer.status_code == 302 and answer["Location"] == f"/account/login/?next={NEW}"
    return client


def test_what_was_written_is_there_after_signing_in_again(written: Client, ana: Person) -> None:
    sign_in(written, ana)
    page = words_of(written, NEW)
    assert NOTE in page and "still here" in page and re.search(r'value="6"[^>]* checked', page)
    assert not Entry.objects.exists()
    assert NOTE not in words_of(written, NEW)


def test_nobody_else_gets_it(written: Client, cleo: Person) -> None:
    sign_in(written, cleo)
    assert NOTE not in words_of(written, NEW)


def test_it_waits_sealed(written: Client) -> None:
    assert written.session["kept"]
    assert all(NOTE not in str(row.get_decoded()) for row in Session.objects.all())


@pytest.mark.parametrize("forged", ["", "1:forged", None])
def test_a_form_without_a_true_mark_is_not_kept(forged: str | None, client: Client, db: None) -> None:
    client.post(NEW, typed(note=NOTE) | ({} if forged is None else {"whose": forged}))
    assert "kept" not in client.session


def test_a_huge_form_is_not_kept(client: Client, ana: Person) -> None:
    client.post(NEW, typed(note="x" * (kept.MOST + 1), whose=kept.mark(ana.user.pk)))
    assert "kept" not in client.session
