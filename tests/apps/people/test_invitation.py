"""A place at the clinic is offered by letter: once, in time, to one address; opening the link changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.forms import SignupForm
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, OperationalError
from django.test import Client

from hipwise.apps.audit.models import Event
from hipwise.apps.people import services
from hipwise.apps.people.forms import SignUpForm
from hipwise.apps.people.models import Invitation, Patient, StaffSeat, User
from hipwise.kit.actor import Actor
from hipwise.kit.clock import now
from hipwise.kit.refusal import Refusal
from tests.apps.people.test_sign_up import link_in
from tests.kit import cast
from tests.kit.cast import Person
from tests.kit.crowd import at_once

FRESH = "frida@example.org"
SIGN_UP = {"name": "Frida", "password1": "a quiet walk in the woods", "terms": "on"}
pytestmark = pytest.mark.usefixtures("empty_cache")


@pytest.fixture
def invite(client_of: Callable[[Person], Client], olga: Person) -> Callable[..., str]:
    """Olga invites somebody; the address in the letter."""

    def send(email: str, work: str = "physiotherapist", **more: str) -> str:
        client_of(olga).post("/you/clinic/staff/", {"email": email, "work": work, **more})
        return link_in(mail.outbox[-1])

    return send


def test_somebody_new_makes_an_account_on_the_way(client: Client, invite: Callable[..., str]) -> None:
    link = invite(FRESH.upper())
    page = client.get(link)
    assert "offers you a place as <b>physiotherapist</b>" in page.content.decode()
    assert not client.session.get("account_verified_email")
    assert Invitation.objects.get().closed is None

    sign_up = client.post(link)["Location"]
    assert sign_up.startswith("/account/signup/?next=")
    form = client.get(sign_up)
    assert "keep my health notes" not in form.content.decode(), "who comes to work is not asked for health notes"
    after = client.post(sign_up, {**SIGN_UP, "email": "another@example.org", "next": link})
    assert after["Location"] == link
    user = User.objects.get(email=FRESH)
    assert EmailAddress.objects.get(user=user).verified, "the letter has proved the address"
    assert not Patient.objects.filter(user=user).exists()
    assert not StaffSeat.objects.filter(user=user).exists(), "nothing is taken before the button is pressed"

    assert client.post(link)["Location"] == "/you/second-factor/"
    assert StaffSeat.objects.get(user=user).work == "physiotherapist"
    assert client.get("/cms/")["Location"].startswith("/you/second-factor/"), "and then a second factor is due"
    assert Event.objects.filter(who=user, what="seated physiotherapist").exists()


def test_works_once(client_of: Callable[[Person], Client], invite: Callable[..., str], ana: Person) -> None:
    link = invite(ana.user.email, "front_desk")
    client = client_of(ana)
    assert client.post(link)["Location"] == "/you/second-factor/"
    again = client.post(link)
    assert again.status_code == 410
    assert StaffSeat.objects.filter(user=ana.user).count() == 1


def test_is_for_one_address(client_of: Callable[[Person], Client], invite: Callable[..., str], cleo: Person) -> None:
    link = invite(FRESH)
    page = client_of(cleo).post(link)
    assert "went to another e-mail address" in page.content.decode()
    assert not StaffSeat.objects.filter(user=cleo.user).exists()


def test_an_address_not_yet_proved_is_not_enough(invite: Callable[..., str], clinic: object) -> None:
    invite(FRESH)
    user = User.objects.create_user(FRESH, "a quiet walk in the woods")
    EmailAddress.objects.create(user=user, email=FRESH, primary=True, verified=False)
    answer = services.accept_invitation(Actor(user_id=user.pk), Invitation.objects.get(), now())
    assert isinstance(answer, Refusal) and answer.code == "other_address"


@pytest.mark.parametrize("days", [7, 400])
def test_is_over_after_a_week(client: Client, invite: Callable[..., str], days: int) -> None:
    link = invite(FRESH)
    with time_machine.travel(datetime.now().astimezone() + timedelta(days=days, minutes=1)):
        assert client.get(link).status_code == 410
        assert client.post(link).status_code == 410


def test_a_made_up_link_is_refused(client: Client, invite: Callable[..., str]) -> None:
    link = invite(FRESH)
    for forged in (link[:-5] + "xxxx/", "/you/invitation/1/", "/you/invitation/MQ:x:y/"):
        assert client.get(forged).status_code == 410


def test_can_be_taken_back(
    client: Client, client_of: Callable[[Person], Client], invite: Callable[..., str], olga: Person
) -> None:
    link = invite(FRESH)
    address = f"/you/clinic/invitations/{Invitation.objects.get().pk}/take-back/"
    owner = client_of(olga)
    assert "Take back the invitation" in owner.get(address).content.decode()
    assert client.get(link).status_code == 200
    owner.post(address)
    assert client.get(link).status_code == 410


def test_a_second_one_for_the_same_place_is_refused_until_it_is_over(
    client_of: Callable[[Person], Client], invite: Callable[..., str], olga: Person
) -> None:
    invite(FRESH)
    answer = client_of(olga).post("/you/clinic/staff/", {"email": FRESH, "work": "physiotherapist"})
    assert "have an invitation for this already" in answer.content.decode()
    assert f'value="{FRESH}"' in answer.content.decode(), "what was typed comes back"
    late = now() + timedelta(days=8)
    sent = services.invite_staff(olga.actor, FRESH, "physiotherapist", late, lambda token: token)
    assert isinstance(sent, Invitation)


@pytest.mark.parametrize("who", ["ana", "ben", "dara"])
def test_only_the_owner_invites(
    client_of: Callable[[Person], Client], who: str, request: pytest.FixtureRequest
) -> None:
    person: Person = request.getfixturevalue(who)
    assert client_of(person).post("/you/clinic/staff/", {"email": FRESH, "work": "owner"}).status_code == 403
    assert not mail.outbox


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_one_invitation_seats_once(self, empty_cache: None) -> None:
        cast.lay_clinic()
        ana = cast.patient("Ana")
        for round_ in range(5):
            work = ["physiotherapist", "psychologist", "front_desk", "owner", "front_desk"][round_]
            StaffSeat.objects.all().delete()
            offered = Invitation.objects.create(
                email=ana.user.email, work=work, sent=now(), expires=now() + timedelta(days=1)
            )
            answers = at_once(*[lambda: services.accept_invitation(ana.actor, offered, now())] * 4)  # noqa: B023
            assert sum(isinstance(answer, StaffSeat) for answer in answers) == 1, answers
            assert {answer.code for answer in answers if isinstance(answer, Refusal)} == {"closed"}
            assert StaffSeat.objects.count() == 1

    def test_two_sign_ups_for_one_address_make_one_account(self, empty_cache: None) -> None:
        cast.lay_clinic()

        def sign_up() -> Any:
            answers = {**SIGN_UP, "email": FRESH, "health_notes": "on"}
            return Client(raise_request_exception=True).post("/account/signup/", answers)

        answers = at_once(*[sign_up] * 4)
        assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/account/confirm-email/")}
        assert User.objects.filter(email=FRESH).count() == 1
        assert Patient.objects.count() == 1
        assert EmailAddress.objects.filter(email=FRESH).count() == 1

    def test_without_our_guard_the_second_sign_up_fails(
        self, empty_cache: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The control: the race is real. Hashing is slowed a little, so that each has looked before one has written."""
        cast.lay_clinic()
        honest = User.set_password

        def slow(user: User, password: str | None) -> None:
            time.sleep(0.3)
            honest(user, password)

        monkeypatch.setattr(User, "set_password", slow)
        monkeypatch.setattr(SignUpForm, "try_save", SignupForm.try_save)
        answers = {**SIGN_UP, "email": FRESH, "health_notes": "on"}
        with pytest.raises(
            (IntegrityError, OperationalError)
        ):  # SQLite may refuse a stale look before the constraint does
            at_once(*[lambda: Client().post("/account/signup/", answers)] * 2)

    def test_the_last_two_owners_cannot_both_leave(self, empty_cache: None) -> None:
        cast.lay_clinic()
        owners = [cast.staff(name, StaffSeat.Work.OWNER) for name in ("Olga", "Otto")]
        seats = [StaffSeat.objects.get(user=owner.user) for owner in owners]
        answers = at_once(*[lambda seat=seat: services.end_seat(Actor(), seat, now()) for seat in seats])
        assert sorted(answer.code if answer else "done" for answer in answers) == ["done", "last_owner"]
        assert StaffSeat.objects.filter(until=None).count() == 1

    def test_one_consent_given_twice_stands_once(self, empty_cache: None) -> None:
        cast.lay_clinic()
        user = cast.account("Nora")
        at_once(*[lambda: services.give_consent(Actor(user_id=user.pk), "terms", now())] * 4)
        assert user.consents.filter(withdrawn=None).count() == 1
