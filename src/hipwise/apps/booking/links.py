"""Signed links in letters. Whoever holds one is the person the letter went to; opening one changes nothing."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from hipwise.apps.booking.models import Appointment

VISIT_SALT = "booking.visit"


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
