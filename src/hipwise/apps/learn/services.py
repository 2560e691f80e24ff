"""What happens to the pages and to the evidence they lean on."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page, Revision

from hipwise.apps.audit import services as audit
from hipwise.apps.learn import policies, selectors
from hipwise.apps.learn.laid import Member, lay
from hipwise.apps.learn.models import HomePage, SignOff
from hipwise.apps.people.models import Clinic, StaffSeat
from hipwise.domain import evidence
from hipwise.kit.actor import Actor
from hipwise.kit.refusal import Refusal

log = logging.getLogger(__name__)

CLINICIANS = (StaffSeat.Work.PHYSIOTHERAPIST, StaffSeat.Work.PSYCHOLOGIST)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a catalogue that a clinician may sign: the evidence, or the words of the front desk."""

    name: str
    version: str
    digest: str


def sign_catalogue(actor: Actor, *, digest: str, now: datetime) -> SignOff | Refusal:
    """Put a clinician's name under the evidence they read: ``digest`` is of the one their page showed."""
    known = evidence.load()
    return sign_version(actor, Version(known.name, known.version, known.digest), digest=digest, now=now)


@transaction.atomic
def sign_version(actor: Actor, catalogue: Version, *, digest: str, now: datetime) -> SignOff | Refusal:
    """Put a clinician's name under a catalogue they read: ``digest`` is of the one their page showed."""
    if not policies.may_sign_catalogue(actor):
        return Refusal("not_a_clinician", "Only a physiotherapist or psychologist may sign.")
    if digest != catalogue.digest:
        return Refusal("changed", "The catalogue has changed since you opened this page. Please read it again.")
    if selectors.signature_of(catalogue.name, catalogue.digest):
        return Refusal("signed", "This version is signed already.")
    seat = (
        StaffSeat.objects.select_related("user")
        .filter(user=actor.user_id, work__in=CLINICIANS, until=None)
        .exclude(registration="")
        .first()
    )
    if seat is None:
        return Refusal(
            "no_registration", "Your professional registration number is not known here. Ask the owner to add it."
        )
    signed = SignOff.objects.create(
        catalogue=catalogue.name,
        version=catalogue.version,
        digest=catalogue.digest,
        clinician=seat.user,
        name=seat.user.get_full_name(),
        registration=seat.registration,
        at=now,
    )
    audit.record(actor, "sign catalogue", subject=signed)
    return signed


@transaction.atomic
def lay_pages(clinic: Clinic, *, team: Sequence[Member] = ()) -> HomePage:
    """Make the clinic's first pages; pages that are there stay as their editors left them.

    The words invent nothing about the clinic, so home, article, how it works and privacy go out at once. The team
    page goes out when somebody is on it, and waits as a draft otherwise.
    """
    return lay(clinic, team)


def publish_due(*, now: datetime) -> int:
    """Take down what has expired and publish what is due. What may not be published is logged and stays a draft."""
    done = 0
    for page in Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at"):
        page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        done += 1
    for revision in Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at"):
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
            done += 1
        except ValidationError as refused:
            # Only a catalogue that changed meanwhile leads here: the version goes back to being a draft.
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            log.warning("revision %s of “%s” was due and is refused: %s", revision.pk, revision.object_str, refused)
    return done
