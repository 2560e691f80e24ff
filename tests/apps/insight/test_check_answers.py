"""Kept answers are made again and compared to the byte."""

from __future__ import annotations

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from hipwise.apps.insight.models import Answer
from hipwise.apps.insight.services import read_journal, set_beginning
from tests.apps.insight.asking import answer, write_days
from tests.apps.journal.writing import NOW, patient_of, write
from tests.kit.cast import Person


@pytest.fixture
def read(ana: Person, cleo: Person, now: datetime) -> tuple[Person, Person]:
    """Ana and Cleo, whose answers are kept; Ana named two suspects and a day."""
    for person, suspects in ((ana, ("conflict", "stress")), (cleo, ())):
        write_days(person, 40)
        answer(person, *suspects)
    set_beginning(ana.actor, patient_of(ana), NOW.date().replace(month=2), "New chair", today=NOW.date())
    for person in (ana, cleo):
        read_journal(patient_of(person), now=NOW)
    return ana, cleo


def check() -> str:
    out = StringIO()
    call_command("check_answers", stdout=out)
    return out.getvalue().strip()


def test_all_the_same(read: tuple[Person, Person]) -> None:
    assert check() == "2 the same, 0 different, 0 outdated"


def test_a_new_note_another_engine_and_another_day_make_an_answer_outdated(read: tuple[Person, Person]) -> None:
    ana, cleo = read
    write(cleo, pain=9)
    assert check() == "1 the same, 0 different, 1 outdated"
    Answer.objects.filter(patient=ana.patient).update(engine="hipwise-insight/0")
    assert check() == "0 the same, 0 different, 2 outdated"


def test_a_planted_difference_is_found_and_named_by_number(read: tuple[Person, Person]) -> None:
    kept = Answer.objects.get(patient=read[0].patient)
    kept.exploration["days"] += 1
    kept.save()
    with pytest.raises(CommandError, match=rf"patients {patient_of(read[0])}$") as stopped:
        check()
    assert stopped.value.returncode == 1 and "conflict" not in str(stopped.value)


def test_with_nothing_kept(clinic: object) -> None:
    assert check() == "0 the same, 0 different, 0 outdated"
