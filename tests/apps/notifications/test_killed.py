"""Every notice arrives although workers are killed in the worst moment: the server has the letter, nobody noted it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from email.message import Message as Mail

import pytest
import time_machine
from django.db import connection
from django.db.models import QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hipwise.apps.notifications import sending, services
from hipwise.apps.notifications.models import Notice
from hipwise.apps.notifications.services import Recipient
from hipwise.kit import clock, jobs
from hipwise.kit.models import Letter
from tests.apps.jobs.elsewhere import ROOT, database_url, wait_until
from tests.apps.jobs.postbox import Postbox, postbox
from tests.apps.notifications.kit import HOUR, ZONE, kind
from tests.kit.ports import free_port

AFTER_THE_LEASE = jobs.LEASE + timedelta(seconds=1)
WORKER = """
import sys, time
import django
django.setup()
from django.conf import settings
settings.EMAIL_BACKEND = "hipwise.kit.mail.Backend"
settings.MAIL_CARRIER = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", int(sys.argv[1]), 5
from hipwise.kit.jobs import Worker
from tests.apps.notifications.kit import kind
with kind("anyway"):
    Worker(interval=0.05).start()
    print("ready", flush=True)
    time.sleep(120)
"""


@contextmanager
def worker(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker in a process of its own, which brings letters to this port."""
    environ = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "tests.kit.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    words = [sys.executable, "-c", WORKER, str(port)]
    process = subprocess.Popen(words, env=environ, cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None and process.stdout.readline() == b"ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


class Deadly(list[Mail]):
    """Keeps letters; the moment it has had ``until`` of them it kills, before the server could say yes."""

    def __init__(self, kept: list[Mail]) -> None:
        super().__init__(kept)
        self.until = 0
        self.victim = 0

    def append(self, letter: Mail) -> None:
        super().append(letter)
        if len(self) == self.until:
            os.kill(self.victim, signal.SIGKILL)


def plan(count: int) -> datetime:
    now = clock.now()
    for number in range(count):
        to = Recipient(ZONE, address=f"person{number}@example.org")
        services.plan_notice(
            "test.reminder", number, to, key=f"test:{number}", due=now, expires=now + 24 * HOUR, now=now
        )
    return now


def take_up_what_was_lost() -> None:
    """As if the lease had run out and the pause before the next try were over."""
    jobs.recover_lost(clock.now() + AFTER_THE_LEASE)
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=clock.now())


def all_gone() -> bool:
    waits = Notice.objects.filter(state=Notice.State.WAITING).exists() or Letter.objects.exists()
    return not waits and not DBTaskResult.objects.filter(status=TaskResultStatus.READY).exists()


def unwrapped() -> Callable[[int, datetime], bool]:
    """Sending without its transaction."""
    found: Callable[[int, datetime], bool] = vars(sending.send_notice)["__wrapped__"]
    return found


def ids(letters: list[Mail]) -> Counter[str]:
    return Counter(str(letter["Message-ID"]) for letter in letters)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("clinic")
def test_workers_die_and_no_letter_is_lost() -> None:
    """Twelve notices, two murders: at most the letter under way is doubled, and its copy is known as one."""
    with kind("anyway"), postbox() as server:
        plan(12)
        letters = server.letters = Deadly(server.letters)
        for until in (3, 8):
            with worker(server.port) as doomed:
                letters.victim, letters.until = doomed.pid, until
                assert doomed.wait(60) == -signal.SIGKILL
            assert not all_gone(), "the control: without another worker they would not have come"
            take_up_what_was_lost()
        with worker(server.port):
            wait_until(all_gone)
    arrived = ids(letters)
    assert len(arrived) == 12 and {str(letter["To"]) for letter in letters} == {
        f"person{number}@example.org" for number in range(12)
    }
    assert sum(arrived.values()) == 14, "two were under way when their worker died"
    twice = [number for number, count in arrived.items() if count > 1]
    for number in twice:
        first, second = (letter.as_bytes() for letter in letters if letter["Message-ID"] == number)
        assert first == second


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("clinic")
def test_two_workers_and_the_round_by_the_clock_tell_each_thing_once() -> None:
    with kind("anyway"), postbox() as server, worker(server.port), worker(server.port):
        plan(30)
        wait_until(all_gone)
        wait_until(lambda: not DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).exists())
    assert sorted(ids(server.letters).values()) == [1] * 30


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("clinic")
@pytest.mark.parametrize("locked", [True, False])
def test_without_the_lock_and_the_transaction_two_would_send_it(
    locked: bool, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: two threads that both looked before either wrote. On SQLite the file is the lock."""
    settings.EMAIL_BACKEND = "hipwise.kit.mail.Backend"
    both_composed = threading.Barrier(2)
    with kind("anyway") as known:
        compose = known.compose

        def slow(subject: int) -> object:
            with suppress(threading.BrokenBarrierError):
                both_composed.wait(1.0 if locked else 60)
            return compose(subject)

        object.__setattr__(known, "compose", slow)
        now = plan(1)
        number = Notice.objects.get().pk
        send = sending.send_notice if locked else unwrapped()

        def work() -> None:
            send(number, now)
            connection.close()

        if not locked:
            monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows)
        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert Letter.objects.count() == (1 if locked else 2)


@pytest.mark.django_db
@pytest.mark.usefixtures("clinic")
@pytest.mark.parametrize("whole", [True, False])
def test_dying_between_letter_and_note_sends_nothing_yet(
    whole: bool, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are one transaction. Taken apart (the control), the letter is out and would be written again."""
    settings.EMAIL_BACKEND = "hipwise.kit.mail.Backend"

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with kind("anyway"):
        now = plan(1)
        number = Notice.objects.get().pk
        send = sending.send_notice if whole else unwrapped()
        with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
            dying.setattr(Notice, "save", dies)
            send(number, now)
        assert Letter.objects.count() == (0 if whole else 1)
        assert send(number, now)
        assert Letter.objects.count() == (1 if whole else 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("clinic")
def test_a_dead_mail_server_delays_and_what_is_over_by_then_is_not_sent(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "hipwise.kit.mail.Backend"
    settings.MAIL_CARRIER = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), 5
    with kind("anyway"):
        now = plan(2)
        Notice.objects.filter(subject=1).update(expires=now + HOUR)
        jobs.run_all_due()
        assert Letter.objects.count() == 2, "told, but nobody took them"
        live: Postbox
        with time_machine.travel(now + 2 * HOUR), postbox(settings.EMAIL_PORT) as live:
            DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=clock.now())
            jobs.run_all_due()
        assert [str(letter["To"]) for letter in live.letters] == ["person0@example.org"]
        assert not Letter.objects.exists()
