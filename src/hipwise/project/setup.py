"""Making an installation ready: Django started, the database reached and its tables brought up to date."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable

from hipwise.project.config import Halt

Say = Callable[[str], None]
OTHER_VERSION = "The database is of another version of Hipwise. Back it up, then run `hipwise manage migrate`."


def say(words: str) -> None:
    """Tell the person at the terminal what is going on, now and not when a buffer is full."""
    print(words, flush=True)


def start_django() -> None:
    """Start Django.

    Raises:
        Halt: when the configuration or the database cannot be used.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hipwise.project.settings")
    import django
    from django.db import DatabaseError, connection

    django.setup()
    try:
        connection.ensure_connection()
    except DatabaseError as wrong:
        first = str(wrong).strip().splitlines()[0]
        raise Halt(f"The database cannot be reached ({first}). Look at DATABASE_URL.") from wrong


def is_up_to_date() -> bool:
    """Whether every table is as this version wants it."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def has_tables() -> bool:
    """Whether a clinic could be in this database at all."""
    from django.db import connection

    from hipwise.apps.people.models import Clinic

    return Clinic._meta.db_table in connection.introspection.table_names()


def bring_up_to_date(say: Say) -> None:
    """Make or change the tables, saying how far it is; at once when there is nothing to do.

    Each migration is one transaction, so a start that was cut off goes on where it stopped.
    """
    from django.core.management import call_command

    if is_up_to_date():
        return
    say("Making the tables of the database (10 to 30 seconds) …")
    progress = _Progress(say)
    call_command("migrate", interactive=False, verbosity=1, stdout=progress)
    progress.end()


class _Progress(io.StringIO):
    """Turns Django's long list into a line for every forty steps, or one running line on a terminal."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self.say, self.done, self.running = say, 0, sys.stdout.isatty()

    def write(self, text: str) -> int:
        self.done += len(re.findall(r"\bOK\b", text))
        if "OK" in text and self.running:
            print(f"\r  {self.done} steps done", end="", flush=True)
        elif "OK" in text and self.done % 40 == 0:
            self.say(f"  {self.done} steps done")
        return len(text)

    def end(self) -> None:
        """Leave the running line."""
        if self.running:
            print(flush=True)
