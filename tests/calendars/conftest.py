"""The readers, each taking a file and a zone. Where one is missing its tests are skipped; under CI they fail."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.calendars.reading import Found, Khal, Reader, by_icalendar, by_libical, by_node
from tests.kit.runner import readers

NAMES = ("icalendar", "khal", "ical.js", "node-ical", "libical")


@pytest.fixture(scope="session")
def installed() -> dict[str, str]:
    """Where the programs are."""
    given = {name: os.environ.get(name, "") for name in ("HIPWISE_TEST_READERS", "HIPWISE_TEST_LIBICAL")}
    found = given if all(given.values()) else readers.present()
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("the readers are missing: script/test calendars installs them")
    return found or pytest.skip("the readers are missing: script/test calendars installs them")


@pytest.fixture(params=NAMES)
def reader(request: pytest.FixtureRequest, tmp_path: Path) -> Reader:
    """One reader after the other."""
    name = request.param
    if name == "icalendar":
        return by_icalendar
    if name == "khal":
        return lambda content, zone: _by_khal(Path(mkdtemp(dir=tmp_path)), content, zone)
    installed: dict[str, str] = request.getfixturevalue("installed")
    if name == "libical":
        return by_libical(installed["HIPWISE_TEST_LIBICAL"])
    return by_node(name, Path(installed["HIPWISE_TEST_READERS"]))


def _by_khal(place: Path, content: bytes, zone: str) -> list[Found]:
    khal = Khal(place, zone)
    khal.take(content)
    known = {found.uid: found for found in by_icalendar(content, zone)}
    return sorted(
        Found(
            event["uid"],
            event["start-long-full"],
            event["end-long-full"],
            event["title"],
            event["location"],
            event["status"].strip() or "CONFIRMED",
            known[event["uid"]].sequence,  # khal keeps it and does not tell
        )
        for event in khal.events()
    )
