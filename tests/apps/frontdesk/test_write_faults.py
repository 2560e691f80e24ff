"""The contact form when things break: a dead mail server, a killed process, many at once. On either database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from collections import Counter
from threading import Barrier

import pytest
from django.test import Client
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hipwise.apps.frontdesk.checks import tokens
from hipwise.apps.frontdesk.models import Conversation, Message, SpentCheck
from hipwise.apps.frontdesk.services import writing
from hipwise.apps.frontdesk.services.core import Visitor
from hipwise.apps.frontdesk.services.writing import USED, Written
from hipwise.kit import clock, jobs
from hipwise.kit.models import Letter
from hipwise.kit.refusal import Refusal
from tests.apps.frontdesk.writing import TYPED, Form, read_form
from tests.apps.jobs.elsewhere import ROOT, database_url
from tests.apps.jobs.postbox import postbox
from tests.kit.crowd import at_once
from tests.kit.ports import free_port
from tests.kit.talk import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clinic", "olga")]
CROWD = 20


def opened() -> Form:
    client = Client()
    return read_form(client.get("/write/").content.decode(), client)


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests fill in the form at once."""
    monkeypatch.setattr("hipwise.apps.frontdesk.checks.spam.HASTE", tokens.LASTS * 0)


# Mail


def try_again() -> None:
    """As if the pause before the next try were over."""
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=clock.now())
    jobs.run_all_due()


@pytest.fixture
def dead_mail(settings: Settings) -> int:
    """A real mail server's address at which nobody listens."""
    settings.EMAIL_BACKEND = "hipwise.kit.mail.Backend"
    settings.MAIL_CARRIER = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), 5
    return int(settings.EMAIL_PORT)


@pytest.mark.usefixtures("unhurried")
def test_a_dead_mail_server_delays_letters_and_nothing_else(dead_mail: int) -> None:
    for _ in range(3):
        assert opened().send().status_code == 302
    assert Message.objects.count() == 3, "in the inbox at once"
    for _ in range(3):
        try_again()
    assert Letter.objects.count() == 6 and Message.objects.count() == 3
    with postbox(dead_mail) as live:
        try_again()
        try_again()
    assert Counter(str(letter["To"]) for letter in live.letters) == {"olga@example.org": 3, "cleo@example.org": 3}
    assert len({letter["Message-ID"] for letter in live.letters}) == 6, "each once"
    assert not Letter.objects.exists()
    assert not any(TYPED["body"].encode() in letter.as_bytes() for letter in live.letters)


@pytest.mark.usefixtures("unhurried", "dead_mail")
def test_letters_that_cannot_be_planned_take_no_message_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("hipwise.apps.frontdesk.letters._clinic", lambda: 1 / 0)
        assert opened().send().status_code == 302
        try_again()
    assert Message.objects.count() == 1 and not Letter.objects.exists()
    try_again()
    assert Letter.objects.count() == 2, "a later try plans them"


# A process that is killed

SENDER = """
import os, signal, sys
import django
django.setup()
from django.conf import settings
settings.EMAIL_BACKEND = "hipwise.kit.mail.Backend"
from django.db import transaction
from hipwise.apps.frontdesk.checks import tokens
from hipwise.apps.frontdesk.services import core, writing
from tests.apps.frontdesk.test_write_faults import letter
from tests.kit.talk import NOW

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

told = core.tell_waiting
core.tell_waiting = die if sys.argv[1] == "before" else lambda *said: (told(*said), transaction.on_commit(die))
writing.send(letter(), tokens.Check(sys.argv[2], NOW), NOW)
"""


def letter(number: int = 0, body: str = TYPED["body"]) -> Written:
    """A filled-in form; the number makes it another."""
    visitor = Visitor("Cleo Wren", "cleo@example.org")
    return Written(visitor, body, uuid.UUID(int=number + 1), "booking", "2026-11")


def killed(moment: str, nonce: str) -> None:
    environ = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "tests.kit.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    done = subprocess.run([sys.executable, "-c", SENDER, moment, nonce], env=environ, cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL


def test_killed_after_storing_the_letters_still_go_out(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "hipwise.kit.mail.Backend"
    settings.MAIL_CARRIER = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 5
    killed("after", "a" * 32)
    assert Message.objects.get().body == TYPED["body"] and not Letter.objects.exists()
    with postbox() as live:
        settings.EMAIL_PORT = live.port
        jobs.run_all_due()
    assert {str(one["To"]) for one in live.letters} == {"olga@example.org", "cleo@example.org"}


def test_killed_before_it_was_stored_the_check_is_still_good() -> None:
    killed("before", "b" * 32)
    assert not Message.objects.exists() and not SpentCheck.objects.exists() and not DBTaskResult.objects.exists()
    sent = writing.send(letter(), tokens.Check("b" * 32, NOW), NOW)
    assert isinstance(sent, Message)


# Many at once


def senders(letters: list[Written], nonce: str = "c" * 32) -> list[Message | Refusal]:
    check = tokens.Check(nonce, NOW)
    return at_once(*(lambda one=one: writing.send(one, check, NOW) for one in letters))


def test_one_check_carries_one_message_however_many_race() -> None:
    said = senders([letter(number, f"Message {number}") for number in range(CROWD)])
    assert [isinstance(one, Message) for one in said].count(True) == 1
    assert [one == USED for one in said].count(True) == CROWD - 1
    assert Message.objects.count() == Conversation.objects.count() == SpentCheck.objects.count() == 1


def test_without_its_unique_nonce_it_would_carry_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the race above is lost when nobody asks whether the check was used."""
    monkeypatch.setattr(writing, "spend", lambda check: True)
    said = senders([letter(number, f"Message {number}") for number in range(CROWD)])
    assert all(isinstance(one, Message) for one in said)
    assert Message.objects.count() == CROWD


def test_looking_first_and_then_writing_would_not_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without UNIQUE, of two that both looked before either wrote, both get through."""
    both_looked = Barrier(2)

    def careless(check: tokens.Check) -> bool:
        unused = not SpentCheck.objects.filter(nonce=check.nonce).exists()
        both_looked.wait(10)
        return unused

    seen = at_once(*[lambda: careless(tokens.Check("d" * 32, NOW))] * 2)
    assert seen == [True, True]


def test_one_message_sent_many_times_is_one_and_all_are_told_so() -> None:
    said = senders([letter()] * CROWD)
    assert {one.pk for one in said if isinstance(one, Message)} == {Message.objects.get().pk}
    assert len(said) == CROWD and DBTaskResult.objects.count() == 1, "and announced once"


def test_one_message_under_many_checks_is_one_too() -> None:
    said = at_once(*(lambda n=n: writing.send(letter(), tokens.Check(f"{n:032x}", NOW), NOW) for n in range(CROWD)))
    assert {one.pk for one in said} == {Message.objects.get().pk}
    assert DBTaskResult.objects.count() == 1
