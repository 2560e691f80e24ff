"""The staff's pages of the list of words: why a conversation is raised, and who signed the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client

from hipwise.apps.audit.models import Event
from hipwise.apps.frontdesk.selectors import raised
from hipwise.apps.frontdesk.views.safety import words as pages
from hipwise.apps.learn.models import SignOff
from hipwise.apps.people.models import StaffSeat
from hipwise.domain.triage.catalogue import load
from tests.kit.cast import Person
from tests.kit.talk import chat, visitor_says

SignedIn = Callable[[Person], Client]
ADDRESS = "/staff/desk/words/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]


def test_staff_see_which_words_of_which_message(dara: Person, client_of: SignedIn) -> None:
    talk = chat()
    visitor_says(talk, "Hello")
    visitor_says(talk, "Honestly <b>I want to die</b> & more")
    page = client_of(dara).get(f"/staff/inbox/{talk.pk}/why/").content.decode()
    assert "<mark>want to die</mark>" in page and "&lt;b&gt;I " in page and "en.suicide_wish" in page
    assert "Hello" not in page
    assert Event.objects.filter(who=dara.user, what="read why raised").exists()


def test_nobody_else_sees_it(ana: Person, client: Client, client_of: SignedIn) -> None:
    talk = chat()
    visitor_says(talk, "I want to die")
    for stranger in (client, client_of(ana)):
        assert stranger.get(f"/staff/inbox/{talk.pk}/why/").status_code in (302, 403)
        assert stranger.get(ADDRESS).status_code in (302, 403)


def test_what_was_found_is_marked_and_overlaps_are_one() -> None:
    pieces = raised.marked("a want to die soon b", ["want to die", "die soon", "gone"])
    assert [(piece.text, piece.marked) for piece in pieces] == [
        ("a ", False),
        ("want to die soon", True),
        (" b", False),
    ]


def test_every_pattern_stands_on_the_page(dara: Person, client_of: SignedIn) -> None:
    page = client_of(dara).get(ADDRESS).content.decode()
    assert "Draft — waits for a clinician." in page and "Sign version" not in page
    assert all(f'id="{one.key}"' in page for one in load().patterns)


def test_a_clinician_signs_this_version(ben: Person, client_of: SignedIn, now: datetime) -> None:
    StaffSeat.objects.filter(user=ben.user).update(registration="PT-1234")
    client, known = client_of(ben), load()
    assert f"Sign version {known.version}" in client.get(ADDRESS).content.decode()
    page = client.post(ADDRESS, {"digest": known.digest}, follow=True).content.decode()
    assert "signed by Ben" in page
    signed = SignOff.objects.get()
    assert (signed.catalogue, signed.version, signed.digest) == ("words", known.version, known.digest)
    assert Event.objects.filter(who=ben.user, what="sign catalogue").exists()


def test_the_front_desk_may_not_sign_and_nothing_unread_is_signed(
    dara: Person, ben: Person, client_of: SignedIn
) -> None:
    StaffSeat.objects.filter(user=ben.user).update(registration="PT-1234")
    client_of(dara).post(ADDRESS, {"digest": load().digest})
    client_of(ben).post(ADDRESS, {"digest": "0" * 64})
    assert not SignOff.objects.exists()


def test_a_changed_list_is_a_draft_again(
    ben: Person, client_of: SignedIn, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    StaffSeat.objects.filter(user=ben.user).update(registration="PT-1234")
    client, known = client_of(ben), load()
    client.post(ADDRESS, {"digest": known.digest})
    first, *others = known.patterns
    changed = replace(known, version="9", patterns=(replace(first, why="Something else."), *others))
    monkeypatch.setattr(pages, "load", lambda: changed)
    page = client.get(ADDRESS).content.decode()
    assert "Draft — waits for a clinician." in page and "The list has changed since." in page
