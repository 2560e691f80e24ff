"""Signed links in letters. Whoever holds one is the person the letter went to; opening one changes nothing."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from hipwise.apps.booking.models import Appointment, Draft

VISIT_SALT = "booking.visit"
PROOF_SALT = "booking.proof"


def visit_token(appointment: Appointment) -> str:
    """The token of one visit. It stays the same when the visit moves, and ends with it."""
    return signing.dumps(appointment.uid.hex, salt=VISIT_SALT)


def visit_of(token: str) -> Appointment | None:
    """The visit a token stands for, with its surroundings; None when there is none, or the token is made up."""
    try:
        uid = signing.loads(token, salt=VISIT_SALT)
    except signing.BadSignature:
        return None
    found = Appointment.objects.select_related(
        "service", "practitioner__user", "location", "room", "contact__patient", "course"
    )
    return found.filter(uid=uid).exclude(state=Appointment.State.HELD).first()


def absolute(path: str) -> str:
    """The full address of a path, for letters and calendars."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"


def visit_link(appointment: Appointment) -> str:
    """The full address of a visit's own page."""
    return absolute(reverse("booking:visit", args=[visit_token(appointment)]))


def proof_link(draft: Draft) -> str:
    """The full address that proves a visitor's e-mail, in whichever browser it is opened."""
    return absolute(reverse("booking:proof", args=[signing.dumps([draft.uid.hex, draft.digest], salt=PROOF_SALT)]))


def draft_of(token: str) -> Draft | None:
    """The draft whose address a letter's link proves; None when it is gone, or its address is another now."""
    try:
        uid, mark = signing.loads(token, salt=PROOF_SALT)
    except (signing.BadSignature, ValueError):
        return None
    found = Draft.objects.select_related("hold", "service", "practitioner__user", "location")
    return found.filter(uid=uid, digest=mark).first()
