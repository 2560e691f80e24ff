"""What others may ask about people. Whoever calls has asked the policy first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from hipwise.apps.people import consents
from hipwise.apps.people.models import Clinic, Consent, Invitation, Patient, StaffSeat, User
from hipwise.kit.actor import VISITOR, Actor, Role
from hipwise.kit.alike import plain

ROLE_OF: dict[str, Role] = {
    StaffSeat.Work.PHYSIOTHERAPIST: "practitioner",
    StaffSeat.Work.PSYCHOLOGIST: "practitioner",
    StaffSeat.Work.FRONT_DESK: "front_desk",
    StaffSeat.Work.OWNER: "owner",
}
PRACTITIONER_WORKS = tuple(work for work, role in ROLE_OF.items() if role == "practitioner")
INVITATION_SALT = "people.invitation"
NAMES_READ = 5000
"""Names are sealed, so the database can't search them: a search opens at most this many, newest patients first."""


def clinic() -> Clinic | None:
    """The clinic of this installation; None before it was set up."""
    return Clinic.objects.first()


def clinic_name() -> str:
    """What the clinic is called in letters and in authenticator apps."""
    found = clinic()
    return found.name if found else "Hipwise"


def clinic_zone() -> ZoneInfo:
    """The clinic's time zone; UTC before it was set up. Every request asks, so no more than that is read."""
    found = list(Clinic.objects.order_by("pk").values_list("time_zone", flat=True)[:1])
    return ZoneInfo(found[0] if found else "UTC")


# Who is asking


def actor_for(request: HttpRequest) -> Actor:
    """The actor behind a request.

    Staff roles need a second factor that is set up and was used in this session; demo accounts are
    let off in the demo. The patient's role needs the consents of ``consents.NEEDED``.
    """
    user = request.user
    if not user.is_authenticated:
        return VISITOR
    roles: set[Role] = set()
    step = ""
    works = list(user.seats.filter(until=None).values_list("work", flat=True))
    if works and second_factor_used(request, user):
        roles |= {ROLE_OF[work] for work in works}
    elif works:
        step = reverse("people:second_factor")
    patient_id = Patient.objects.filter(user=user).values_list("pk", flat=True).first()
    if patient_id is not None and agreed(user.pk):
        roles.add("patient")
    elif patient_id is not None:
        step = step or reverse("people:agree")
    return Actor(user_id=user.pk, patient_id=patient_id, roles=frozenset(roles), step=step)


def second_factor_used(request: HttpRequest, user: User) -> bool:
    """Whether this session was opened, or confirmed since, with a second factor, and the account still has one."""
    if user.is_demo and settings.DEMO:
        return True
    used = any(record["method"] == "mfa" for record in get_authentication_records(request, user))
    return used and has_second_factor(user.pk)


def has_second_factor(user_id: int) -> bool:
    """Whether an account has an authenticator app or a passkey."""
    return bool(Authenticator.objects.filter(user=user_id).exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


# Consent


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing to agree to, and since when a person has; None where they have not, or to older words only."""

    consent: consents.Consent
    since: datetime | None
    needed: bool


def consents_of(user_id: int) -> list[Standing]:
    """Everything a person is asked to agree to, and whether they do."""
    given = {(row.kind, row.version): row.given for row in Consent.objects.filter(user=user_id, withdrawn=None)}
    return [
        Standing(words, given.get((words.kind, words.version)), words in consents.NEEDED)
        for words in consents.EVERY.values()
    ]


def consent_history_of(user_id: int) -> QuerySet[Consent]:
    """Every yes of a person and its end, newest first."""
    return Consent.objects.filter(user=user_id).order_by("-given", "-pk")


def agreed(user_id: int) -> bool:
    """Whether a person agrees to all that is needed, in today's words."""
    return all(standing.since for standing in consents_of(user_id) if standing.needed)


def shares_with_clinic(user_id: int) -> bool:
    """Whether clinicians may read what this person writes."""
    return any(s.since for s in consents_of(user_id) if s.consent is consents.SHARE_WITH_CLINIC)


# Patients


def patient(patient_id: int) -> Patient | None:
    """A patient with their account; None when there is none of this number."""
    return Patient.objects.select_related("user").filter(pk=patient_id).first()


def patients() -> QuerySet[Patient]:
    """Every patient with their account, newest first; page it."""
    return Patient.objects.select_related("user").order_by("-created", "-pk")


def patients_named(words: str) -> list[Patient]:
    """Patients whose name holds every word typed, in whatever case and accents, or whose whole address was typed.

    Reads the names of the newest ``NAMES_READ`` patients; an address is found among all.
    """
    wanted = plain(words).split()
    if not wanted:
        return []
    by_address = list(patients().filter(user__email=words.strip().lower()))
    by_name = [found for found in patients()[:NAMES_READ] if all(word in plain(found.name) for word in wanted)]
    return by_address + [found for found in by_name if found not in by_address]


def sharing_patients() -> QuerySet[Patient]:
    """Patients who share their journal with the clinic, newest first."""
    return patients().filter(
        user__consents__kind=consents.SHARE_WITH_CLINIC.kind,
        user__consents__version=consents.SHARE_WITH_CLINIC.version,
        user__consents__withdrawn=None,
    )


# Staff


def staff() -> QuerySet[StaffSeat]:
    """Standing seats with their people, in the order of work, then of joining."""
    return StaffSeat.objects.filter(until=None).select_related("user").order_by("work", "since")


def with_second_factor() -> set[int]:
    """The numbers of accounts that have an authenticator app or a passkey."""
    return set(Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).values_list("user_id", flat=True))


def practitioners() -> QuerySet[StaffSeat]:
    """Standing seats of physiotherapists and psychologists."""
    return staff().filter(work__in=PRACTITIONER_WORKS)


def open_invitations(now: datetime) -> QuerySet[Invitation]:
    """Invitations that may still be accepted, newest first."""
    return Invitation.objects.filter(closed=None, expires__gt=now).order_by("-sent")


def invitation(token: str, now: datetime) -> Invitation | None:
    """The invitation that a link in a letter stands for; None when it was used, taken back, is too old or made up."""
    try:
        number = signing.loads(token, salt=INVITATION_SALT)
    except signing.BadSignature:
        return None
    return Invitation.objects.filter(pk=number, closed=None, expires__gt=now).first()


def invited_address(request: HttpRequest, now: datetime) -> str:
    """The address this visitor proved by opening an invitation that still stands; empty when there is none."""
    address = request.session.get("account_verified_email") or ""
    standing = address and Invitation.objects.filter(email=address, closed=None, expires__gt=now).exists()
    return address if standing else ""


def names_of(user_ids: set[int]) -> dict[int, str]:
    """The names of accounts, for lists such as the log; an account that was erased is absent."""
    return {user.pk: user.get_full_name() for user in User.objects.filter(pk__in=user_ids)}


def called(user_id: int | None, names: dict[int, str]) -> str:
    """What to call an account in the log, also when it has none of these names any more."""
    if user_id is None:
        return "Nobody signed in"
    return names.get(user_id, f"Somebody who has left (no. {user_id})")


def number_of(address: str) -> int | None:
    """The number of the account with this address; None for no address, 0 for one that nobody has."""
    if not address:
        return None
    return User.objects.filter(email=address.strip().lower()).values_list("pk", flat=True).first() or 0
