"""An installation that showed results before there was a question does not ask after the fact."""

from __future__ import annotations

import importlib
from datetime import datetime

import pytest
from django.apps import apps

from hipwise.apps.insight.models import Answer, Hunch
from hipwise.apps.insight.services import read_journal
from tests.apps.insight.asking import answer, write_days
from tests.apps.journal.writing import NOW, patient_of
from tests.kit.cast import Person


@pytest.mark.parametrize("count", [14, 90])
def test_who_saw_results_counts_as_asked(count: int, ana: Person, now: datetime) -> None:
    write_days(ana, count)
    answer(ana)
    read_journal(patient_of(ana), now=NOW)
    Hunch.objects.all().delete()
    _move_in()
    assert Hunch.objects.get().patient_id == patient_of(ana)
    assert Hunch.objects.get().suspects == [] and Hunch.objects.get().answered_at == NOW
    _move_in()
    assert Hunch.objects.count() == 1


def test_who_was_only_told_to_wait_is_still_asked(ana: Person, now: datetime) -> None:
    write_days(ana, 9)
    said = {"digest": "d", "engine": "e", "seed": 0, "made_at": NOW, "exploration": {"days": 9}}
    Answer.objects.create(patient_id=patient_of(ana), **said)
    _move_in()
    assert not Hunch.objects.exists()


def _move_in() -> None:
    importlib.import_module("hipwise.apps.insight.migrations.0003_results_shown_before").mark_as_answered(apps, None)
