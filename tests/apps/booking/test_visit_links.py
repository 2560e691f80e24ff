"""A visit by its signed link: seen, changed, called off, erased; and nothing of that by merely opening a page."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from hipwise.apps.booking.links import visit_token
from hipwise.apps.booking.models import Appointment, Contact, Draft, Slice, Wish
from hipwise.apps.booking.services import core, visitors
from hipwise.kit.actor import VISITOR
from hipwise.kit.digest import address_digest
from tests.apps.booking.visitors import Visitor, at, booked, everything, value
from tests.kit import desk as laying
from tests.kit.cast import Person
from tests.kit.desk import Desk, lay_desk

START = at(9, 9)
LATER = at(9, 13)
State = Appointment.State


@pytest.fixture
def desk(ben: Person, now: datetime, empty_cache: None) -> Desk:
    return lay_desk([ben])


@pytest.fixture
def visit(desk: Desk, now: datetime) -> Appointment:
    return booked(desk, START, laying.contact("Cleo Wren", "cleo@example.org", now), now)


def link(visit: Appointment, page: str = "") -> str:
    """The address of one of its pages."""
    return f"/visit/{visit_token(visit)}/{page}"


def change(client: Client, visit: Appointment, desk: Desk, start: datetime, version: int | None = None) -> Any:
    """Confirm another time."""
    sent = {"time": value(desk, start), "version": str(version or visit.version)}
    return client.post(link(visit, "change/confirm/"), sent, follow=True)


def test_a_scanner_that_opens_every_link_of_the_letters_changes_nothing(
    visit: Appointment, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.randbelow", lambda most: 246802)
    visitor = Visitor(desk)
    visitor.choose(at(10, 9))
    visitor.type()
    body = mail.outbox[-1].body
    found = [*re.findall(r"https?://[^/]+(/\S+)", str(body)), link(visit)]
    before, seen = everything(), set()
    scanner = Client()
    while found:  # and every link on those pages too
        path = found.pop()
        if path in seen:
            continue
        seen.add(path)
        page = scanner.get(path)
        assert page.status_code < 500
        if "/visit/" in path or "/booking/" in path:
            found += re.findall(r'href="(/(?:visit|booking)/[^"]+)"', page.content.decode())
    assert len(seen) >= 6
    assert everything() == before


@pytest.mark.parametrize("page", ["", "booked/", "change/", "cancel/", "kept/", "kept/file/"])
def test_a_made_up_link_leads_nowhere(visit: Appointment, client: Client, page: str) -> None:
    assert client.get(f"/visit/{visit_token(visit)[:-1]}x/{page}").status_code == 404


def test_a_held_time_has_no_page(desk: Desk, client: Client, now: datetime) -> None:
    hold = core.hold_time(desk.wanted(START), Appointment.Way.SITE, now)
    assert isinstance(hold, Appointment)
    assert client.get(link(hold)).status_code == 404


def test_pages_of_a_link_are_kept_by_nobody(visit: Appointment, client: Client) -> None:
    assert "no-store" in client.get(link(visit))["Cache-Control"]
    assert "noindex" in client.get(link(visit)).content.decode()


# Changing


def test_a_visit_is_moved_once_it_was_confirmed(visit: Appointment, desk: Desk, client: Client) -> None:
    page = client.get(link(visit, "change/"), {"day": "2026-03-09"})
    assert START in [one.start for part in page.context["week"].parts for one in part.times], (
        "its own time is free to it"
    )
    confirm = client.get(link(visit, "change/confirm/"), {"time": value(desk, LATER)})
    assert "Is this the new time?" in confirm.content.decode()
    assert Appointment.objects.get().start == START
    assert "has its new time" in change(client, visit, desk, LATER).content.decode()
    moved = Appointment.objects.get()
    assert (moved.start, moved.sequence, moved.moved_late) == (LATER, 1, False)


def test_moving_to_a_time_that_went_says_so_and_shows_that_day(visit: Appointment, desk: Desk, client: Client) -> None:
    booked(desk, LATER, now=at(4, 9, 30))
    page = change(client, visit, desk, LATER)
    assert "just been taken" in page.content.decode()
    assert page.context["week"].chosen == LATER.date()
    assert Appointment.objects.get(pk=visit.pk).start == START


def test_a_visit_that_the_clinic_changed_meanwhile_is_looked_at_again(
    visit: Appointment, desk: Desk, client: Client, now: datetime
) -> None:
    core.move_visit(VISITOR, visit, core.Plan(desk.wanted(at(10, 9))), now, staff=True, tell=False)
    page = change(client, visit, desk, LATER, version=visit.version)
    assert "just changed this visit" in page.content.decode()
    assert Appointment.objects.get().start == at(10, 9)


def test_what_late_means_is_said_before_and_recorded_after(visit: Appointment, desk: Desk, client: Client) -> None:
    assert "free until 24 hours before" in client.get(link(visit)).content.decode()
    with time_machine.travel(START - timedelta(hours=23), tick=False):
        assert "we note that it was late" in client.get(link(visit, "cancel/")).content.decode()
        client.post(link(visit, "cancel/"), {"reason": ""})
    assert Appointment.objects.get().cancelled_late


# Calling off


def test_calling_off_asks_first_and_frees_the_time(visit: Appointment, client: Client) -> None:
    assert "Call this visit off?" in client.get(link(visit, "cancel/")).content.decode()
    page = client.post(link(visit, "cancel/"), {"reason": "I am away."}, follow=True).content.decode()
    assert "This visit is called off" in page
    assert "Book again" in page
    gone = Appointment.objects.get()
    assert (gone.state, gone.cancel_reason, gone.cancelled_late) == (State.CANCELLED, "I am away.", False)
    assert not Slice.objects.exists()


def test_sending_it_twice_calls_off_once(visit: Appointment, client: Client) -> None:
    for _ in range(2):
        assert client.post(link(visit, "cancel/"), follow=True).status_code == 200
    assert Appointment.objects.get().sequence == 1


@pytest.mark.parametrize("page", ["change/", "cancel/", "change/confirm/"])
def test_what_is_over_can_no_longer_be_changed(visit: Appointment, desk: Desk, client: Client, page: str) -> None:
    with time_machine.travel(START + timedelta(hours=1), tick=False):
        before = everything()
        for answer in (client.get(link(visit, page)), client.post(link(visit, page), {"time": value(desk, LATER)})):
            assert answer["Location"] == link(visit)
        assert everything() == before


# What is kept about a guest


def test_a_guest_sees_and_takes_all_that_is_kept(visit: Appointment, client: Client) -> None:
    Appointment.objects.update(reason="")
    visit.reason = "It catches."
    visit.save()
    page = client.get(link(visit, "kept/")).content.decode()
    assert all(words in page for words in ("Cleo Wren", "cleo@example.org", "First visit", "It catches."))
    file = json.loads(client.get(link(visit, "kept/file/")).content)
    assert file["contacts"][0]["email"] == "cleo@example.org"
    assert file["visits"][0]["what you wrote"] == "It catches."


def test_another_person_of_the_same_name_is_not_in_it(visit: Appointment, desk: Desk, client: Client) -> None:
    booked(desk, LATER, laying.contact("Cleo Wren", "other@example.org", at(4, 9)), at(4, 9, 30))
    assert "other@example.org" not in client.get(link(visit, "kept/")).content.decode()


def test_an_unproved_namesake_of_the_address_stays_apart(visit: Appointment, desk: Desk, client: Client) -> None:
    laying.contact("Somebody", "cleo@example.org")
    assert "Somebody" not in client.get(link(visit, "kept/")).content.decode()


def test_a_guest_is_erased_and_the_hours_are_free(
    visit: Appointment, desk: Desk, client: Client, now: datetime
) -> None:
    old = booked(desk, at(3, 9), laying.contact("Cleo Wren", "Cleo@Example.org", now), at(1, 9))
    Draft.objects.create(
        service=desk.service,
        practitioner=desk.practitioners[0],
        location=desk.location,
        start=LATER,
        email="cleo@example.org",
        digest=address_digest("cleo@example.org"),
        made=now,
    )
    assert "tick the box" in client.post(link(visit, "kept/forget/"), follow=True).content.decode()
    page = client.post(link(visit, "kept/forget/"), {"sure": "yes"})
    assert "Everything is erased" in page.content.decode()
    assert not Contact.objects.exists() and not Draft.objects.exists()
    assert Appointment.objects.get(pk=visit.pk).state == State.CANCELLED
    assert not Slice.objects.filter(appointment=visit).exists()
    assert Appointment.objects.get(pk=old.pk).reason == ""
    assert client.get(link(visit)).status_code == 404
    assert "cleo" not in str(everything()).lower()


def test_somebody_with_an_account_erases_that_instead(ana: Person, desk: Desk, client: Client, now: datetime) -> None:
    contact = laying.contact(now=now)
    contact.patient = ana.patient
    contact.save()
    theirs = booked(desk, START, contact, now)
    assert client.get(link(theirs, "kept/")).status_code == 404
    assert client.post(link(theirs, "kept/forget/"), {"sure": "yes"}).status_code == 404
    with pytest.raises(ValueError, match="account"):
        visitors.forget_guest(contact, now)


def test_a_guests_wishes_go_too(visit: Appointment, desk: Desk, client: Client, now: datetime) -> None:
    day = now.date()
    assert visit.contact is not None
    Wish.objects.create(
        contact=visit.contact,
        service=desk.service,
        earliest="08:00",
        latest="18:00",
        since=day,
        until=day,
        made=now,
    )
    assert "waiting list" in client.get(link(visit, "kept/")).content.decode()
    client.post(link(visit, "kept/forget/"), {"sure": "yes"})
    assert not Wish.objects.exists()
