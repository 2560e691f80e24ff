"""What happens to people: each in one transaction, each written in the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import available_timezones

import pycountry
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core import signing
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from wagtail.models import GroupPagePermission, Page

from hipwise.apps.audit.services import record
from hipwise.apps.people import consents, selectors
from hipwise.apps.people.models import Clinic, Consent, Invitation, Patient, StaffSeat, User
from hipwise.kit.actor import VISITOR, Actor
from hipwise.kit.refusal import Refusal

EDITORS = "Editors"
INVITATION_LASTS = timedelta(days=7)
Link = Callable[[str], str]


# The clinic


def open_clinic(
    *,
    name: str,
    country: str,
    time_zone: str,
    emergency_number: str,
    crisis_number: str,
    crisis_words: str = "",
    address: str = "",
    phone: str = "",
    is_demo: bool = False,
) -> Clinic | Refusal:
    """Set up this installation's one clinic. ``country`` is ISO 3166-1 alpha-2, ``time_zone`` an IANA name."""
    made = Clinic(
        name=name.strip(),
        country=country.strip().upper(),
        time_zone=time_zone.strip(),
        emergency_number=emergency_number.strip(),
        crisis_number=crisis_number.strip(),
        crisis_words=crisis_words.strip(),
        address=address.strip(),
        phone=phone.strip(),
        is_demo=is_demo,
    )
    if refusal := wrong_with(made):
        return refusal
    try:
        with transaction.atomic():
            made.save()
            record(VISITOR, "opened clinic", subject=made)
    except IntegrityError:
        return Refusal("already_open", "This installation already has its clinic.")
    return made


def change_clinic(actor: Actor, changed: Clinic) -> Refusal | None:
    """Save new details of the clinic."""
    if refusal := wrong_with(changed):
        return refusal
    with transaction.atomic():
        changed.save()
        record(actor, "changed clinic", subject=changed)
    return None


def wrong_with(made: Clinic) -> Refusal | None:
    """What a clinic's details lack, if anything."""
    if not all((made.name, made.emergency_number, made.crisis_number)):
        return Refusal("missing", "A clinic needs a name, an emergency number and a crisis number.")
    if pycountry.countries.get(alpha_2=made.country) is None:
        return Refusal("unknown_country", f"“{made.country}” is not a two-letter country code, such as GB or PT.")
    if made.time_zone not in available_timezones():
        return Refusal("unknown_time_zone", f"“{made.time_zone}” is not a time zone, such as Europe/Lisbon.")
    return None


# Accounts and patients


def open_account(
    email: str, password: str | None, name: str = "", *, verified: bool = False, is_demo: bool = False
) -> User | Refusal:
    """Make an account without a sign-up page: from the command line, or by staff for a patient.

    Without a password the person sets one by "Forgot your password?", which proves the address.
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name.strip(), is_demo=is_demo)
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=verified)
    except IntegrityError:
        return Refusal("address_taken", "There is already an account with this e-mail address.")
    return user


@transaction.atomic
def register_patient(actor: Actor, *, name: str, email: str | None = None) -> Patient | Refusal:
    """Take somebody on as a patient; with an address they get an account, and sign in by "Forgot your password?"."""
    user = open_account(email, None, name) if email else None
    if isinstance(user, Refusal):
        return user
    patient = Patient.objects.create(user=user, name=name.strip())
    record(actor, "registered patient", about=user.pk if user else None, subject=patient)
    return patient


@transaction.atomic
def welcome_patient(user: User, agreed_to: list[consents.Consent], now: datetime) -> Patient:
    """The part of signing up that is ours: the patient record, and what the person agreed to."""
    patient = Patient.objects.create(user=user, name=user.name)
    actor = Actor(user_id=user.pk, patient_id=patient.pk)
    record(actor, "signed up", about=user.pk, subject=patient)
    for consent in agreed_to:
        give_consent(actor, consent.kind, now)
    return patient


def agree_to_terms(user: User, now: datetime) -> None:
    """The part of signing up that is ours, for somebody who was invited to work here."""
    give_consent(Actor(user_id=user.pk), consents.TERMS.kind, now)


@transaction.atomic
def rename(actor: Actor, user: User, name: str, registration: str | None = None) -> None:
    """Change what a person is called, on their account and on their patient record; None leaves the registration."""
    user.name = name.strip()
    user.save(update_fields=["name"])
    Patient.objects.filter(user=user).update(name=user.name)
    if registration is not None:
        StaffSeat.objects.filter(user=user, until=None).update(registration=registration.strip())
    record(actor, "changed name", about=user.pk)


# Consent


def _account_of(actor: Actor) -> int:
    if actor.user_id is None:
        raise ValueError("a visitor has no account")
    return actor.user_id


@transaction.atomic
def give_consent(actor: Actor, kind: consents.Kind, now: datetime) -> None:
    """Note that the person asking agrees to today's words; saying so twice changes nothing."""
    person = User.objects.select_for_update().get(pk=_account_of(actor))
    words = consents.EVERY[kind]
    standing = Consent.objects.filter(user=person, kind=kind, withdrawn=None).first()
    if standing and standing.version == words.version:
        return
    if standing:
        standing.withdrawn = now
        standing.save(update_fields=["withdrawn"])
    Consent.objects.create(user=person, kind=kind, version=words.version, given=now)
    record(actor, f"agreed to {kind.replace('_', ' ')} {words.version}", about=person.pk)


@transaction.atomic
def withdraw_consent(actor: Actor, kind: consents.Kind, now: datetime) -> None:
    """Note that the person asking takes a consent back. The row stays, with its end."""
    if Consent.objects.filter(user=actor.user_id, kind=kind, withdrawn=None).update(withdrawn=now):
        record(actor, f"took back {kind.replace('_', ' ')}", about=actor.user_id)


# Staff


def seat_staff(
    actor: Actor, user: User, work: str, *, registration: str = "", edits_pages: bool = False
) -> StaffSeat | Refusal:
    """Give somebody a place at the clinic. Their roles count once they use a second factor."""
    try:
        with transaction.atomic():
            seat = StaffSeat.objects.create(
                user=user, work=StaffSeat.Work(work), registration=registration, edits_pages=edits_pages
            )
            _keep_editing_in_step(user)
            record(actor, f"seated {seat.work}", about=user.pk, subject=seat)
    except IntegrityError:
        return Refusal("already_seated", "They already have this place.")
    return seat


@transaction.atomic
def end_seat(actor: Actor, seat: StaffSeat, now: datetime) -> Refusal | None:
    """End somebody's place at the clinic, at once and in every session. The last owner stays."""
    standing = list(StaffSeat.objects.select_for_update().filter(until=None).order_by("pk"))
    owners = [other for other in standing if other.work == StaffSeat.Work.OWNER]
    if seat.work == StaffSeat.Work.OWNER and len(owners) == 1 and owners[0].pk == seat.pk:
        return Refusal("last_owner", "A clinic needs an owner. Seat another one first.")
    if seat.pk not in {other.pk for other in standing}:
        return Refusal("already_ended", "This place has already ended.")
    StaffSeat.objects.filter(pk=seat.pk).update(until=now)
    _keep_editing_in_step(seat.user)
    record(actor, f"ended seat {seat.work}", about=seat.user_id, subject=seat)
    return None


def _keep_editing_in_step(user: User) -> None:
    """Owners and seats that say so may edit and publish the clinic's pages; nobody else may."""
    standing = StaffSeat.objects.filter(user=user, until=None)
    if any(seat.edits_pages or seat.work == StaffSeat.Work.OWNER for seat in standing):
        user.groups.add(editors())
    else:
        user.groups.remove(*user.groups.filter(name=EDITORS))


def editors() -> Group:
    """Wagtail's own group of editors, which here may publish as well."""
    group, _ = Group.objects.get_or_create(name=EDITORS)
    root = Page.get_first_root_node()
    publish = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    if root is not None:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=publish)
    return group


@transaction.atomic
def invite_staff(
    actor: Actor, email: str, work: str, now: datetime, link: Link, *, edits_pages: bool = False
) -> Invitation | Refusal:
    """Offer a seat by letter. ``link`` makes the full address of the page that opens with a token."""
    email = email.strip().lower()
    Invitation.objects.filter(email=email, work=work, closed=None, expires__lte=now).update(closed=now)
    try:
        with transaction.atomic():
            made = Invitation.objects.create(
                email=email,
                work=StaffSeat.Work(work),
                edits_pages=edits_pages,
                invited_by_id=actor.user_id,
                sent=now,
                expires=now + INVITATION_LASTS,
            )
    except IntegrityError:
        return Refusal("already_invited", "They have an invitation for this already. Take it back to send a new one.")
    record(actor, f"invited {work}", subject=made)
    token = signing.dumps(made.pk, salt=selectors.INVITATION_SALT)
    letter = {
        "invitation": made,
        "link": link(token),
        "days": INVITATION_LASTS.days,
        "sender": selectors.clinic_name(),
    }
    subject = render_to_string("people/email/invitation_subject.txt", letter).strip()
    send_mail(subject, render_to_string("people/email/invitation_message.txt", letter), None, [email])
    return made


@transaction.atomic
def take_back_invitation(actor: Actor, invitation: Invitation, now: datetime) -> None:
    """Make an invitation's link worthless."""
    if Invitation.objects.filter(pk=invitation.pk, closed=None).update(closed=now):
        record(actor, "took back invitation", subject=invitation)


@transaction.atomic
def accept_invitation(actor: Actor, invitation: Invitation, now: datetime) -> StaffSeat | Refusal:
    """Take the seat that a letter offers: once, in time, and only with the address it went to."""
    user = User.objects.get(pk=_account_of(actor))
    if not EmailAddress.objects.filter(user=user, email=invitation.email, verified=True).exists():
        return Refusal(
            "other_address", "This invitation went to another e-mail address than the one you signed in with."
        )
    if not Invitation.objects.filter(pk=invitation.pk, closed=None, expires__gt=now).update(closed=now):
        return Refusal("closed", "This invitation was used already, or it is too old. Please ask for a new one.")
    return seat_staff(actor, user, invitation.work, edits_pages=invitation.edits_pages)


# The demo


@transaction.atomic
def make_demo_person(
    email: str,
    name: str,
    password: str,
    now: datetime,
    *,
    work: str = "",
    registration: str = "",
    shares: bool = True,
) -> User:
    """A person of the demo clinic: staff with ``work``, otherwise a patient who agreed to everything asked.

    Raises:
        RuntimeError: outside the demo, where such accounts must not exist.
        ValueError: when the address is taken.
    """
    if not settings.DEMO:
        raise RuntimeError("demo people belong in the demo")
    user = open_account(email, password, name, verified=True, is_demo=True)
    if isinstance(user, Refusal):
        raise ValueError(user.words)
    if work:
        seat_staff(VISITOR, user, work, registration=registration)
    else:
        welcome_patient(user, [*consents.NEEDED, *([consents.SHARE_WITH_CLINIC] if shares else [])], now)
    return user
