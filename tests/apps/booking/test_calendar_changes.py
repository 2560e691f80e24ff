"""What staff do to visits from the calendar, and two of them at once."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hipwise.apps.audit.models import Event
from hipwise.apps.booking.models import Appointment, Contact
from hipwise.apps.booking.services import contacts, core
from tests.apps.booking.calendar_kit import DAY, JSON, NINE, book, fields, move, move_by_script
from tests.kit import desk
from tests.kit.cast import Person
from tests.kit.desk import Desk

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]
HOUR = timedelta(hours=1)
LATER = NINE + 5 * HOUR


@pytest.fixture
def laid(ben: Person, eli: Person, now: object) -> Desk:
    return desk.lay_desk([ben, eli])


@pytest.fixture
def dara_in(dara: Person, client_of: ClientOf) -> Client:
    return client_of(dara)


@pytest.fixture
def ben_in(ben: Person, client_of: ClientOf) -> Client:
    return client_of(ben)


def again(visit: Appointment) -> Appointment:
    return Appointment.objects.get(pk=visit.pk)


# Looking


def test_opening_a_visit_is_written_in_the_log_and_only_clinicians_read_its_reason(
    laid: Desk, ana: Person, dara_in: Client, ben_in: Client, now: Any
) -> None:
    assert ana.patient
    visit = book(laid, LATER, contact=contacts.contact_of_patient(ana.patient, now), reason="It hurts on stairs")
    desk_sees = dara_in.get(reverse("booking:staff_visit", args=[visit.pk])).content.decode()
    assert "Ana" in desk_sees
    assert "stairs" not in desk_sees
    assert "only clinicians read" in desk_sees
    assert "stairs" in ben_in.get(reverse("booking:staff_visit", args=[visit.pk])).content.decode()
    assert Event.objects.filter(what="read visit", about=ana.user.pk).count() == 2


# Making


def new(laid: Desk, **changes: Any) -> dict[str, Any]:
    who = laid.practitioners[0].pk
    when = {"practitioner": who, "place": laid.location.pk, "day": DAY, "at": "15:00"}
    return {"service": laid.service.pk, "name": "Rory Flynn", "phone": "555 0142", "tell": "on"} | when | changes


def test_somebody_new_is_booked(laid: Desk, dara_in: Client) -> None:
    answer = dara_in.post(reverse("booking:new_visit"), new(laid))
    assert answer.status_code == 302
    visit = Appointment.objects.get()
    assert (visit.start, visit.way, visit.state) == (NINE + 6 * HOUR, "staff", "booked")
    assert visit.contact
    assert (visit.contact.name, visit.contact.phone, visit.contact.patient) == ("Rory Flynn", "555 0142", None)


def test_a_patient_is_searched_and_what_was_typed_stays(laid: Desk, ana: Person, dara_in: Client) -> None:
    assert ana.patient
    found = dara_in.post(reverse("booking:new_visit"), new(laid, name="", q="an", find="on", minutes="60"))
    body = found.content.decode()
    assert f'name="patient" value="{ana.patient.pk}"' in body
    assert 'value="15:00"' in body
    assert 'value="60"' in body
    assert not Appointment.objects.exists()
    booked = dara_in.post(reverse("booking:new_visit"), new(laid, name="", patient=ana.patient.pk, minutes="60"))
    assert booked.status_code == 302
    visit = Appointment.objects.get()
    assert visit.contact
    assert (visit.contact.patient, visit.end - visit.start) == (ana.patient, HOUR)
    assert Contact.objects.filter(patient=ana.patient).count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "choose a patient above"),
        ({"phone": ""}, "an e-mail address or a phone number"),
        ({"at": "15:02"}, "full five minutes"),
        ({"minutes": "7"}, "whole number of five minutes"),
        ({"day": "2026-03-29", "at": "02:30"}, "The clocks are put forward"),
        ({"practitioner": "999999"}, "Please look at this again"),
    ],
)
def test_what_cannot_be_is_said_plainly_and_kept(
    wrong: dict[str, str], words: str, laid: Desk, dara_in: Client
) -> None:
    answer = dara_in.post(reverse("booking:new_visit"), new(laid, reason="Left hip") | wrong)
    body = answer.content.decode()
    assert words in body
    assert "Left hip" in body
    assert not Appointment.objects.exists()


def test_a_clash_asks_for_a_reason_which_is_kept_and_logged(laid: Desk, dara_in: Client) -> None:
    book(laid, NINE + 6 * HOUR)
    refused = dara_in.post(reverse("booking:new_visit"), new(laid)).content.decode()
    assert "another visit at this time" in refused
    assert 'name="overlap_reason"' in refused
    answer = dara_in.post(reverse("booking:new_visit"), new(laid, overlap_reason="Sisters, seen together"))
    assert answer.status_code == 302
    assert Appointment.objects.order_by("pk").last().overlap_reason == "Sisters, seen together"  # type: ignore[union-attr]
    assert Event.objects.filter(what="let visits overlap").exists()


# Changing


def test_a_visit_is_moved_and_lengthened(laid: Desk, dara_in: Client) -> None:
    visit = book(laid, LATER)
    answer = move(dara_in, visit, at="10:05", minutes=70, practitioner=laid.practitioners[1].pk)
    assert answer.status_code == 302
    now_is = again(visit)
    assert (now_is.start, now_is.end - now_is.start) == (NINE + HOUR + timedelta(minutes=5), timedelta(minutes=70))
    assert now_is.practitioner == laid.practitioners[1]


def test_a_script_hears_in_words_why_not_and_nothing_has_moved(laid: Desk, dara_in: Client) -> None:
    visit, other = book(laid, LATER), book(laid, NINE)
    status, said = move_by_script(dara_in, visit, at="09:00")
    assert (status, said["code"], said["overlap"]) == (409, "taken", True)
    assert again(visit).start == LATER
    status, said = move_by_script(dara_in, visit, at="09:00", overlap_reason="A class")
    assert (status, said["version"]) == (200, 2)
    assert again(visit).lane != again(other).lane


def test_a_called_off_visit_cannot_be_moved(laid: Desk, dara_in: Client) -> None:
    visit = book(laid, LATER)
    typed = {"reason": "Water pipe burst", "version": 1}
    assert dara_in.post(reverse("booking:cancel_visit", args=[visit.pk]), typed).status_code == 302
    assert again(visit).cancelled_by_clinic
    assert again(visit).cancel_reason == "Water pipe burst"
    assert move_by_script(dara_in, again(visit), at="09:00")[0] == 409
    assert again(visit).start == LATER


def test_a_slip_of_the_hand_is_taken_back(laid: Desk, dara_in: Client) -> None:
    visit = book(laid, LATER)
    for version, state in enumerate(("arrived", "completed", "arrived", "booked", "no_show", "booked"), 1):
        dara_in.post(reverse("booking:mark_visit", args=[visit.pk]), {"state": state, "version": version})
        assert again(visit).state == state
    assert dara_in.post(reverse("booking:mark_visit", args=[visit.pk]), {"state": "held"}).status_code == 404


# Two at once


def test_the_later_of_two_sees_the_others_change_beside_theirs_and_decides(
    laid: Desk, dara_in: Client, ben_in: Client
) -> None:
    visit = book(laid, LATER)
    dara_typed, ben_typed = fields(visit, at="10:00"), fields(visit, at="15:00", minutes=60)
    address = reverse("booking:move_visit", args=[visit.pk])
    assert dara_in.post(address, dara_typed).status_code == 302
    told = ben_in.post(address, ben_typed)
    assert told.status_code == 409
    body = html.unescape(told.content.decode())
    for words in ("Dara changed this visit at 10:30.", "14:00–14:45", "10:00–10:45", "15:00, 60 minutes"):
        assert words in body
    assert again(visit).start == NINE + HOUR, "nothing is overwritten silently"
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', told.content.decode()))
    assert {key: str(ben_typed[key]) for key in ("at", "minutes", "tell", "practitioner")}.items() <= kept.items()
    over = ben_in.post(address, {key: html.unescape(value) for key, value in kept.items()})
    assert over.status_code == 302
    assert again(visit).start == NINE + 6 * HOUR


def test_without_the_version_the_first_change_is_lost(
    laid: Desk, dara_in: Client, ben_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above."""
    visit = book(laid, LATER)
    ben_typed = fields(visit, at="15:00")
    move(dara_in, visit, at="10:00")
    monkeypatch.setattr(core, "_stale", lambda seen, found: None)
    assert ben_in.post(reverse("booking:move_visit", args=[visit.pk]), ben_typed).status_code == 302
    assert again(visit).start == NINE + 6 * HOUR


@pytest.mark.parametrize(("name", "typed"), [("mark_visit", {"state": "arrived"}), ("cancel_visit", {"reason": "Ill"})])
def test_marking_and_calling_off_are_held_against_the_version_too(
    name: str, typed: dict[str, str], laid: Desk, dara_in: Client, ben_in: Client
) -> None:
    visit = book(laid, LATER)
    move(dara_in, visit, at="10:00")
    address = reverse(f"booking:{name}", args=[visit.pk])
    told = ben_in.post(address, typed | {"version": "1"})
    assert told.status_code == 409
    assert f'value="{next(iter(typed.values()))}"' in told.content.decode()
    assert again(visit).state == "booked"
    assert ben_in.post(address, typed | {"version": "1"}, headers=JSON).json()["version"] == 2
    assert ben_in.post(address, typed).status_code == 409, "no version: nobody looked"


def test_a_made_up_memory_of_the_visit_does_no_harm(laid: Desk, dara_in: Client, ben_in: Client) -> None:
    visit = book(laid, LATER)
    stale = fields(visit, at="15:00", seen="[<script>")
    move(dara_in, visit, at="10:00")
    told = ben_in.post(reverse("booking:move_visit", args=[visit.pk]), stale)
    assert told.status_code == 409
    assert b"<script>" not in told.content.replace(b"<script src", b"")
