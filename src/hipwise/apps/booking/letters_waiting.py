"""The waiting list's letters: does this address answer, and a time is free. Neither says anything of health."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.template.loader import render_to_string
from django.urls import reverse

from hipwise.apps.booking.letters import recipient
from hipwise.apps.booking.links import absolute
from hipwise.apps.booking.models import Wish
from hipwise.apps.booking.policies import may_see_own_visits
from hipwise.apps.booking.selectors import waiting
from hipwise.apps.notifications import kinds
from hipwise.apps.notifications.kinds import Kind, Message
from hipwise.apps.notifications.services import Recipient, plan_notice
from hipwise.apps.people.selectors import clinic_name, clinic_zone

PROOF, OFFER = "wish_proof", "wish_offer"
PROOF_WAITS = timedelta(days=2)


def register_kinds() -> None:
    """Say which letters there are. Both answer something the person did, so neither can be switched off."""
    for name, label, compose in (
        (PROOF, "Whether your address is right, for the waiting list", _proof),
        (OFFER, "A free time from the waiting list", _offer),
    ):
        kinds.register(Kind(name, label, compose, may_see_own_visits, when_quiet="anyway", must=True))


def tell_prove(wish: Wish, now: datetime) -> None:
    """Ask an address whether it is theirs who typed it."""
    to = Recipient(str(clinic_zone()), address=wish.contact.email)
    plan_notice(PROOF, wish.pk, to, key=f"{PROOF}:{wish.pk}", due=now, expires=now + PROOF_WAITS, now=now)


def tell_offer(wish: Wish, now: datetime) -> None:
    """Tell somebody that a time is kept for them, and until when.

    Raises:
        ValueError: when nothing is kept for them.
    """
    if wish.offer is None or wish.offer.held_until is None:
        raise ValueError("there is no offer to tell of")
    to = recipient(wish.contact, wish.offer.location.time_zone)
    key = f"{OFFER}:{wish.pk}:{wish.offer_id}"
    plan_notice(OFFER, wish.pk, to, key=key, due=now, expires=wish.offer.held_until, now=now)


def _proof(number: int) -> Message | None:
    wish = _wish(number)
    if wish is None or wish.state not in waiting.OPEN or wish.contact.proved:
        return None
    return _message("Please confirm your place on the waiting list", "proof", wish)


def _offer(number: int) -> Message | None:
    wish = _wish(number)
    if wish is None or wish.state != Wish.State.OFFERED or wish.offer is None:
        return None
    return _message("A time is free for you", "offer", wish)


def _wish(number: int) -> Wish | None:
    return waiting.with_surroundings(Wish.objects.filter(pk=number)).first()


def _message(title: str, name: str, wish: Wish) -> Message:
    link = absolute(reverse("booking:wish", args=[waiting.wish_token(wish)]))
    said = {"wish": wish, "offer": wish.offer, "days": waiting.days_of(wish), "link": link, "clinic": clinic_name()}
    return Message(f"{title}: {clinic_name()}", render_to_string(f"booking/waiting/email/{name}.txt", said), title)
