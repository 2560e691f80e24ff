"""Every change of a model has its migration."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from hipwise.apps.people.models import Clinic

pytestmark = pytest.mark.django_db


def missing() -> str:
    """What makemigrations would write; empty where nothing is missing."""
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        return said.getvalue()
    return ""


def test_no_migration_is_missing() -> None:
    assert missing() == ""


def test_a_missing_migration_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Clinic._meta.get_field("phone"), "max_length", 33)
    assert "Alter field phone on clinic" in missing()
