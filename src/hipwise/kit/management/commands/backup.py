"""A copy of the database file that is sound although people go on writing."""

from __future__ import annotations

import sqlite3
from argparse import ArgumentParser
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from hipwise.kit import clock


class Command(BaseCommand):
    """``hipwise manage backup``."""

    help = "Copy the SQLite database into FOLDER while it is in use. The keys are not in the copy: keep them elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path)

    def handle(self, *_: Any, folder: Path, **__: Any) -> None:
        """Copy under another name first, so that a file with the final name is always whole."""
        if connection.vendor != "sqlite":
            raise CommandError("This database is PostgreSQL: back it up with pg_dump.")
        final = folder / f"hipwise-{clock.now():%Y-%m-%d-%H%M%S}.sqlite3"
        draft = final.with_suffix(".part")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as wrong:
            raise CommandError(f"No backup was made: {wrong}") from wrong
        try:
            draft.touch(mode=0o600)
            connection.ensure_connection()
            with closing(sqlite3.connect(draft)) as copy:
                connection.connection.backup(copy)
                whole = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        except (OSError, sqlite3.Error) as wrong:
            draft.unlink(missing_ok=True)
            raise CommandError(f"No backup was made: {wrong}") from wrong
        if not whole:
            raise CommandError(f"The copy {draft} is damaged, and so may the database be.")
        draft.rename(final)
        self.stdout.write(f"{final}")
