"""You, Notifications: what one is told and when not, by the page; and what leaves and goes with a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest
from django.test import Client

from hipwise.apps.notifications import kinds
from hipwise.apps.notifications.models import Muted, Notice, QuietHours
from hipwise.apps.notifications.selectors import kinds_for
from hipwise.apps.privacy.claims import registered
from hipwise.apps.privacy.services import subject_of
from tests.apps.notifications.kit import NOW, kind, plan
from tests.kit.cast import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
ClientOf = Callable[[Person], Client]
PAGE = "/you/notifications/"
REMINDERS = ["visit_reminder_48_h", "visit_reminder_3_h"]


def test_reminders_may_be_switched_off_and_on(ana: Person, client_of: ClientOf) -> None:
    browser = client_of(ana)
    page = browser.get(PAGE).content.decode()
    assert all(f'value="{name}"' in page for name in REMINDERS) and page.count(" checked") >= 2
    said = {"email": ["visit_reminder_48_h"], "begin": "22:00", "end": "07:30"}
    assert browser.post(PAGE, said)["Location"] == PAGE
    muted = set(Muted.objects.values_list("person", "kind", "channel"))
    assert (ana.user.pk, "visit_reminder_3_h", "email") in muted
    assert (ana.user.pk, "visit_reminder_48_h", "email") not in muted
    hours = QuietHours.objects.get()
    assert (hours.begin, hours.end) == (time(22), time(7, 30))
    browser.post(PAGE, said | {"email": [kind.name for kind in kinds_for(ana.actor) if not kind.must]})
    assert not Muted.objects.exists() and QuietHours.objects.count() == 1


def test_what_must_be_told_has_no_box(ana: Person, client_of: ClientOf) -> None:
    browser = client_of(ana)
    page = browser.get(PAGE).content.decode()
    assert 'value="visit_cancelled"' not in page and "That a visit is called off" in page
    answer = browser.post(PAGE, {"email": ["visit_cancelled"], "begin": "22:00", "end": "07:30"})
    assert answer.status_code == 200 and not Muted.objects.exists()


def test_bad_times_come_back_with_words(ana: Person, client_of: ClientOf) -> None:
    page = client_of(ana).post(PAGE, {"email": REMINDERS, "begin": "late", "end": ""}).content.decode()
    assert "a time such as 21:00" in page and 'value="late"' in page
    assert not QuietHours.objects.exists()


def test_who_is_told_of_nothing_reads_so(
    ben: Person, client_of: ClientOf, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_of(ben)
    assert "That somebody must look at the inbox now" in browser.get(PAGE).content.decode()
    monkeypatch.setattr(kinds, "_kinds", {})
    assert "nothing that we would write to you about" in browser.get(PAGE).content.decode()
    assert client.get(PAGE).status_code == 302


def test_the_way_there(ana: Person, client_of: ClientOf) -> None:
    assert f'href="{PAGE}"' in client_of(ana).get("/you/").content.decode()


def test_it_leaves_and_goes_with_the_person(ana: Person, cleo: Person) -> None:
    """Notices to the account, and to its proven address from before there was an account; not those of others."""
    with kind():
        plan(1, user_id=ana.user.pk)
        plan(2)
        plan(3, user_id=cleo.user.pk)
    Muted.objects.create(person=ana.user, kind="test.reminder", channel="email")
    (claim,) = [claim for claim in registered() if claim.name == "notifications"]
    said = claim.export(subject_of(ana.user))
    rows = said["notices.json"]
    assert isinstance(rows, list) and [row["due"] for row in rows] == [NOW, NOW]
    assert "ana@" not in str(claim.export(subject_of(cleo.user)))
    claim.erase(subject_of(ana.user))
    assert list(Notice.objects.values_list("subject", flat=True)) == [3]
    assert not Muted.objects.exists()
