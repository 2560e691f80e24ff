"""Many readers of a journal that nobody has read since it changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from hipwise.apps.insight.models import Answer
from hipwise.apps.insight.services import read_journal
from hipwise.apps.journal import services as journal
from hipwise.domain.insight.finding import Exploration
from tests.apps.insight.test_services import days
from tests.apps.journal.writing import NOW, patient_of
from tests.kit.cast import Person

READERS = 4


@pytest.mark.django_db(transaction=True)
def test_readers_at_once_get_one_answer(ana: Person) -> None:
    journal.bring_in_entries(ana.actor, patient_of(ana), days(30), now=NOW)
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
