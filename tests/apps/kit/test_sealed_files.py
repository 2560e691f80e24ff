"""Sealed bytes, such as pictures: unreadable in the database, and moved to a new key without filling the memory."""

from __future__ import annotations

import io
import tracemalloc
from datetime import UTC, datetime

import pytest
from cryptography.fernet import Fernet
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connection

from hipwise.apps.frontdesk.models import Attachment
from hipwise.kit.management.commands import reseal
from tests.kit.talk import chat

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
NOW = datetime(2026, 3, 4, tzinfo=UTC)
LONG, MANY = 1_000_000, 24

pytestmark = pytest.mark.django_db


def lay(content: bytes, many: int = 1) -> None:
    talk = chat()
    for _ in range(many):
        Attachment.objects.create(conversation=talk, side="visitor", name="x", size=1, content=content, made=NOW)


@pytest.mark.parametrize("content", [b"", b"\x00\xff\x80 bytes", bytes(range(256)) * 50])
def test_they_come_back_as_they_were(content: bytes) -> None:
    lay(content)
    assert bytes(Attachment.objects.get().content) == content
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM frontdesk_attachment")
        assert cursor.fetchone()[0].startswith("gAAAA")


def test_they_move_to_a_new_key(settings: LazySettings) -> None:
    settings.FIELD_KEYS = (OLD,)
    lay(b"picture", 3)
    settings.FIELD_KEYS = (NEW, OLD)
    call_command("reseal", stdout=io.StringIO())
    settings.FIELD_KEYS = (NEW,)
    assert [bytes(one.content) for one in Attachment.objects.all()] == [b"picture"] * 3


def peak(settings: LazySettings) -> int:
    """Bytes that moving many long ones to a new key takes at its height."""
    settings.FIELD_KEYS = (OLD,)
    lay(bytes(LONG), MANY)
    settings.FIELD_KEYS = (NEW, OLD)
    tracemalloc.start()
    call_command("reseal", stdout=io.StringIO())
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def test_that_takes_the_memory_of_one(settings: LazySettings) -> None:
    assert peak(settings) < MANY * LONG


def test_the_control_in_steps_of_many_it_takes_that_of_all(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reseal, "SealedBytes", type(None))
    assert peak(settings) > MANY * LONG
