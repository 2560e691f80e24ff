"""Nothing this process can say to the database changes or removes a line of the log."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from hipwise.apps.audit.models import Event
from hipwise.apps.audit.services import record
from hipwise.kit.actor import VISITOR


def _raw(sql: str) -> Callable[[Event], object]:
    def run(event: Event) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, [event.pk] if "%s" in sql else [])

    return run


def _save(event: Event) -> None:
    event.what = "nothing"
    event.save()


def _bulk_update(event: Event) -> None:
    event.what = "nothing"
    Event.objects.bulk_update([event], ["what"])


ATTEMPTS: dict[str, Callable[[Event], object]] = {
    "save": _save,
    "update": lambda event: Event.objects.filter(pk=event.pk).update(what="nothing"),
    "bulk_update": _bulk_update,
    "upsert": lambda event: Event.objects.bulk_create(
        [Event(pk=event.pk, what="nothing", at=event.at)],
        update_conflicts=True,
        update_fields=["what"],
        unique_fields=["id"],
    ),
    "delete": lambda event: event.delete(),
    "delete many": lambda _: Event.objects.all().delete(),
    "raw delete": lambda _: Event.objects.all()._raw_delete(using="default"),
    "raw update in SQL": _raw("UPDATE audit_event SET what = 'nothing' WHERE id = %s"),
    "raw delete in SQL": _raw("DELETE FROM audit_event WHERE id = %s"),
    "delete without condition": _raw("DELETE FROM audit_event"),
}
ON_ONE_ENGINE: dict[str, dict[str, Callable[[Event], object]]] = {
    "postgresql": {
        "truncate": _raw("TRUNCATE audit_event"),
        "truncate cascade": _raw("TRUNCATE people_user CASCADE; TRUNCATE audit_event CASCADE"),
    },
    "sqlite": {
        "replace": _raw("REPLACE INTO audit_event (id, at, what, subject) VALUES (%s, '2026-01-01', 'nothing', '')")
    },
}


@pytest.fixture
def event(db: None) -> Event:
    return record(VISITOR, "read journal")


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_is_refused(attempt: str, event: Event) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ATTEMPTS[attempt](event)
    assert Event.objects.get(pk=event.pk).what == "read journal"


def test_is_refused_in_this_engine_too(event: Event) -> None:
    for attempt in ON_ONE_ENGINE[connection.vendor].values():
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt(event)
    assert Event.objects.get(pk=event.pk).what == "read journal"


def test_the_triggers_stand(db: None) -> None:
    """A later migration that remakes the table on SQLite would lose them silently."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'")
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit_event'::regclass"
                " AND NOT tgisinternal AND tgenabled <> 'D'"
            )
        names = {name for (name,) in cursor.fetchall()}
    expected = (
        {"audit_event_no_update", "audit_event_no_delete", "audit_event_no_replace"}
        if connection.vendor == "sqlite"
        else {"audit_event_no_change", "audit_event_no_truncate"}
    )
    assert names == expected


def test_without_triggers_the_same_attempts_succeed(event: Event) -> None:
    """The control: it is the triggers that refuse, and not a mistake in the attempts."""
    from tests.kit.flush import triggers_lifted

    with triggers_lifted():
        for name in ("save", "update", "bulk_update", "upsert", "raw update in SQL"):
            ATTEMPTS[name](event)
            assert Event.objects.get(pk=event.pk).what == "nothing", name
        ATTEMPTS["raw delete in SQL"](event)
        assert not Event.objects.exists()
