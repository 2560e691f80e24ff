"""No table keeps something about a person unless an app has said how it leaves and how it goes."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import models
from django.db.models import CASCADE, PROTECT
from django.test.utils import isolate_apps

from hipwise.apps.people.models import Patient, User
from hipwise.apps.privacy.claims import registered

Table = type[models.Model]
PEOPLE: frozenset[Table] = frozenset({User, Patient})

BY_HAND = {
    "sessions.Session": "no column leads to a person; privacy.people ends the person's sessions",
    "kit.Letter": "sealed until sent; privacy.people forgets the person's letters",
}
"""Tables about people that no walk along keys can find, and who sees to them."""


def leads_to_people(tables: Iterable[Table]) -> set[Table]:
    """Tables about people: those with a key to an account or a patient, and those that hang on such a row.

    A row hangs on another when it goes with it (CASCADE) or holds it back (PROTECT). A key that is emptied when
    the person goes (a page's owner) makes that table one about people, but not what hangs on the page.
    A history table has no key to its subject but leads where its subject leads.
    """
    known = set(tables) | PEOPLE
    owned = set(PEOPLE)
    while more := {table for table in known - owned if _targets(table, CASCADE, PROTECT) & owned}:
        owned |= more
    return owned | {table for table in known if _targets(table) & PEOPLE}


def _targets(table: Table, *how: object) -> set[object]:
    keys = [field for field in table._meta.local_fields if isinstance(field, models.ForeignKey)]
    targets: set[object] = {key.related_model for key in keys if not how or key.remote_field.on_delete in how}
    subject = getattr(table, "instance_type", None)  # set by simple-history
    return targets | ({subject} if subject else set())


def unclaimed(tables: Iterable[Table]) -> set[str]:
    claimed = {table for claim in registered() for table in claim.tables}
    return {table._meta.label for table in leads_to_people(tables) - claimed}


def test_every_table_that_leads_to_a_person_is_claimed() -> None:
    assert unclaimed(apps.get_models(include_auto_created=True)) == set()


def test_the_walk_finds_what_it_should() -> None:
    found = {table._meta.label for table in leads_to_people(apps.get_models(include_auto_created=True))}
    assert {"journal.Entry", "journal.HistoricalEntry", "people.User_groups", "mfa.Authenticator"} <= found
    assert "people.Clinic" not in found


@pytest.mark.parametrize("through", ["a key", "a key to a key", "several"])
@isolate_apps("hipwise.apps.journal")
def test_an_unclaimed_table_is_found(through: str) -> None:
    """The control: plant a table that nobody claims, in three ways."""

    class Diary(models.Model):
        class Meta:
            app_label = "journal"

        patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="+")

    class Page(models.Model):
        class Meta:
            app_label = "journal"

        diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="+")

    class Circle(models.Model):
        class Meta:
            app_label = "journal"

        members = models.ManyToManyField(User, related_name="+")

    planted: dict[str, list[Table]] = {
        "a key": [Diary],
        "a key to a key": [Diary, Page],
        "several": [Circle, Circle.members.through],
    }
    expected = {"a key": {"Diary"}, "a key to a key": {"Diary", "Page"}, "several": {"Circle_members"}}
    assert unclaimed(planted[through]) == {f"journal.{name}" for name in expected[through]} | unclaimed([])


def test_what_is_seen_to_by_hand_still_exists() -> None:
    assert set(BY_HAND) <= {table._meta.label for table in apps.get_models()}


def test_apps_go_before_what_they_stand_on() -> None:
    """An account is the last to go; nothing may still hold on to it."""
    assert registered()[-1].name == "people"
