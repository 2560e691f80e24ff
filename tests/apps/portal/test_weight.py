"""A patient's first load, as bytes on the wire."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from hipwise.apps.journal import services as journal
from tests.apps.insight.asking import answer
from tests.apps.insight.test_services import days
from tests.apps.journal.writing import NOW, patient_of
from tests.kit.cast import Person

MOST = 50_000


def weigh(page: str) -> dict[str, int]:
    """Bytes of a page and all that it asks for at once: gzip for the page, brotli for files, fonts as they are."""
    weight = {"page": len(gzip.compress(page.encode(), 6))}
    for name in set(re.findall(r'(?:href|src)="/static/([^"?]+\.(?:css|js|woff2|svg))"', page)):
        found = finders.find(name)
        assert isinstance(found, str), name
        data = Path(found).read_bytes()
        weight[name] = len(data) if name.endswith("woff2") else len(brotli.compress(data))
    return weight


@pytest.mark.parametrize("address", ["/today/", "/journal/", "/journal/new/", "/insight/"])
def test_first_load_stays_small(
    address: str, ana: Person, client_of: Callable[[Person], Client], now: datetime
) -> None:
    journal.bring_in_entries(ana.actor, patient_of(ana), days(200), now=NOW)
    answer(ana)
    weight = weigh(client_of(ana).get(address).content.decode())
    assert any(name.endswith(".css") for name in weight) and any(name.endswith(".woff2") for name in weight)
    assert sum(weight.values()) <= MOST, weight
