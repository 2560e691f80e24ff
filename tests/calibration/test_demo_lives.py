"""What the demo's pages say is checked against what the demo's people were made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from pytest_django import Settings

from hipwise.apps.insight.models import Beginning, Hunch
from hipwise.apps.insight.services import read_journal
from hipwise.apps.journal.models import Entry
from hipwise.apps.journal.selectors import factor_names
from hipwise.apps.people import selectors
from hipwise.apps.people.models import Clinic, Patient, User
from hipwise.domain.insight.finding import Exploration, Finding
from hipwise.project.demo import cast, lives
from hipwise.project.demo.load import load

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
ANA = "Ana Ribeiro (demo)"
LIVES = {life.name: life for life in cast.PATIENTS}

Answers = dict[str, Exploration]


@pytest.fixture
def demo(settings: Settings, db: None) -> Answers:
    """What the engine says of everybody in a freshly loaded demo; own tags are called "own", as in their lives."""
    settings.DEMO = True
    load(NOW, lambda _: None)
    return {patient.name: _read(patient) for patient in Patient.objects.all()}


def _read(patient: Patient) -> Exploration:
    said = read_journal(patient.pk, now=NOW).exploration
    own = factor_names(patient.pk)
    named = (replace(f, factor="own") if f.factor in own else f for f in said.findings)
    return replace(said, findings=tuple(named))


def _claims(answers: Answers) -> list[tuple[str, Finding]]:
    return [(name, f) for name, answer in answers.items() for f in answer.findings if f.tier == "clear"]


def _untrue(answers: Answers, lives_lived: Mapping[str, cast.Life]) -> list[tuple[str, Finding]]:
    """Claims that name a factor, a lag or a direction that was not the cause."""
    truth = {
        (name, factor, lag, effect > 0)
        for name, life in lives_lived.items()
        for factor, (lag, effect) in life.causes.items()
    }
    return [(name, f) for name, f in _claims(answers) if (name, f.factor, f.lag, f.effect > 0) not in truth]


def test_what_it_says_is_true(demo: Answers) -> None:
    _is_whole()  # here, since a load takes long
    assert len(_claims(demo)) >= 10, "a demo that finds nothing shows nothing"
    assert len(_untrue(demo, LIVES)) <= 0.05 * len(_claims(demo))
    assert {(f.factor, f.lag) for f in demo[ANA].findings} >= {("sat_long", "next"), ("stress", "same")}

    gus = demo["Gus Keane (demo)"]
    assert not gus.findings and {silence.reason for silence in gus.silences} == {"too_few_days"}
    assert not [f for f in demo["Mo Rahman (demo)"].findings if f.tier == "clear"], "nothing moves Mo's pain"

    ivo, began = demo["Ivo Petrov (demo)"].shift, LIVES["Ivo Petrov (demo)"].began
    assert ivo and began and ivo.low <= began.points <= ivo.high < 0, "what began helped, and about as much"
    assert demo[ANA].shift is None

    nothing_moved_ana = {**LIVES, ANA: replace(LIVES[ANA], causes={})}
    assert len(_untrue(demo, nothing_moved_ana)) >= 2, "the control: a wrong claim is seen"


def _is_whole() -> None:
    assert selectors.clinic() == Clinic.objects.get(is_demo=True)
    assert User.objects.count() == len(cast.STAFF) + len(cast.PATIENTS)
    assert not User.objects.filter(is_demo=False).exists()
    names = [*(user.name for user in User.objects.all()), *(patient.name for patient in Patient.objects.all())]
    assert all(name.endswith("(demo)") for name in names)

    private = [p.name for p in Patient.objects.all() if p.user and not selectors.shares_with_clinic(p.user.pk)]
    assert private == ["Lea Martin (demo)"]

    unasked = [p.name for p in Patient.objects.all() if not hasattr(p, "hunch")]
    assert sorted(unasked) == ["Gus Keane (demo)", "Pia Rossi (demo)"], "one has too few days, one is asked at once"
    assert Hunch.objects.get(patient__user__email="ana@demo.example").suspects == ["sat_long", "stress"]
    assert Beginning.objects.get().label == "Exercises from Faye"

    assert not Entry.objects.filter(at__gt=NOW).exists()
    last = {p.name: Entry.objects.filter(patient=p).latest("at").day for p in Patient.objects.all()}
    assert last[ANA].isoformat() == "2026-11-21", "today is left for whoever looks around"
    assert max(last.values()) == NOW.date()


def test_the_same_day_gives_the_same_lives() -> None:
    zone = ZoneInfo(cast.CLINIC["time_zone"])
    once, again = ([lives.journal_of(life, NOW, zone) for life in cast.PATIENTS] for _ in range(2))
    assert once == again
    three_a_day = max(cast.PATIENTS, key=lambda life: life.moments)
    assert len(lives.journal_of(three_a_day, NOW, zone)) > three_a_day.days * 2


def test_loading_is_all_or_nothing(settings: Settings, db: None) -> None:
    settings.DEMO = True

    def fail_half_way(words: str) -> None:
        if "Kofi" in words:
            raise RuntimeError

    with pytest.raises(RuntimeError), transaction.atomic():
        load(NOW, fail_half_way)
    assert not Clinic.objects.exists() and not User.objects.exists() and not Entry.objects.exists()


def test_such_people_cannot_be_made_outside_the_demo(settings: Settings, db: None) -> None:
    settings.DEMO = False
    with pytest.raises(RuntimeError), transaction.atomic():
        load(NOW, lambda _: None)
