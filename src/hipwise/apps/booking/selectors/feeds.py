"""Private calendar addresses, and the visits behind each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from hipwise.apps.booking.links import absolute
from hipwise.apps.booking.models import Appointment, Feed, Practitioner
from hipwise.kit.actor import Actor
from hipwise.kit.digest import digest

PAST = timedelta(days=90)
CALLED_OFF = timedelta(days=30)
"""How long a feed goes on saying that a visit was called off, so that every calendar has learned it."""
SHOWN = (
    Appointment.State.BOOKED,
    Appointment.State.ARRIVED,
    Appointment.State.COMPLETED,
    Appointment.State.NO_SHOW,
)


def secret_digest(secret: str) -> str:
    """How the secret of an address is found."""
    return digest(secret, "feed")


def feed_of(secret: str) -> Feed | None:
    """The live feed of this secret; None when it was ended, or made up, or its practitioner works here no more."""
    found = Feed.objects.select_related("practitioner__user", "room", "patient")
    works = Q(practitioner=None) | Q(practitioner__user__seats__until=None, practitioner__user__seats__isnull=False)
    return found.filter(works, digest=secret_digest(secret), revoked=None).distinct().first()


def feed_link(feed: Feed) -> str:
    """The full address of a feed."""
    return absolute(reverse("booking:feed", args=[feed.secret]))


def feed_visits(feed: Feed, now: datetime) -> QuerySet[Appointment]:
    """What a feed shows: a season back, everything to come, and for a month what was called off."""
    whose = Q(practitioner=feed.practitioner_id) if feed.practitioner_id else Q(room=feed.room_id)
    if feed.patient_id:
        whose = Q(contact__patient=feed.patient_id)
    live = Q(state__in=SHOWN, start__gte=now - PAST)
    called_off = Q(state=Appointment.State.CANCELLED, cancelled__gte=now - CALLED_OFF)
    rows = Appointment.objects.filter(whose).filter(live | called_off)
    return rows.select_related("practitioner__user", "location", "room").order_by("start", "pk")


@dataclass(frozen=True, slots=True)
class Address:
    """A live feed as its owner sees it; ``open`` hands it to the calendar program of the machine."""

    feed: Feed
    link: str

    @property
    def open(self) -> str:
        """The same address in the scheme that calendar programs listen to."""
        return f"webcal://{self.link.partition('://')[2]}"


def addresses(**of: object) -> list[Address]:
    """The live feeds of one ``practitioner``, ``patient`` or ``room``, newest first."""
    rows = Feed.objects.filter(revoked=None, **of).select_related("practitioner__user", "patient", "room")
    return [Address(feed, feed_link(feed)) for feed in rows]


def practitioner_of(actor: Actor) -> Practitioner | None:
    """The booking side of somebody who sees people."""
    return Practitioner.objects.filter(user=actor.user_id).first() if actor.user_id else None
