"""schemathesis reads the API's own description and tries to catch it lying, over the wire, with every check it has."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from pytest_django.live_server_helper import LiveServer

from hipwise.apps.booking.models import Appointment
from hipwise.apps.booking.selectors import offer
from hipwise.apps.people.models import StaffSeat
from tests.kit import cast
from tests.kit.desk import lay_desk
from tests.kit.house import ROOT

EXAMPLES = 12


@pytest.fixture
def address(live_server: LiveServer, settings: LazySettings) -> str:
    """A clinic that listens."""
    settings.RATE_LIMITS_ON = False
    cast.lay_clinic()
    lay_desk([cast.staff("Ben", StaffSeat.Work.PHYSIOTHERAPIST)])
    return str(live_server.url)


def tried(address: str, folder: Path, *words: str) -> tuple[int, str]:
    """What schemathesis says; the same examples every time."""
    run = ["-c", "from schemathesis.cli import schemathesis; schemathesis()"]
    run += ["--config-file", str(ROOT / "schemathesis.toml"), "run", f"{address}/api/v1/openapi.json"]
    run += ["--checks", "all", "--max-examples", str(EXAMPLES), "--seed", "1", "--generation-deterministic"]
    run += ["--suppress-health-check", "all", "--no-color", *words]
    done = subprocess.run([sys.executable, *run], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_no_fault_is_found(address: str, tmp_path: Path) -> None:
    code, said = tried(address, tmp_path)
    assert code == 0, said
    assert "7 selected / 7 total" in said
    assert Appointment.objects.exists(), "it came as far as booking something"


def _breaks(*_: Any) -> list[dict[str, Any]]:
    raise RuntimeError("planted")


def _lies(*_: Any) -> list[dict[str, Any]]:
    return [{"id": "one"}]


@pytest.mark.parametrize(("planted", "found"), [(_breaks, "Server error"), (_lies, "Response violates schema")])
def test_a_planted_fault_is_found(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, planted: Any, found: str
) -> None:
    monkeypatch.setattr(offer, "services", planted)
    code, said = tried(address, tmp_path, "--include-path", "/api/v1/services")
    assert code == 1
    assert found in said
