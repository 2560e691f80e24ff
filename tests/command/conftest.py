"""Fixtures of the command's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command.kit import Command, journal, write


@pytest.fixture
def insights(capsys: pytest.CaptureFixture[str]) -> Command:
    """``hipwise insights`` as a function."""
    return Command(capsys)


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    """A good journal."""
    return write(tmp_path, "diary.csv", journal())
