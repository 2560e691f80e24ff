"""What leaves with a person, and what is left when they go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
from django.db import connection

from hipwise.apps.journal import privacy, selectors, services
from hipwise.apps.journal.models import Entry, Review, Tag
from hipwise.apps.privacy.claims import Subject
from hipwise.domain.formats.table import Table, read_table
from hipwise.domain.insight.panel import Panel
from tests.apps.journal.writing import NOW, content, patient_of, write
from tests.kit.cast import Person


def subject(person: Person) -> Subject:
    return Subject(person.user.pk, person.actor.patient_id, person.user.email)


def test_everything_leaves_also_earlier_wordings(ana: Person, ben: Person) -> None:
    entry = write(ana, note="first", own=("Choir",), emotions={"worried": 2})
    services.edit_entry(ana.actor, entry, content(note="second"), now=NOW)
    services.review_journal(ana.actor, patient_of(ana), Review.Choice.GO_ON, today=NOW.date())
    files: Any = privacy.export(subject(ana))
    said = files["journal.json"][0]
    assert said["note"] == "second"
    assert [kept["note"] for kept in said["kept_versions"]] == ["first"]
    assert said["kept_versions"][0]["own_tags"] == ["Choir"]
    assert files["journal-settings.json"]["reviews"][0]["choice"] == "go_on"
    assert privacy.export(subject(ben)) == {}


def test_the_table_reads_back_as_the_same_journal(ana: Person) -> None:
    days = [
        content(
            at=NOW - timedelta(days=day),
            pain=None if day == 3 else day % 11,
            stress=day % 4,
            sleep_hours=6.5,
            activities=("walk",) if day % 2 else (),
            own=("=1+1, pain", "Choir") if day % 3 else (),
            emotions={"worried": 2} if day % 5 else {},
        )
        for day in range(20)
    ]
    services.bring_in_entries(ana.actor, patient_of(ana), days, now=NOW)
    sheet = privacy.daily_table(patient_of(ana))
    assert sheet.splitlines()[0] == 'date,pain,stress,sleep_hours,walk,feeling worried,"own =1+1, pain",own Choir'
    read = read_table(sheet.encode())
    assert isinstance(read, Table) and read.problem_count == 0
    again, panel = read.panel(), selectors.panel_for(patient_of(ana), fewest_own_days=1)
    assert isinstance(again, Panel)
    assert again.times.tolist() == panel.times.tolist() and again.outcome.name == "pain"
    for one, other in zip((again.outcome, *again.factors), (panel.outcome, *panel.factors), strict=True):
        np.testing.assert_array_equal(one.values, other.values)


def test_erasing_leaves_not_a_row_and_not_a_neighbours_less(ana: Person, cleo: Person) -> None:
    for person in (ana, cleo):
        entry = write(person, note="private", own=("Choir",))
        services.edit_entry(person.actor, entry, content(note="other"), now=NOW)
        services.review_journal(person.actor, patient_of(person), Review.Choice.REST, today=NOW.date())
    privacy.erase(subject(ana))
    for table_of in (Entry, Entry.history.model, Tag, Review):
        assert not table_of.objects.filter(patient_id=patient_of(ana)).exists()
        assert table_of.objects.filter(patient_id=patient_of(cleo)).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM journal_historicalentry")
        assert cursor.fetchone()[0] == 2
