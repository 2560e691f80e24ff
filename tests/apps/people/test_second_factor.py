"""Staff roles count only in a session that used a second factor; demo accounts are let off in the demo alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import LazySettings
from django.test import Client

from hipwise.apps.people import services
from hipwise.apps.people.models import StaffSeat
from hipwise.kit.actor import Actor
from hipwise.kit.clock import now
from tests.kit import cast
from tests.kit.cast import PASSWORD, Person

pytestmark = pytest.mark.usefixtures("empty_cache")


def code_of(person: Person) -> str:
    """What the person's authenticator app shows now."""
    return code_for(decrypt(Authenticator.objects.get(user=person.user, type="totp").data["secret"]))


def add_app(client: Client) -> None:
    """Set up an authenticator app as somebody who knows the password. allauth ends it on commit: for real only."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    client.post("/account/2fa/totp/activate/", {"code": code_for(page.context["form"].secret)})


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def actor_in(client: Client) -> Actor:
    actor = client.get("/account/email/").wsgi_request.actor  # type: ignore[attr-defined]
    assert isinstance(actor, Actor)
    return actor


def password_in(client: Client, person: Person) -> Any:
    return client.post("/account/login/", {"login": person.user.email, "password": PASSWORD})


@pytest.fixture
def new_owner(clinic: object) -> Person:
    """Owner, with a password and nothing else yet."""
    user = cast.account("Olivia")
    services.seat_staff(Actor(), user, StaffSeat.Work.OWNER)
    return Person(user)


def test_password_alone_stops_at_the_second_step(client: Client, ben: Person) -> None:
    assert password_in(client, ben)["Location"] == "/account/2fa/authenticate/"
    assert actor_in(client) == Actor()
    client.post("/account/2fa/authenticate/", {"code": code_of(ben)})
    assert actor_in(client) == ben.actor


def test_staff_without_a_factor_can_do_nothing_as_staff_but_set_one_up(client: Client, new_owner: Person) -> None:
    password_in(client, new_owner)
    actor = actor_in(client)
    assert actor.roles == frozenset()
    assert not actor.is_staff
    for address in ("/you/clinic/", "/you/clinic/staff/", "/you/clinic/log/", "/cms/", "/cms/pages/"):
        response = client.get(address)
        assert response["Location"].startswith("/you/second-factor/?next="), address
    page = client.get("/you/second-factor/?next=/you/clinic/")
    assert "Set up an app" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_setting_up_the_first_factor_opens_the_door_in_the_same_session(client: Client, new_owner: Person) -> None:
    password_in(client, new_owner)
    add_app(client)
    assert actor_in(client).roles == {"owner"}
    assert client.get("/you/clinic/log/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_further_factor_does_not_open_a_session_that_never_showed_the_first(client: Client, ben: Person) -> None:
    """Somebody who knows the password and sits at a session from before must not let themselves in."""
    client.force_login(ben.user)
    Authenticator.objects.filter(user=ben.user).update(type="webauthn")  # so that an app may be added
    add_app(client)
    assert Authenticator.objects.filter(user=ben.user, type="totp").exists()
    assert actor_in(client).roles == frozenset()


def test_showing_the_factor_later_opens_the_door(client: Client, ben: Person) -> None:
    client.force_login(ben.user)
    assert actor_in(client).roles == frozenset()
    assert "Type a code" in client.get("/you/second-factor/").content.decode()
    client.post("/account/2fa/reauthenticate/", {"code": code_of(ben)})
    assert actor_in(client) == ben.actor


def test_removing_the_factor_closes_it_again(client_of: Callable[[Person], Client], ben: Person) -> None:
    client = client_of(ben)
    assert actor_in(client) == ben.actor
    Authenticator.objects.filter(user=ben.user).delete()
    assert actor_in(client).roles == frozenset()


def test_recovery_codes_alone_are_no_factor(client_of: Callable[[Person], Client], ben: Person) -> None:
    client = client_of(ben)
    Authenticator.objects.filter(user=ben.user).update(type="recovery_codes")
    assert actor_in(client).roles == frozenset()


def test_an_ended_seat_closes_open_sessions(client_of: Callable[[Person], Client], ben: Person, olga: Person) -> None:
    client = client_of(ben)
    assert client.get("/account/email/").wsgi_request.actor.is_staff  # type: ignore[attr-defined]
    seat = StaffSeat.objects.get(user=ben.user)
    assert services.end_seat(olga.actor, seat, now()) is None
    assert actor_in(client).roles == frozenset()


class TestDemoAccounts:
    @pytest.fixture
    def demo_owner(self, clinic: object, settings: LazySettings) -> Person:
        settings.DEMO = True
        return Person(services.make_demo_person("olga@demo.test", "Olga", PASSWORD, now(), work="owner"))

    def test_need_no_factor_in_the_demo(self, client: Client, demo_owner: Person) -> None:
        password_in(client, demo_owner)
        assert actor_in(client).roles == {"owner"}

    def test_cannot_sign_in_elsewhere(self, client: Client, demo_owner: Person, settings: LazySettings) -> None:
        settings.DEMO = False
        assert password_in(client, demo_owner)["Location"] == "/account/inactive/"
        assert actor_in(client) == Actor()

    def test_lose_open_sessions_elsewhere(self, client: Client, demo_owner: Person, settings: LazySettings) -> None:
        password_in(client, demo_owner)
        settings.DEMO = False
        assert actor_in(client) == Actor()

    def test_cannot_be_made_elsewhere(self, clinic: object, settings: LazySettings) -> None:
        settings.DEMO = False
        with pytest.raises(RuntimeError):
            services.make_demo_person("olga@demo.test", "Olga", PASSWORD, now())


class TestPageEditor:
    def test_owner_may_edit(self, client_of: Callable[[Person], Client], olga: Person) -> None:
        services.seat_staff(Actor(), olga.user, StaffSeat.Work.PHYSIOTHERAPIST, edits_pages=True)
        assert client_of(olga).get("/cms/").status_code == 200

    def test_others_may_not(self, client_of: Callable[[Person], Client], dara: Person, ana: Person) -> None:
        assert client_of(dara).get("/cms/").status_code in {302, 403}
        assert client_of(ana).get("/cms/").status_code == 403
        assert Client().get("/cms/")["Location"] == "/account/login/?next=/cms/"

    def test_permission_alone_does_not_open_it(self, client: Client, olga: Person) -> None:
        """The account may edit, but this session used no second factor."""
        olga.user.groups.add(services.editors())
        client.force_login(olga.user)
        assert client.get("/cms/")["Location"] == "/you/second-factor/?next=/cms/"

    def test_permission_ends_with_the_seat(self, olga: Person, ben: Person) -> None:
        seat = services.seat_staff(Actor(), ben.user, StaffSeat.Work.FRONT_DESK, edits_pages=True)
        assert isinstance(seat, StaffSeat)
        assert ben.user.groups.filter(name=services.EDITORS).exists()
        services.end_seat(olga.actor, seat, now())
        assert not ben.user.groups.filter(name=services.EDITORS).exists()
