"""The catalogue is a draft until a clinician signs it, and again after a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client

from hipwise.apps.audit.models import Event
from hipwise.apps.learn import privacy, selectors, services
from hipwise.apps.learn.models import HomePage, SignOff
from hipwise.apps.people.models import StaffSeat
from hipwise.apps.privacy.claims import Subject
from hipwise.domain import evidence
from hipwise.kit.refusal import Refusal
from tests.kit.cast import Person

SignedIn = Callable[[Person], Client]
ADDRESS = "/staff/catalogue/"


@pytest.fixture
def registered(ben: Person) -> Person:
    """Ben, whose registration number is known."""
    StaffSeat.objects.filter(user=ben.user).update(registration="PT-1234")
    return ben


def test_strangers_and_patients_do_not_see_it(ana: Person, client: Client, client_of: SignedIn) -> None:
    assert client.get(ADDRESS).status_code == 302
    assert client_of(ana).get(ADDRESS).status_code in (302, 403)
    digest = evidence.load().digest
    assert client_of(ana).post(ADDRESS, {"digest": digest}).status_code in (302, 403)
    assert not SignOff.objects.exists()


def test_staff_see_every_claim_with_what_carries_it(dara: Person, client_of: SignedIn) -> None:
    answer = client_of(dara).get(ADDRESS).content.decode()
    assert "Draft — waits for a clinician." in answer
    assert all(f'id="{claim.id}"' in answer for claim in evidence.load().claims)
    assert "Known through another source only." in answer
    assert "(title shortened)" in answer
    assert "Sign version" not in answer


def test_the_front_desk_and_the_owner_may_not_sign(
    dara: Person, olga: Person, client_of: SignedIn, now: datetime
) -> None:
    digest = evidence.load().digest
    for person in (dara, olga):
        answer = client_of(person).post(ADDRESS, {"digest": digest}, follow=True)
        assert "Only a physiotherapist or psychologist may sign." in answer.content.decode()
    assert not SignOff.objects.exists()


def test_a_clinician_signs_with_name_and_number(registered: Person, client_of: SignedIn, now: datetime) -> None:
    client, known = client_of(registered), evidence.load()
    assert f"Sign version {known.version}" in client.get(ADDRESS).content.decode()
    answer = client.post(ADDRESS, {"digest": known.digest}, follow=True).content.decode()
    assert "signed by Ben" in answer
    signed = SignOff.objects.get()
    assert (signed.name, signed.registration, signed.version, signed.at) == ("Ben", "PT-1234", known.version, now)
    event = Event.objects.get(what="sign catalogue")
    assert (event.who_id, event.subject) == (registered.user.pk, f"learn.signoff:{signed.pk}")
    again = services.sign_catalogue(registered.actor, digest=known.digest, now=now)
    assert isinstance(again, Refusal)
    assert again.code == "signed"


def test_without_a_registration_number_nobody_signs(ben: Person, now: datetime) -> None:
    refused = services.sign_catalogue(ben.actor, digest=evidence.load().digest, now=now)
    assert isinstance(refused, Refusal)
    assert refused.code == "no_registration"


def test_a_seat_that_ended_signs_nothing(registered: Person, now: datetime) -> None:
    StaffSeat.objects.filter(user=registered.user).update(until=now)
    refused = services.sign_catalogue(registered.actor, digest=evidence.load().digest, now=now)
    assert isinstance(refused, Refusal)
    assert refused.code == "no_registration"


def test_what_was_not_read_is_not_signed(registered: Person, client_of: SignedIn) -> None:
    for digest in ("", "0" * 64):
        answer = client_of(registered).post(ADDRESS, {"digest": digest}, follow=True)
        assert "has changed since you opened this page" in answer.content.decode()
    assert not SignOff.objects.exists()


def test_a_changed_catalogue_is_a_draft_again(
    registered: Person, client_of: SignedIn, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = evidence.load()
    services.sign_catalogue(registered.actor, digest=known.digest, now=now)
    assert selectors.signature() is not None
    first, *others = known.claims
    changed = replace(known, version="9", claims=(replace(first, say="Something else."), *others))
    monkeypatch.setattr(evidence, "load", lambda: changed)
    assert selectors.signature() is None
    answer = client_of(registered).get(ADDRESS).content.decode()
    assert "Draft — waits for a clinician." in answer
    assert "The catalogue has changed since." in answer


def test_staff_are_told_on_the_pages_and_visitors_are_not(
    home: HomePage, registered: Person, client: Client, client_of: SignedIn, now: datetime
) -> None:
    assert "Only staff see this" not in client.get("/").content.decode()
    staff = client_of(registered)
    assert "waits for a clinician’s signature" in staff.get("/hips-and-stress/").content.decode()
    services.sign_catalogue(registered.actor, digest=evidence.load().digest, now=now)
    assert "was signed by Ben (PT-1234)" in staff.get("/hips-and-stress/").content.decode()


def test_a_signature_leaves_with_its_clinician_and_stays_as_a_record(
    registered: Person, ana: Person, now: datetime
) -> None:
    services.sign_catalogue(registered.actor, digest=evidence.load().digest, now=now)
    ben = Subject(registered.user.pk, None, registered.user.email)
    rows = privacy.export(ben)["signatures.json"]
    assert isinstance(rows, list)
    assert rows[0]["registration"] == "PT-1234"
    assert privacy.export(Subject(ana.user.pk, 1, ana.user.email)) == {}
    privacy.erase(ben)
    signed = SignOff.objects.get()
    assert (signed.clinician_id, signed.name) == (None, "Ben")
