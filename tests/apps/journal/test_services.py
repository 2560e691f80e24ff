"""Saving, changing, removing and bringing in check-ins."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from hipwise.apps.audit.models import Event
from hipwise.apps.journal import selectors, services
from hipwise.apps.journal.content import Content
from hipwise.apps.journal.models import Entry, Review, Tag
from hipwise.apps.people.models import Clinic
from hipwise.kit.refusal import Refusal
from tests.apps.journal.writing import NOW, content, patient_of, write
from tests.kit.cast import Person

FULL: dict[str, Any] = {
    "qualities": ("tight", "pain"),
    "places": ("left_groin",),
    "stress": 3,
    "mood": 2,
    "sleep_hours": 6.5,
    "sleep_quality": 2,
    "fatigue": 4,
    "headache": 0,
    "activities": ("sat_long", "walk"),
    "own": ("Mum's  visit",),
    "emotions": {"worried": 2},
    "note": "  A long drive. ",
}


def test_what_was_written_comes_back(ana: Person) -> None:
    entry = Entry.objects.get(pk=write(ana, **FULL).pk)
    said = selectors.content_of(entry, selectors.own_tags(patient_of(ana)))
    assert said.own == ("Mum's visit",)
    assert said.note == "A long drive."
    assert (said.pain, said.stress, said.mood, said.sleep_hours) == (4, 3, 2, 6.5)
    assert set(said.qualities) == {"tight", "pain"} and said.emotions == {"worried": 2}


def test_the_database_holds_no_free_text(ana: Person) -> None:
    write(ana, note="Argument about the flat", own=("Mum's visit",))
    with connection.cursor() as cursor:
        for table, column in (
            ("journal_entry", "note"),
            ("journal_historicalentry", "note"),
            ("journal_tag", "name"),
        ):
            cursor.execute(f"SELECT {column} FROM {table}")
            stored = " ".join(row[0] for row in cursor.fetchall())
            assert stored and "flat" not in stored and "Mum" not in stored


def test_sent_twice_is_kept_once(ana: Person) -> None:
    client_id = uuid.uuid4()
    first, second = write(ana, client_id, **FULL), write(ana, client_id, **FULL)
    assert first.pk == second.pk
    assert Entry.objects.count() == 1 and first.history.count() == 1


def test_going_back_and_changing_is_an_edit_and_a_late_repeat_is_not(ana: Person) -> None:
    client_id = uuid.uuid4()
    write(ana, client_id, pain=3)
    write(ana, client_id, pain=5)
    entry = write(ana, client_id, pain=3)
    entry.refresh_from_db()
    assert entry.pain == 5
    assert [kept.pain for kept in entry.history.all()] == [5, 3]


def test_the_same_client_id_of_two_people_is_two_entries(ana: Person, cleo: Person) -> None:
    client_id = uuid.uuid4()
    assert write(ana, client_id).pk != write(cleo, client_id).pk


def test_editing_keeps_the_earlier_wording(ana: Person) -> None:
    entry = write(ana, note="first")
    services.edit_entry(ana.actor, entry, content(note="second"), now=NOW)
    services.edit_entry(ana.actor, entry, content(note="second"), now=NOW)
    assert [kept.note for kept in entry.history.all()] == ["second", "first"]


def test_removing_erases_every_wording_and_logs_no_content(ana: Person) -> None:
    entry = write(ana, note="private")
    services.edit_entry(ana.actor, entry, content(note="more private"), now=NOW)
    number = entry.pk
    services.remove_entry(ana.actor, entry)
    assert not Entry.objects.exists() and not Entry.history.model.objects.exists()
    event = Event.objects.get(what="removed check-in")
    assert event.subject == f"journal.entry:{number}" and event.about_id == ana.user.pk


def test_nobody_else_writes_changes_or_removes(ana: Person, cleo: Person, ben: Person, olga: Person) -> None:
    entry = write(ana)
    for stranger in (cleo, ben, olga):
        with pytest.raises(PermissionDenied):
            services.save_entry(stranger.actor, patient_of(ana), uuid.uuid4(), content(), now=NOW)
        with pytest.raises(PermissionDenied):
            services.edit_entry(stranger.actor, entry, content(pain=9), now=NOW)
        with pytest.raises(PermissionDenied):
            services.remove_entry(stranger.actor, entry)
        with pytest.raises(PermissionDenied):
            services.bring_in_entries(stranger.actor, patient_of(ana), [content()], now=NOW)
        with pytest.raises(PermissionDenied):
            services.review_journal(stranger.actor, patient_of(ana), Review.Choice.REST, today=NOW.date())
    assert Entry.objects.get().pain == 4


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"pain": None}, "empty"),
        ({"pain": None, "note": "  \n "}, "empty"),
        ({"at": NOW + timedelta(minutes=11)}, "ahead"),
        ({"at": NOW.replace(year=1999)}, "too_old"),
        ({"own": tuple(f"tag {number}" for number in range(301))}, "too_many_tags"),
    ],
)
def test_expected_refusals_keep_nothing(ana: Person, said: dict[str, Any], code: str) -> None:
    refusal = services.save_entry(ana.actor, patient_of(ana), uuid.uuid4(), content(**said), now=NOW)
    assert isinstance(refusal, Refusal) and refusal.code == code
    assert not Entry.objects.exists() and not Tag.objects.exists()


def test_own_tags_are_one_whatever_their_case_and_spaces(ana: Person, cleo: Person) -> None:
    write(ana, own=("Choir",))
    write(ana, own=(" choir ", "CHOIR", "", "choir\x00\n"))
    write(cleo, own=("choir",))
    assert Tag.objects.filter(patient=patient_of(ana)).count() == 1
    assert Tag.objects.count() == 2


def test_the_day_is_the_clinics_local_day(ana: Person) -> None:
    Clinic.objects.update(time_zone="Pacific/Auckland")
    entry = write(ana, at=datetime(2026, 3, 3, 23, 30, tzinfo=ZoneInfo("UTC")))
    assert entry.day == date(2026, 3, 4)


def test_bringing_in_twice_brings_in_once(ana: Person) -> None:
    many = [content(at=NOW - timedelta(days=day), own=("Choir",), pain=day % 11) for day in range(40)]
    assert services.bring_in_entries(ana.actor, patient_of(ana), many, now=NOW) == 40
    assert services.bring_in_entries(ana.actor, patient_of(ana), many, now=NOW) == 0
    assert Entry.objects.count() == 40 and Entry.history.count() == 40


def test_bringing_in_a_refused_check_in_brings_in_none(ana: Person) -> None:
    with pytest.raises(ValueError, match="not come yet"):
        services.bring_in_entries(ana.actor, patient_of(ana), [content(), content(at=NOW + timedelta(days=1))], now=NOW)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "said", [{"pain": 11}, {"stress": 5}, {"sleep_hours": -1.0}, {"places": ("elbow",)}, {"emotions": {"worried": 9}}]
)
def test_words_and_numbers_off_the_scales_are_wrong_calls(said: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        content(**said)


def test_a_naive_time_is_a_wrong_call() -> None:
    with pytest.raises(ValueError, match="aware"):
        Content(at=datetime(2026, 3, 4))  # noqa: DTZ001


@pytest.mark.parametrize("name", ["pain", "stress", "mood", "sleep_hours", "sleep_quality", "fatigue", "headache"])
@pytest.mark.parametrize("value", [-1, 25])
def test_the_database_itself_refuses_numbers_off_the_scale(ana: Person, name: str, value: int) -> None:
    entry = write(ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(**{name: value})
