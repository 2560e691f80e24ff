"""Taking everything along, and leaving nothing behind."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client

from hipwise.apps.audit.models import Event
from hipwise.apps.audit.services import record
from hipwise.apps.journal.models import Entry, Tag
from hipwise.apps.people.models import Consent, Patient, StaffSeat, User
from hipwise.apps.people.services import rename
from hipwise.apps.privacy import claims, services
from hipwise.domain.formats.table import Table, read_table
from hipwise.kit.actor import Actor
from hipwise.kit.kept import MARK, mark
from tests.kit.cast import PASSWORD, Person

NAME = "Anastasia Quillfeather"
NOTE = "slept badly after the row with Marmaduke"
TAG = "trombone practice"
pytestmark = pytest.mark.usefixtures("empty_cache")


@pytest.fixture
def diarist(ana: Person, ben: Person, now: datetime) -> Person:
    """Ana, who wrote, was read, and is signed in somewhere."""
    assert ana.patient
    rename(ana.actor, ana.user, NAME)
    tag = Tag.objects.create(patient=ana.patient, name=TAG)
    for pain in range(8):
        entry = Entry.objects.create(
            patient=ana.patient, at=now, day=now.date(), pain=pain, stress=pain % 5, note=NOTE, tags=[tag.pk]
        )
    entry.note = f"{NOTE}, I think"
    entry.save()
    record(ben.actor, "read journal", about=ana.user.pk)
    return ana


def confirmed(client: Client) -> Client:
    """This browser, with the password given once more."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def unpacked(response: Any) -> zipfile.ZipFile:
    content = b"".join(response)
    for close in response._resource_closers:  # response.close() would close the database connection too
        close()
    return zipfile.ZipFile(io.BytesIO(content))


def everything_stored() -> Iterator[tuple[str, str]]:
    """Every cell of every table of the database, as (table, text); what is sealed is opened as the app would."""
    from django.apps import apps

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield table, " ".join(map(str, row))
    for model in apps.get_models(include_auto_created=True):
        for values in model._default_manager.values_list():
            yield model._meta.db_table, " ".join(map(str, values))


def holding(*words: str) -> set[str]:
    return {table for table, text in everything_stored() if any(word.lower() in text.lower() for word in words)}


class TestDownload:
    def test_asks_for_the_password_first(self, client_of: Callable[[Person], Client], diarist: Person) -> None:
        response = client_of(diarist).post("/you/data/download/")
        assert response["Location"].startswith("/account/reauthenticate/")

    def test_holds_everything(self, client_of: Callable[[Person], Client], diarist: Person) -> None:
        response = confirmed(client_of(diarist)).post("/you/data/download/")
        assert response["Content-Disposition"].startswith("attachment; filename=")
        archive = unpacked(response)
        names = set(archive.namelist())
        assert {"READ ME.txt", "journal/journal.json", "journal/journal.csv", "people/account.json"} <= names
        account = json.loads(archive.read("people/account.json"))
        assert account["name"] == NAME
        assert account["address"] == diarist.user.email
        assert NOTE in archive.read("journal/journal.json").decode()
        assert {line["what"] for line in json.loads(archive.read("people/log.json"))} >= {"read journal", "signed up"}
        assert len(json.loads(archive.read("people/consents.json"))) == 3

    def test_the_journal_is_one_that_insights_reads(
        self, client_of: Callable[[Person], Client], diarist: Person
    ) -> None:
        response = confirmed(client_of(diarist)).post("/you/data/download/")
        archive = unpacked(response)
        table = read_table(archive.read("journal/journal.csv"))
        assert isinstance(table, Table)

    def test_is_written_in_the_log(self, client_of: Callable[[Person], Client], diarist: Person) -> None:
        unpacked(confirmed(client_of(diarist)).post("/you/data/download/"))
        assert Event.objects.filter(who=diarist.user, what="downloaded everything").exists()

    def test_is_for_oneself_only(self, client_of: Callable[[Person], Client], diarist: Person, cleo: Person) -> None:
        response = confirmed(client_of(cleo)).post("/you/data/download/")
        archive = unpacked(response)
        assert not any(NAME.encode() in archive.read(name) for name in archive.namelist())


class TestErase:
    def test_asks_for_the_password_first(self, client_of: Callable[[Person], Client], diarist: Person) -> None:
        client = client_of(diarist)
        for response in (client.get("/you/data/erase/"), client.post("/you/data/erase/", {"sure": "on"})):
            assert response["Location"].startswith("/account/reauthenticate/")
        assert User.objects.filter(pk=diarist.user.pk).exists()

    def test_asks_whether_one_is_sure(self, client_of: Callable[[Person], Client], diarist: Person) -> None:
        client = confirmed(client_of(diarist))
        page = client.get("/you/data/erase/").content.decode()
        both = "what you and the clinic wrote to each other"
        assert both in page and client.get("/you/data/").content.decode().count(both) == 2
        assert "The log keeps its lines" in page
        assert "Please tick the box" in client.post("/you/data/erase/").content.decode()
        assert User.objects.filter(pk=diarist.user.pk).exists()

    def test_leaves_no_name_no_address_no_note(
        self, client_of: Callable[[Person], Client], diarist: Person, cleo: Person
    ) -> None:
        words = (NAME, diarist.user.email, NOTE, TAG)
        client = confirmed(client_of(diarist))
        elsewhere = client_of(diarist)
        client.post("/account/password/reset/", {"email": diarist.user.email})
        assert {"people_user", "people_patient", "journal_entry", "journal_historicalentry", "journal_tag"} <= holding(
            *words
        ), "the control: the search finds them while they are there"
        rows = Entry.objects.count()

        response = client.post("/you/data/erase/", {"sure": "on"}, follow=True)
        assert "Your account is erased" in response.content.decode()
        assert holding(*words) == set()
        assert rows and not Entry.objects.exists() and not Entry.history.exists()
        assert not Consent.objects.filter(user=diarist.user.pk).exists()
        assert not EmailAddress.objects.filter(user=diarist.user.pk).exists()
        assert elsewhere.get("/you/")["Location"].startswith("/account/login/")
        assert User.objects.filter(pk=cleo.user.pk).exists()

    def test_takes_along_what_was_typed_after_a_session_had_ended(self, diarist: Person, cleo: Person) -> None:
        """Such words wait, sealed, in a session without a name; other people's stay."""
        for person in (diarist, cleo):
            Client().post("/journal/new/", {MARK: mark(person.user.pk), "note": NOTE})
        assert Session.objects.count() == 2
        services.erase_account(diarist.actor, diarist.user)
        assert Session.objects.count() == 1

    def test_the_log_keeps_its_lines_without_a_name(
        self, client_of: Callable[[Person], Client], diarist: Person, ben: Person, olga: Person
    ) -> None:
        before = Event.objects.count()
        confirmed(client_of(diarist)).post("/you/data/erase/", {"sure": "on"})
        assert Event.objects.count() == before + 1
        assert Event.objects.filter(who=diarist.user.pk, what="erased account").exists()
        page = client_of(olga).get("/you/clinic/log/").content.decode()
        assert f"Somebody who has left (no. {diarist.user.pk})" in page
        assert NAME not in page

    def test_is_all_or_nothing(self, diarist: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(_: claims.Subject) -> None:
            raise RuntimeError("a table would not let go")

        last = claims.registered()[-1]
        broken = claims.Claim("people", last.tables, last.export, fail)
        monkeypatch.setitem(claims._claims, "people", broken)
        with pytest.raises(RuntimeError):
            services.erase_account(diarist.actor, diarist.user)
        assert Entry.objects.filter(patient=diarist.patient, note__isnull=False).count() == 8
        assert not Event.objects.filter(what="erased account").exists()

    def test_somebody_who_works_here_leaves_their_place_first(self, olga: Person) -> None:
        refusal = services.erase_account(olga.actor, olga.user)
        assert refusal and refusal.code == "still_seated"
        StaffSeat.objects.filter(user=olga.user).update(until=olga.user.date_joined)
        assert services.erase_account(olga.actor, olga.user) is None
        assert not User.objects.filter(pk=olga.user.pk).exists()

    def test_a_visitor_finds_a_closed_door(self, client: Client, clinic: object) -> None:
        for address in ("/you/data/", "/you/data/erase/"):
            assert client.get(address)["Location"].startswith("/account/login/")
        assert client.post("/you/data/download/")["Location"].startswith("/account/login/")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_in_the_file_itself(empty_cache: None) -> None:
    """Also not in pages of the SQLite file that no table uses any more."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL cleans its files by itself, in its own time")
    from pathlib import Path

    from tests.kit import cast

    cast.lay_clinic()
    person = cast.patient("Anastasia")
    path = Path(str(connection.settings_dict["NAME"]))

    def written() -> bytes:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return path.read_bytes()

    assert person.user.email.encode() in written()
    services.erase_account(Actor(user_id=person.user.pk), person.user)
    assert person.user.email.encode() not in written()
    assert not Patient.objects.exists()
    assert not mail.outbox
