"""Wrong passwords meet a pause: per account and per computer, counted where every process sees it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import LazySettings
from django.core import mail
from django.db import connection, connections
from django.test import Client

from tests.apps.people.test_sign_up import link_in
from tests.kit import cast
from tests.kit.cast import PASSWORD, Person

A_ACCOUNT = 5
AN_ADDRESS = 30


def attempt(email: str, password: str = "wrong", *, ip: str = "10.0.0.1") -> int:
    client = Client(REMOTE_ADDR=ip)
    return client.post("/account/login/", {"login": email, "password": password}).status_code


@pytest.mark.usefixtures("empty_cache")
class TestOneAfterAnother:
    def test_an_account_pauses_whatever_the_address(self, ana: Person, cleo: Person) -> None:
        for number in range(A_ACCOUNT):
            assert attempt(ana.user.email, ip=f"10.0.0.{number}") == 200
        assert attempt(ana.user.email, ip="10.0.1.1") == 429
        assert attempt(ana.user.email, PASSWORD, ip="10.0.1.1") == 429, "the right password waits too, or it would tell"
        assert attempt(cleo.user.email, PASSWORD, ip="10.0.0.1") == 302, "others are not touched"

    def test_an_address_that_nobody_has_pauses_alike(self, clinic: object) -> None:
        answers = [attempt("nobody@example.org") for _ in range(A_ACCOUNT + 1)]
        assert answers == [200] * A_ACCOUNT + [429]

    def test_a_computer_pauses_whatever_the_account(self, ana: Person) -> None:
        for number in range(AN_ADDRESS):
            assert attempt(f"somebody{number}@example.org") == 200
        assert attempt(ana.user.email, PASSWORD) == 429
        assert attempt(ana.user.email, PASSWORD, ip="10.0.0.2") == 302

    def test_says_plainly_when_to_come_back(self, ana: Person, settings: LazySettings) -> None:
        for _ in range(A_ACCOUNT):
            attempt(ana.user.email)
        response = Client(REMOTE_ADDR="10.0.0.1").post(
            "/account/login/", {"login": ana.user.email, "password": "wrong"}
        )
        assert "Please wait 5 minutes" in response.content.decode()
        assert response["Retry-After"] == str(settings.SIGN_IN_PAUSE) == "300"

    def test_a_new_password_ends_the_pause(self, ana: Person, client: Client) -> None:
        for _ in range(A_ACCOUNT + 1):
            attempt(ana.user.email)
        client.post("/account/password/reset/", {"email": ana.user.email})
        page = client.get(link_in(mail.outbox[-1]), follow=True)
        new = "another walk, by the sea"
        client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
        assert attempt(ana.user.email, new) == 302

    def test_right_passwords_are_not_counted(self, ana: Person) -> None:
        assert [attempt(ana.user.email, PASSWORD) for _ in range(A_ACCOUNT * 2)] == [302] * A_ACCOUNT * 2

    def test_the_count_lies_in_the_database(self, ana: Person) -> None:
        """The control: with the table emptied by hand, the pause is gone. So it is the table that holds it."""
        for _ in range(A_ACCOUNT + 1):
            attempt(ana.user.email)
        assert attempt(ana.user.email, PASSWORD) == 429
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM kit_cache")
        assert attempt(ana.user.email, PASSWORD) == 302

    def test_without_limits_nothing_pauses(self, ana: Person, settings: LazySettings) -> None:
        """The control: it is the setting that pauses."""
        settings.ACCOUNT_RATE_LIMITS = False
        assert {attempt(ana.user.email) for _ in range(A_ACCOUNT * 2)} == {200}

    def test_second_factor_codes_pause_too(self, ben: Person, client: Client) -> None:
        client.post("/account/login/", {"login": ben.user.email, "password": PASSWORD})
        for _ in range(A_ACCOUNT):
            answer = client.post("/account/2fa/authenticate/", {"code": "000000"})
            assert "not right" in answer.content.decode()
        assert "Wait 5 minutes" in client.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_tries(empty_cache: None) -> None:
    """Twenty tries from eight threads, each with its own connection as a process has: five are looked at, no more."""
    cast.lay_clinic()
    ana = cast.patient("Ana")

    def one(_: int) -> int:
        try:
            return attempt(ana.user.email)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one, range(20)))
    assert answers.count(200) <= A_ACCOUNT
    assert answers.count(200) + answers.count(429) == 20
