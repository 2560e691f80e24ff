"""Making and ending private calendar addresses."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from hipwise.apps.audit.services import record
from hipwise.apps.booking.models import Feed, Practitioner, Room
from hipwise.apps.booking.selectors.feeds import secret_digest
from hipwise.apps.people.models import Patient
from hipwise.kit.actor import Actor
from hipwise.kit.refusal import Refusal

MOST = 5
"""Live addresses for one person or room: enough for a phone, a laptop and a family calendar."""
ENOUGH = Refusal("enough", f"There are {MOST} addresses already. Please end one that you no longer need.")


@transaction.atomic
def make_feed(actor: Actor, of: Practitioner | Patient | Room, now: datetime) -> Feed | Refusal:
    """A new private address for the visits of a practitioner, a patient or a room. The caller has asked the policy."""
    owner = {type(of)._meta.model_name or "": of}
    type(of)._default_manager.select_for_update().get(pk=of.pk)
    if Feed.objects.filter(revoked=None, **owner).count() >= MOST:
        return ENOUGH
    secret = secrets.token_urlsafe(32)
    feed = Feed.objects.create(secret=secret, digest=secret_digest(secret), made=now, **owner)
    record(actor, "made calendar address", about=actor.user_id, subject=feed)
    return feed


@transaction.atomic
def revoke_feed(actor: Actor, feed: Feed, now: datetime) -> None:
    """End an address: from now on it is as if it had never been."""
    if Feed.objects.filter(pk=feed.pk, revoked=None).update(revoked=now, secret=""):
        record(actor, "ended calendar address", about=actor.user_id, subject=feed)
