"""Mail is never lost and never in the way: a dead mail server, then a live one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import connection, transaction
from django.forms import BooleanField
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hipwise.kit import jobs, mail
from hipwise.kit.models import Letter
from tests.apps.jobs.postbox import postbox
from tests.kit.ports import free_port

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
SECRET = "please come on Tuesday"


@pytest.fixture(autouse=True)
def queued(settings: Settings) -> Iterator[None]:
    """Mail goes through the queue to a server that is not there."""
    settings.EMAIL_BACKEND = "hipwise.kit.mail.Backend"
    settings.MAIL_CARRIER = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), 5
    with time_machine.travel(NOW, tick=False):
        yield


def write(to: str = "ana@example.org") -> None:
    send_mail("Your appointment", SECRET, None, [to])


def test_a_letter_outlives_a_dead_server(settings: Settings) -> None:
    write()
    jobs.run_all_due()
    jobs.run_all_due()
    assert Letter.objects.count() == 1
    assert len(DBTaskResult.objects.get().worker_ids) == 1, "tried once, and not again at once"

    with postbox(settings.EMAIL_PORT) as live, time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        jobs.run_all_due()
        jobs.run_all_due()
    assert [str(letter["To"]) for letter in live.letters] == ["ana@example.org"]
    assert str(live.letters[0].get_payload()).strip() == SECRET
    assert not Letter.objects.exists(), "what has gone out is not kept"


def test_it_is_the_same_letter_however_late() -> None:
    message = EmailMultiAlternatives("Später", "Grüße", to=["ana@example.org"], headers={"X-Kind": "hello"})
    message.attach_alternative("<p>Grüße</p>", "text/html")
    message.attach("plan.ics", b"BEGIN:VCALENDAR", "text/calendar")
    message.send()
    first = mail._Kept(Letter.objects.get().content).as_bytes()
    with time_machine.travel(NOW + timedelta(hours=5), tick=False):
        assert mail._Kept(Letter.objects.get().content).as_bytes() == first
    assert b"Wed, 04 Mar 2026 09:30:00" in first and b"Message-ID" in first and b"plan.ics" in first


def test_a_waiting_letter_is_sealed() -> None:
    write()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM kit_letter")
        stored = cursor.fetchone()[0]
        cursor.execute("SELECT args_kwargs FROM django_tasks_database_dbtaskresult")
        queue = str(cursor.fetchone()[0])
    assert SECRET not in stored and "ana" not in stored
    assert "ana" not in queue


def test_a_refusal_is_noted_without_a_name(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    write("refused@example.org")
    with postbox(settings.EMAIL_PORT):
        jobs.run_all_due()
    assert "MailNotSent" in DBTaskResult.objects.get().exception_class_path
    assert "example.org" not in DBTaskResult.objects.get().traceback + caplog.text


def test_a_letter_of_a_transaction_that_failed_is_not_sent() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError
    assert not Letter.objects.exists() and not DBTaskResult.objects.exists()


def test_sending_what_has_gone_out_does_nothing(settings: Settings) -> None:
    write()
    number = Letter.objects.get().pk
    with postbox(settings.EMAIL_PORT) as live:
        mail.send_letter.call(number)
        mail.send_letter.call(number)
    assert len(live.letters) == 1


def test_letters_of_someone_who_leaves_are_dropped() -> None:
    write("Ana@example.org")
    write("ben@example.org")
    assert mail.forget("ana@example.org") == 1
    assert Letter.objects.get().content["to"] == ["ben@example.org"]
    jobs.run_all_due()


def test_without_an_address_mail_goes_into_a_folder(settings: Settings, tmp_path: Path) -> None:
    settings.MAIL_CARRIER = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    write()
    jobs.run_all_due()
    assert SECRET in next(tmp_path.iterdir()).read_text()


@pytest.mark.usefixtures("clinic", "empty_cache")
def test_signing_up_works_while_the_mail_server_is_dead(client: Client) -> None:
    page = client.get("/account/signup/")
    fields = page.context["form"].fields
    boxes = {name: "on" for name, field in fields.items() if isinstance(field, BooleanField)}
    words = {"email": "new@example.org", "password1": "a quiet walk in the woods", "name": "Nia", **boxes}
    done = client.post("/account/signup/", words)
    assert done.status_code == 302, done.content.decode()
    jobs.run_all_due()
    assert Letter.objects.get().content["to"] == ["new@example.org"]
