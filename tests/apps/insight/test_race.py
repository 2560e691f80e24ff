"""Many readers of a journal that nobody has read since it changed; many tabs that say what is suspected."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from hipwise.apps.audit.models import Event
from hipwise.apps.insight.models import Answer, Hunch
from hipwise.apps.insight.services import ANSWERED, name_suspects, read_journal
from hipwise.apps.journal import services as journal
from hipwise.domain.insight.finding import Exploration
from tests.apps.insight.test_services import days
from tests.apps.journal.writing import NOW, patient_of
from tests.kit.cast import Person

READERS = TABS = 4


@pytest.mark.django_db(transaction=True)
def test_readers_at_once_get_one_answer(ana: Person) -> None:
    journal.bring_in_entries(ana.actor, patient_of(ana), days(30), now=NOW)
    name_suspects(ana.actor, patient_of(ana), (), now=NOW)
    start = Barrier(READERS)

    def read(_: int) -> Exploration:
        try:
            start.wait()
            return read_journal(patient_of(ana), now=NOW).exploration
        finally:
            connection.close()

    with ThreadPoolExecutor(READERS) as readers:
        said = list(readers.map(read, range(READERS)))
    assert all(one == said[0] for one in said)
    assert Answer.objects.get().digest == said[0].digest


def _answers_of_tabs(ana: Person, say: Callable[[Person, str], object]) -> list[object]:
    """What each of many tabs gets that sends a suspicion of its own, all at one moment."""
    start = Barrier(TABS)

    def send(factor: str) -> object:
        try:
            start.wait()
            return say(ana, factor)
        finally:
            connection.close()

    with ThreadPoolExecutor(TABS) as tabs:
        return list(tabs.map(send, ("conflict", "walk", "stress", "conflict")))


def _winners(answers: list[object]) -> list[Hunch]:
    return [answer for answer in answers if isinstance(answer, Hunch)]


@pytest.mark.django_db(transaction=True)
def test_of_many_tabs_one_suspicion_counts(ana: Person) -> None:
    journal.bring_in_entries(ana.actor, patient_of(ana), days(30), now=NOW)

    def say(person: Person, factor: str) -> object:
        return name_suspects(person.actor, patient_of(person), (factor,), now=NOW)

    answers = _answers_of_tabs(ana, say)
    assert [won.suspects for won in _winners(answers)] == [Hunch.objects.get().suspects]
    assert answers.count(ANSWERED) == TABS - 1
    assert Event.objects.filter(what="named suspects").count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_the_race_is_lost(ana: Person) -> None:
    """The control: looking first and writing then lets several tabs believe that theirs counts."""
    looked = Barrier(TABS)

    def say(person: Person, factor: str) -> object:
        is_answered = Hunch.objects.filter(patient=person.patient).exists()
        looked.wait()
        if is_answered:
            return ANSWERED
        said = {"suspects": [factor], "answered_at": NOW}
        return Hunch.objects.update_or_create(patient=person.patient, defaults=said)[0]

    assert len(_winners(_answers_of_tabs(ana, say))) > 1
