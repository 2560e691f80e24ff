"""Two tabs at once, on whichever database the tests run."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from hipwise.apps.journal import services
from hipwise.apps.journal.models import Entry, Tag
from tests.apps.journal.writing import NOW, content, patient_of
from tests.kit.cast import Person

TABS = 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_words", [True, False])
def test_one_client_id_in_many_tabs_is_one_check_in(ana: Person, same_words: bool) -> None:
    client_id, start = uuid.uuid4(), Barrier(TABS)

    def tap(tab: int) -> object:
        try:
            start.wait()
            said = content(pain=4 if same_words else tab, own=("Choir",))
            return services.save_entry(ana.actor, patient_of(ana), client_id, said, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(TABS) as tabs:
        saved = list(tabs.map(tap, range(TABS)))
    assert {entry.pk for entry in saved if isinstance(entry, Entry)} == {Entry.objects.get().pk}
    assert Tag.objects.count() == 1
    entry = Entry.objects.get()
    assert entry.history.count() == (1 if same_words else TABS)
    assert entry.history.first().pain == entry.pain


@pytest.mark.django_db(transaction=True)
def test_new_tags_in_many_tabs_are_one_tag(ana: Person) -> None:
    start = Barrier(TABS)

    def tap(tab: int) -> None:
        try:
            start.wait()
            services.save_entry(ana.actor, patient_of(ana), uuid.uuid4(), content(own=("Choir",)), now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(TABS) as tabs:
        list(tabs.map(tap, range(TABS)))
    assert Entry.objects.count() == TABS and Tag.objects.count() == 1
