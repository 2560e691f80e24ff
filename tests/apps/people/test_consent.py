"""What people agree to: in which words, since when, until when, and what hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client

from hipwise.apps.people import consents, policies, selectors, services
from hipwise.apps.people.models import Consent
from hipwise.kit.actor import Actor
from tests.kit.cast import Person

pytestmark = pytest.mark.usefixtures("now")  # before the people, so that they agree at that moment


def test_sharing_opens_the_journal_to_clinicians_and_to_nobody_else(
    ana: Person, ben: Person, eli: Person, dara: Person, olga: Person, cleo: Person, now: datetime
) -> None:
    assert ana.patient
    who = {"ana": ana, "ben": ben, "eli": eli, "dara": dara, "olga": olga, "cleo": cleo}

    def readers() -> set[str]:
        return {name for name, person in who.items() if policies.may_read_patient(person.actor, ana.patient.pk)}  # type: ignore[union-attr]

    assert readers() == {"ana", "ben", "eli"}
    services.withdraw_consent(ana.actor, "share_with_clinic", now)
    assert readers() == {"ana"}
    assert list(selectors.sharing_patients()) == [cleo.patient]
    services.give_consent(ana.actor, "share_with_clinic", now)
    assert readers() == {"ana", "ben", "eli"}


def test_history_is_kept(ana: Person, now: datetime) -> None:
    later = now + timedelta(days=3)
    services.withdraw_consent(ana.actor, "share_with_clinic", later)
    services.give_consent(ana.actor, "share_with_clinic", later + timedelta(days=1))
    rows = Consent.objects.filter(user=ana.user, kind="share_with_clinic").order_by("given")
    assert [(row.given, row.withdrawn) for row in rows] == [(now, later), (later + timedelta(days=1), None)]


def test_without_consent_to_keep_notes_the_patients_side_asks_first(
    client_of: Callable[[Person], Client], ana: Person, now: datetime
) -> None:
    client = client_of(ana)
    assert client.get("/journal/").status_code == 200
    client.post("/you/agreements/health_notes/", {"answer": "no"})
    assert client.get("/journal/")["Location"] == "/you/agree/?next=/journal/"
    page = client.get("/you/agree/?next=/journal/").content.decode()
    assert "keep my health notes" in page
    assert "I have read how this works" not in page, "only what is missing is asked"
    assert client.get("/you/data/").status_code == 200, "leaving is always open"
    assert client.post("/you/agree/", {"next": "/journal/"}).status_code == 200
    assert client.post("/you/agree/", {"health_notes": "on", "next": "/journal/"})["Location"] == "/journal/"
    assert client.get("/journal/").status_code == 200


def test_new_words_are_asked_for_anew(ana: Person, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    newer = replace(consents.TERMS, version="2027-01")
    monkeypatch.setitem(consents.EVERY, "terms", newer)
    monkeypatch.setattr(consents, "NEEDED", (newer, consents.HEALTH_NOTES))
    assert not selectors.agreed(ana.user.pk)
    services.give_consent(ana.actor, "terms", now)
    assert selectors.agreed(ana.user.pk)
    assert Consent.objects.filter(user=ana.user, kind="terms").count() == 2


def test_saying_yes_twice_changes_nothing(ana: Person, now: datetime) -> None:
    services.give_consent(ana.actor, "terms", now + timedelta(days=1))
    assert Consent.objects.get(user=ana.user, kind="terms").given == now


def test_a_visitor_cannot_agree(now: datetime, db: None) -> None:
    with pytest.raises(ValueError, match="visitor"):
        services.give_consent(Actor(), "terms", now)


def test_the_page_shows_what_stands_and_leads_nowhere_else(
    client_of: Callable[[Person], Client], ana: Person, now: datetime
) -> None:
    client = client_of(ana)
    page = client.get("/you/agreements/").content.decode()
    assert page.count("You agree since 4 March 2026") == 3
    assert client.post("/you/agree/?next=https://evil.example/", {})["Location"] == "/you/"
    assert client.get("/you/agreements/terms/").status_code == 405
    assert client.post("/you/agreements/made-up/", {"answer": "yes"}).status_code == 302
    assert Consent.objects.filter(user=ana.user).count() == 3
