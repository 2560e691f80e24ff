"""The engine is asked once for each state of a journal, and says the same again to the byte."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from unittest.mock import patch

import numpy as np
import pytest
from django.db import connection

from hipwise.apps.insight import services
from hipwise.apps.insight.models import Answer
from hipwise.apps.insight.privacy import erase, export
from hipwise.apps.journal import services as journal
from hipwise.apps.journal.content import Content
from hipwise.apps.journal.selectors import panel_for
from hipwise.apps.privacy.claims import Subject
from hipwise.domain.insight.explore import explore
from tests.apps.journal.writing import NOW, patient_of, write
from tests.kit.cast import Person


def days(count: int) -> list[Content]:
    """A journal in which arguments bring pain, and nothing else does."""
    rng = np.random.default_rng(7)
    argued, walked = rng.random(count) < 0.25, rng.random(count) < 0.5
    pain = np.clip(np.round(3.5 + rng.normal(0, 1, count) + 2.2 * argued), 0, 10)
    return [
        Content(
            at=NOW - timedelta(days=count - day, hours=1),
            pain=int(pain[day]),
            activities=tuple(name for name, did in (("conflict", argued[day]), ("walk", walked[day])) if did),
            stress=int(rng.integers(0, 5)),
            own=("Choir",) if rng.random() < 0.3 else (),
        )
        for day in range(count)
    ]


@pytest.fixture
def written(ana: Person) -> Person:
    """Ana with 90 days of notes, who was asked and did not know."""
    journal.bring_in_entries(ana.actor, patient_of(ana), days(90), now=NOW)
    services.name_suspects(ana.actor, patient_of(ana), (), now=NOW)
    return ana


def test_the_cause_is_found(written: Person) -> None:
    said = services.read_journal(patient_of(written), now=NOW).exploration
    assert [found.factor for found in said.findings] == ["conflict"]
    assert said.days == 90


def test_asked_once_and_the_same_to_the_byte(written: Person) -> None:
    first = services.read_journal(patient_of(written), now=NOW).exploration
    with patch.object(services, "explore", side_effect=AssertionError("asked again")):
        kept = services.read_journal(patient_of(written), now=NOW).exploration
    again = explore(panel_for(patient_of(written)), seed=kept.seed, fdr=kept.fdr)
    assert first == kept == again
    assert json.dumps(asdict(kept)) == json.dumps(asdict(again)) == json.dumps(Answer.objects.get().exploration)


def test_a_new_check_in_counts_at_once(written: Person) -> None:
    before = services.read_journal(patient_of(written), now=NOW).exploration
    write(written, pain=9, activities=("conflict",))
    after = services.read_journal(patient_of(written), now=NOW).exploration
    assert after.days == before.days + 1 and after.digest != before.digest
    assert Answer.objects.get().digest == after.digest


def test_a_removed_check_in_stops_counting(written: Person) -> None:
    entry = write(written, pain=9)
    services.read_journal(patient_of(written), now=NOW)
    journal.remove_entry(written.actor, entry)
    assert services.read_journal(patient_of(written), now=NOW).exploration.days == 90


def test_another_engine_is_asked_anew(written: Person) -> None:
    services.read_journal(patient_of(written), now=NOW)
    Answer.objects.update(engine="hipwise-insight/0")
    with patch.object(services, "explore", wraps=explore) as asked:
        services.read_journal(patient_of(written), now=NOW)
    assert asked.call_count == 1


def test_a_note_alone_changes_nothing(written: Person) -> None:
    services.read_journal(patient_of(written), now=NOW)
    entry = write(written, pain=None, note="Only words", at=NOW - timedelta(days=1, hours=2))
    assert entry.day.isoformat() == "2026-03-03"
    with patch.object(services, "explore", side_effect=AssertionError("asked again")):
        services.read_journal(patient_of(written), now=NOW)


def test_an_empty_journal_has_an_answer_too(ana: Person) -> None:
    said = services.read_journal(patient_of(ana), now=NOW).exploration
    assert said.days == 0 and said.findings == () and said.silences == ()


def test_the_answer_is_sealed_in_the_database(written: Person) -> None:
    services.read_journal(patient_of(written), now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT exploration FROM insight_answer")
        assert "conflict" not in cursor.fetchone()[0]


def test_it_leaves_and_goes_with_the_person(written: Person, cleo: Person) -> None:
    journal.bring_in_entries(cleo.actor, patient_of(cleo), days(20), now=NOW)
    services.name_suspects(cleo.actor, patient_of(cleo), (), now=NOW)
    for person in (written, cleo):
        services.read_journal(patient_of(person), now=NOW)
    subject = Subject(written.user.pk, written.actor.patient_id, written.user.email)
    said = export(subject)["insight.json"]
    assert isinstance(said, dict) and said["findings"][0]["factor"] == "conflict"
    erase(subject)
    assert list(Answer.objects.values_list("patient", flat=True)) == [patient_of(cleo)]
    assert export(subject) == {}
