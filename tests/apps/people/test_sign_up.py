"""Making an account: consent, address, and the record that comes with it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from hipwise.apps.audit.models import Event
from hipwise.apps.people.models import Clinic, Consent, Patient, User

ANSWERS = {
    "name": "Nora",
    "email": "Nora@Example.org",
    "password1": "a quiet walk in the woods",
    "terms": "on",
    "health_notes": "on",
}
pytestmark = pytest.mark.usefixtures("empty_cache", "clinic")


def sign_up(client: Client, **changed: str) -> Any:
    answers = {key: value for key, value in (ANSWERS | changed).items() if value}
    return client.post("/account/signup/", answers, follow=True)


def link_in(letter: Any) -> str:
    found = re.search(r"https?://[^/]+(/\S+)", letter.body)
    assert found, letter.body
    return found[1]


def test_makes_a_patient_who_agreed_and_must_show_the_address(client: Client, clinic: Clinic) -> None:
    response = sign_up(client)
    assert response.redirect_chain[-1][0] == "/account/confirm-email/"
    user = User.objects.get(email="nora@example.org")
    assert user.name == "Nora" == Patient.objects.get(user=user).name
    assert set(Consent.objects.filter(user=user).values_list("kind", "withdrawn")) == {
        ("terms", None),
        ("health_notes", None),
    }
    assert not client.get("/you/", follow=False).wsgi_request.user.is_authenticated
    [letter] = mail.outbox
    assert letter.to == ["nora@example.org"]
    assert clinic.name in letter.body

    page = client.get(link_in(letter))
    assert page.status_code == 200
    assert not EmailAddress.objects.get(user=user).verified, "opening the link must change nothing"
    client.post(link_in(letter))
    assert EmailAddress.objects.get(user=user).verified

    client.post("/account/login/", {"login": "nora@example.org", "password": ANSWERS["password1"]})
    response = client.get("/you/")
    assert response.status_code == 200
    assert response.wsgi_request.actor.roles == {"patient"}  # type: ignore[attr-defined]
    assert Event.objects.filter(who=user, what="signed in").count() == 1


def test_the_name_may_be_left_out(client: Client) -> None:
    sign_up(client, name="")
    assert User.objects.get().get_full_name() == "nora"


@pytest.mark.parametrize("box", ["terms", "health_notes"])
def test_no_account_without_consent(client: Client, box: str) -> None:
    response = sign_up(client, **{box: ""})
    assert not User.objects.exists()
    assert "Please tick this box" in response.content.decode()
    assert 'value="Nora@Example.org"' in response.content.decode(), "what was typed comes back"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "too_short"),
        ("password123", "too_common"),
        ("nora@example", "too_similar"),
    ],
)
def test_weak_passwords_are_refused(client: Client, password: str, code: str) -> None:
    response = sign_up(client, password1=password)
    assert f"password_{code}" in {error.code for error in response.context["form"].errors.as_data()["password1"]}
    assert not User.objects.exists()


def test_a_taken_address_looks_the_same_and_its_owner_gets_a_letter(client: Client) -> None:
    first = sign_up(client)
    mail.outbox.clear()
    cache.clear()  # one address gets one letter in three minutes
    second = sign_up(Client(), name="Somebody else")
    assert second.redirect_chain == first.redirect_chain
    assert second.content == first.content
    assert User.objects.count() == 1
    assert "already have an account" in mail.outbox[0].subject


def test_forgotten_password(client: Client) -> None:
    sign_up(client)
    client.post(link_in(mail.outbox[-1]))
    client.post("/account/password/reset/", {"email": "nora@example.org"})
    page = client.get(link_in(mail.outbox[-1]), follow=True)
    new = "another walk, by the sea"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    client.post("/account/login/", {"login": "nora@example.org", "password": new})
    assert client.get("/you/").status_code == 200
    assert Event.objects.filter(what="reset password").exists()


def test_a_reset_for_nobody_looks_the_same(client: Client) -> None:
    sign_up(client)
    known = client.post("/account/password/reset/", {"email": "nora@example.org"}, follow=True)
    unknown = Client().post("/account/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert "no account" in mail.outbox[-1].subject
