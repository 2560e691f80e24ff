"""A backup is whole, private, and made while people go on writing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from hipwise.kit.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_copy_holds_everything_but_the_keys(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        with pytest.raises(CommandError, match="pg_dump"):
            call_command("backup", str(tmp_path))
        return
    Letter.objects.create(content={"to": ["ana@example.org"]})
    said = StringIO()
    call_command("backup", str(tmp_path / "new"), stdout=said)
    made = Path(said.getvalue().strip())
    assert [made] == list((tmp_path / "new").iterdir())
    assert made.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(made)) as copy:
        ((stored,),) = copy.execute("SELECT content FROM kit_letter")
    assert "ana" not in stored


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match=r"No backup|pg_dump"):
        call_command("backup", str(tmp_path / "file"))
