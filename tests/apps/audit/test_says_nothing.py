"""Neither the log of deeds nor the program's own log holds what people wrote or what they are called."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from hipwise.apps.audit.models import Event
from tests.kit.cast import PASSWORD, Person

NOTE = "slept badly after the row with Marmaduke"
NAME = "Anastasia Quillfeather"


def test_a_day_of_use_leaves_no_word_behind(
    client_of: Callable[[Person], Client],
    ana: Person,
    ben: Person,
    caplog: pytest.LogCaptureFixture,
    empty_cache: None,
) -> None:
    """Ana writes, mistypes, shares and downloads; Ben looks; everything the program logs is gathered, debug and all."""
    assert ana.patient
    caplog.set_level(logging.DEBUG)
    client = client_of(ana)
    client.post("/you/name/", {"name": NAME})
    entry = {"day": "2026-11-01", "hour": "09:00", "client_id": str(uuid.uuid4()), "pain": "7", "note": NOTE}
    assert client.post("/journal/new/", entry).status_code == 302
    client.post("/journal/new/", entry | {"pain": "much", "client_id": str(uuid.uuid4())})
    client.get("/journal/")
    client.get("/insight/")
    client.get(f"/journal/?q={NOTE}")
    client.get("/no/such/page/")
    client.post("/account/login/", {"login": ana.user.email, "password": NOTE})
    client_of(ben).get(f"/staff/people/{ana.patient.pk}/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/you/data/erase/", {})

    logged = caplog.text
    deeds = "\n".join(f"{event.what} {event.subject}" for event in Event.objects.all())
    assert "wrote check-in" in deeds, "the control: the deeds were done and noted"
    for text in (logged, deeds):
        for word in ("Marmaduke", "Quillfeather", ana.user.email, PASSWORD):
            assert word not in text


def test_the_search_finds_what_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """The control: a slip in any logger would be seen."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("hipwise.anything").debug("saved %s", NOTE)
    assert "Marmaduke" in caplog.text
