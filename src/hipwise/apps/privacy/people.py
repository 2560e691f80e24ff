"""What is kept about people themselves: account, sign-in, consents, and the log. Leaves and goes last of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import models
from django.utils.timezone import localtime
from wagtail.users.models import UserProfile

from hipwise.apps.audit.models import Event
from hipwise.apps.audit.selectors import events
from hipwise.apps.people.models import Consent, Invitation, Patient, StaffSeat, User
from hipwise.apps.people.selectors import called, consent_history_of, names_of
from hipwise.apps.privacy.claims import Claim, Content, Subject
from hipwise.kit import kept, mail

STAYS = (
    "The log keeps its lines: that an account of this number was used, and who opened what when. "
    "The number then leads to nobody. It must stay, so that nobody at the clinic can wipe out their traces."
)


def export(subject: Subject) -> Mapping[str, Content]:
    """``account.json``, ``consents.json`` and ``log.json``."""
    user = User.objects.get(pk=subject.user_id)
    return {
        "account.json": {
            "name": user.name,
            "address": user.email,
            "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
            "since": localtime(user.date_joined),
            "last signed in": localtime(user.last_login) if user.last_login else None,
            "second factors": [_factor(factor) for factor in Authenticator.objects.filter(user=user)],
            "works": [
                {"work": seat.work, "registration": seat.registration, "since": seat.since, "until": seat.until}
                for seat in StaffSeat.objects.filter(user=user)
            ],
            "patient": list(_patients(subject).values("id", "created")),
        },
        "consents.json": [
            {"kind": row.kind, "version": row.version, "given": row.given, "taken back": row.withdrawn}
            for row in consent_history_of(user.pk)
        ],
        "log.json": _log(subject),
    }


def erase(subject: Subject) -> None:
    """Remove the account and all that hangs on it. What apps above keep must be gone already."""
    addresses = set(EmailAddress.objects.filter(user=subject.user_id).values_list("email", flat=True)) | {subject.email}
    for address in addresses:
        mail.forget(address)
    Invitation.objects.filter(email__in=addresses).delete()
    _end_sessions(subject, addresses)
    for profile in UserProfile.objects.filter(user=subject.user_id).exclude(avatar=""):
        profile.avatar.delete(save=False)
    _patients(subject).delete()
    User.objects.get(pk=subject.user_id).delete()


def _factor(factor: Authenticator) -> dict[str, Any]:
    return {"type": factor.type, "since": factor.created_at, "last used": factor.last_used_at}


def _patients(subject: Subject) -> models.QuerySet[Patient]:
    return Patient.objects.filter(user=subject.user_id)


def _log(subject: Subject) -> list[dict[str, Any]]:
    lines = list(events(person=subject.user_id))
    names = names_of({line.who_id for line in lines if line.who_id})
    return [{"at": localtime(line.at), "who": called(line.who_id, names), "what": line.what} for line in lines]


def _end_sessions(subject: Subject, addresses: set[str]) -> None:
    """Every session of the person, and every other that holds an address of theirs or what they typed."""
    for session in Session.objects.iterator():
        held = session.get_decoded()
        text = str(held).lower()
        theirs = held.get("_auth_user_id") == str(subject.user_id) or kept.is_kept_for(held, subject.user_id)
        if theirs or any(address in text for address in addresses):
            session.delete()


def _wagtail() -> tuple[type[models.Model], ...]:
    """Wagtail's tables that name an account: their rows are the clinic's pages, and lose the name with the account."""
    from django.apps import apps

    return tuple(
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("wagtail.")
        and model is not UserProfile
        and any(
            field.related_model is User for field in model._meta.get_fields() if field.many_to_one or field.one_to_one
        )
    )


CLAIM = Claim(
    name="people",
    tables=(
        User,
        User.groups.through,
        User.user_permissions.through,
        StaffSeat,
        Invitation,
        Patient,
        Consent,
        EmailAddress,
        EmailConfirmation,
        Authenticator,
        UserProfile,
        Event,
        *_wagtail(),
    ),
    export=export,
    erase=erase,
    stays=STAYS,
)
