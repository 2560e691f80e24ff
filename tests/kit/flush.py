"""Makes transactional tests clean up after themselves.

Django empties every table after such a test. Two things are in its way: the log's triggers refuse
to be emptied, and what migrations laid down (Wagtail's root page, its site, groups, permissions)
would be gone for whoever comes next.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase


def is_transactional(item: pytest.Item) -> bool:
    """Whether this test writes for real, and so ends in a flush."""
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    asked = bool(marker and marker.kwargs.get("transaction"))
    return asked or not {"transactional_db", "live_server"}.isdisjoint(fixtures)


@contextmanager
def triggers_lifted() -> Iterator[None]:
    """Inside, no trigger refuses a deletion. On SQLite the search index has triggers too, which must go on working."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE%'")
            triggers = cursor.fetchall()
            lift = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
            lay = [sql for _, sql in triggers]
        else:
            cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
            tables = [table for (table,) in cursor.fetchall()]
            lift = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
            lay = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
        for statement in lift:
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in lay:
                cursor.execute(statement)


def _kinds_first(laid: str) -> str:
    """The same rows, content types before all others: a row laid sooner may ask for its own, and make it anew."""
    rows = json.loads(laid)
    return json.dumps(sorted(rows, key=lambda row: row["model"] != "contenttypes.contenttype"))


def restoring(teardown: Callable[[TransactionTestCase], None]) -> Callable[[TransactionTestCase], None]:
    """``teardown`` that leaves the database as it stands now, before the first test."""
    laid = _kinds_first(connection.creation.serialize_db_to_string())
    # Where Django finds this, and the case asks for it, the flush does not make permissions anew.
    connection._test_serialized_contents = laid  # type: ignore[attr-defined]

    def restore(case: TransactionTestCase) -> None:
        case.serialized_rollback = True
        with triggers_lifted():
            teardown(case)
            ContentType.objects.clear_cache()
            connection.creation.deserialize_db_from_string(laid)
        cache.clear()

    return restore
