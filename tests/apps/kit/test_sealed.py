"""What is sealed cannot be read in the database, opens with any listed key, and moves to the newest."""

from __future__ import annotations

import io
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import LazySettings
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection

from hipwise.apps.people.models import Patient, User
from hipwise.kit.management.commands import reseal
from hipwise.kit.models import Letter
from hipwise.kit.sealed import sealed_fields
from tests.kit.cast import Person

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
NAME = "Anastasia Quillfeather"


def stored(table: str, column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY id")
        return [str(value) for (value,) in cursor.fetchall()]


def run(**options: Any) -> str:
    out = io.StringIO()
    call_command("reseal", stdout=out, **options)
    return out.getvalue()


class TestText:
    def test_is_not_readable_in_the_database(self, db: None) -> None:
        patient = Patient.objects.create(name=NAME)
        [token] = stored("people_patient", "name")
        assert NAME not in token
        patient.refresh_from_db()
        assert patient.name == NAME

    def test_the_same_words_are_never_stored_alike(self, db: None) -> None:
        for _ in range(2):
            Patient.objects.create(name=NAME)
        first, second = stored("people_patient", "name")
        assert first != second

    @pytest.mark.parametrize("words", ["", " ", "Ünïcödé 🦴", "x" * 20_000, "'; DROP TABLE people_patient; --"])
    def test_comes_back_as_it_was(self, db: None, words: str) -> None:
        patient = Patient.objects.create(name=words)
        patient.refresh_from_db()
        assert patient.name == words

    def test_can_be_changed_by_update(self, db: None) -> None:
        patient = Patient.objects.create(name="x")
        Patient.objects.filter(pk=patient.pk).update(name=NAME)
        patient.refresh_from_db()
        assert patient.name == NAME
        assert NAME not in stored("people_patient", "name")[0]

    def test_cannot_be_searched_by_mistake(self, db: None) -> None:
        """It would find nothing, silently, since each sealing differs."""
        for lookup in ("name", "name__icontains", "name__in"):
            with pytest.raises(FieldError, match="sealed"):
                Patient.objects.filter(**{lookup: NAME})

    def test_a_row_of_an_unknown_key_is_an_error_and_not_gibberish(self, db: None, settings: LazySettings) -> None:
        settings.FIELD_KEYS = (OLD,)
        Patient.objects.create(name=NAME)
        settings.FIELD_KEYS = (NEW,)
        with pytest.raises(InvalidToken):
            Patient.objects.get()


@pytest.mark.parametrize("value", [{"to": ["a@example.org"], "n": 1.5}, [], "text", 0, False, {"deep": {"er": [None]}}])
def test_json_comes_back_as_it_was(db: None, value: Any) -> None:
    letter = Letter.objects.create(content=value)
    letter.refresh_from_db()
    assert letter.content == value
    assert stored("kit_letter", "content")[0].startswith("gAAAA")


def test_json_can_be_changed_in_bulk(db: None) -> None:
    letters = [Letter.objects.create(content=number) for number in range(3)]
    for letter in letters:
        letter.content = {"to": ["a@example.org"]}
    Letter.objects.bulk_update(letters, ["content"])
    assert {token[:5] for token in stored("kit_letter", "content")} == {"gAAAA"}
    assert Letter.objects.filter(content__isnull=False).count() == 3
    assert all(letter.content == {"to": ["a@example.org"]} for letter in Letter.objects.all())


class TestReseal:
    @pytest.fixture
    def rows(self, settings: LazySettings, ben: Person) -> int:
        """Things sealed under the old key only, of each sort; how many values."""
        settings.FIELD_KEYS = (OLD,)
        ben.user.name = ben.user.name
        ben.user.save()
        Patient.objects.create(name=NAME)
        Letter.objects.create(content={"to": ["a@example.org"]})
        factor = Authenticator.objects.get(user=ben.user)
        from allauth.mfa.utils import encrypt

        factor.data["secret"] = encrypt("JBSWY3DPEHPK3PXP")
        factor.save()
        return 4

    def test_moves_everything_so_that_the_old_key_can_go(self, rows: int, settings: LazySettings) -> None:
        settings.FIELD_KEYS = (NEW, OLD)
        assert run(check=True) == f"{rows} values are not under the newest key.\n"
        assert run() == f"{rows} values were put under the newest key.\n"
        settings.FIELD_KEYS = (NEW,)
        assert Patient.objects.get().name == NAME
        assert User.objects.get().name == "Ben"
        assert Letter.objects.get().content == {"to": ["a@example.org"]}
        from allauth.mfa.utils import decrypt

        assert decrypt(Authenticator.objects.get().data["secret"]) == "JBSWY3DPEHPK3PXP"

    def test_without_it_the_old_key_is_still_needed(self, rows: int, settings: LazySettings) -> None:
        """The control."""
        settings.FIELD_KEYS = (NEW,)
        with pytest.raises(InvalidToken):
            Patient.objects.get()

    def test_check_changes_nothing(self, rows: int, settings: LazySettings) -> None:
        settings.FIELD_KEYS = (NEW, OLD)
        before = stored("people_patient", "name"), stored("mfa_authenticator", "data")
        run(check=True)
        assert (stored("people_patient", "name"), stored("mfa_authenticator", "data")) == before

    def test_stopped_half_way_it_goes_on_where_it_was(
        self, rows: int, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(6):
            Patient.objects.create(name=f"{NAME} {number}")
        settings.FIELD_KEYS = (NEW, OLD)
        monkeypatch.setattr(reseal, "STEP", 2)
        calls = iter(range(1000))
        honest = reseal.renewed

        def tired(token: str) -> str | None:
            if next(calls) == 5:
                raise KeyboardInterrupt
            return honest(token)

        monkeypatch.setattr(reseal, "renewed", tired)
        with pytest.raises(KeyboardInterrupt):
            run()
        monkeypatch.setattr(reseal, "renewed", honest)
        left = int(run(check=True).split()[0])
        assert 0 < left < rows + 6, "some were done and kept, some not"
        assert run() == f"{left} values were put under the newest key.\n"
        assert run() == "0 values were put under the newest key.\n"

    def test_says_when_a_key_is_missing(self, rows: int, settings: LazySettings) -> None:
        settings.FIELD_KEYS = (NEW,)
        with pytest.raises(CommandError, match="none of the keys"):
            run()


def test_every_personal_text_is_sealed() -> None:
    """Names of people and whatever they write freely; a new free text must be added here or sealed."""
    from django.apps import apps
    from django.db import models

    open_texts = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("hipwise.apps.") and not model.__module__.startswith("hipwise.apps.learn")
        for field in model._meta.local_fields
        if isinstance(field, models.TextField) and field not in sealed_fields(model)
    }
    assert open_texts == {"booking.Service.words", "frontdesk.SavedReply.body"}, (
        "what a service is, and what the desk often says: nobody's own words about themselves"
    )
