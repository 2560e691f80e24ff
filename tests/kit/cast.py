"""The people every test knows: Ana the patient, Ben the physiotherapist, Cleo the stranger, Dara at the
front desk, Eli the psychologist and Olga the owner."""

from __future__ import annotations

import time
from dataclasses import dataclass

from allauth.account.internal.userkit import user_id_to_str
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from hipwise.apps.people.consents import EVERY
from hipwise.apps.people.models import Clinic, Patient, StaffSeat, User
from hipwise.apps.people.selectors import ROLE_OF
from hipwise.apps.people.services import welcome_patient
from hipwise.kit.actor import Actor, Role
from hipwise.kit.clock import now

PASSWORD = "a quiet walk in the woods"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account; ``patient`` is None for those who work here."""

    user: User
    patient: Patient | None = None
    roles: frozenset[Role] = frozenset()

    @property
    def actor(self) -> Actor:
        """This person as policies see them once signed in."""
        return Actor(user_id=self.user.pk, patient_id=self.patient.pk if self.patient else None, roles=self.roles)


def lay_clinic() -> Clinic:
    """The clinic of the tests, in a zone that is not UTC."""
    return Clinic.objects.create(
        name="The Quiet Hip",
        country="NL",
        time_zone="Europe/Amsterdam",
        emergency_number="112",
        crisis_number="113",
        crisis_words="Talk to somebody at any hour",
    )


def account(name: str) -> User:
    """An account whose address is known to be theirs."""
    user = User.objects.create_user(f"{name.lower()}@example.org", PASSWORD, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def patient(name: str) -> Person:
    """Somebody the clinic looks after, who agreed to everything asked."""
    user = account(name)
    return Person(user, welcome_patient(user, list(EVERY.values()), now()), frozenset({"patient"}))


def staff(name: str, work: StaffSeat.Work) -> Person:
    """Somebody who works at the clinic, with the second factor that this asks for."""
    user = account(name)
    StaffSeat.objects.create(user=user, work=work)
    TOTP.activate(user, generate_totp_secret())
    return Person(user, roles=frozenset({ROLE_OF[work]}))


def signed_in(person: Person, client: Client | None = None) -> Client:
    """A browser in which this person signed in a moment ago, staff with both factors; ``client``: one used before."""
    client = client or Client()
    client.force_login(person.user)
    records: list[dict[str, object]] = [{"method": "password", "at": time.time(), "email": person.user.email}]
    if person.patient is None:
        records.append({"method": "mfa", "at": time.time(), "type": "totp", "reauthenticated": False})
    session = client.session
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = user_id_to_str(person.user)
    session.save()
    return client
