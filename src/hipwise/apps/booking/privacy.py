"""What of booking leaves with a person, and goes with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from hipwise.apps.booking import signals
from hipwise.apps.booking.models import (
    Appointment,
    Contact,
    Course,
    Draft,
    Feed,
    KeptAnswer,
    OutsideBusy,
    OutsideCalendar,
    Practitioner,
    Reslot,
    ReslotLine,
    Slice,
    TimeOff,
    Wish,
)
from hipwise.apps.people.models import User
from hipwise.apps.privacy.claims import Claim, Content, Subject, register
from hipwise.kit.digest import address_digest

STAYS = (
    "The clinic's calendar keeps that an hour was taken, when and by which service, without your name, address, "
    "phone number or what you wrote. Whoever worked here stays in it as “a former practitioner”."
)


def claim_booking() -> None:
    """Say what booking keeps about people."""
    register(
        Claim(
            name="visits",
            tables=(
                Contact,
                Draft,
                Course,
                Appointment,
                Slice,
                Wish,
                Feed,
                KeptAnswer,
                ReslotLine,
                Reslot,
                Practitioner,
                TimeOff,
                OutsideCalendar,
                OutsideBusy,
            ),
            export=export,
            erase=erase,
            stays=STAYS,
        )
    )


def _contacts(subject: Subject) -> QuerySet[Contact]:
    """Their own, and those of visits booked with their proven address before they had an account."""
    theirs = Q(digest=address_digest(subject.email), proved__isnull=False)
    if subject.patient_id is not None:
        theirs |= Q(patient_id=subject.patient_id)
    return Contact.objects.filter(theirs)


def export(subject: Subject) -> Mapping[str, Content]:
    """Visits, wishes on the waiting list, calendar addresses; for practitioners, their hours away too."""
    contacts = list(_contacts(subject))
    found: dict[str, Content] = {
        "visits.json": _visits(contacts),
        "contacts.json": [_contact(one) for one in contacts],
        "bookings-begun.json": [_draft(one) for one in Draft.objects.filter(_drafts(subject))],
        "waiting-list.json": [_wish(wish) for wish in Wish.objects.filter(contact__in=contacts)],
        "calendar-addresses.json": list(Feed.objects.filter(_feeds(subject)).values("made", "revoked", "last_read")),
    }
    practitioner = Practitioner.objects.filter(user=subject.user_id).first()
    if practitioner:
        found["at-work.json"] = {
            "title": practitioner.title,
            "time off": [{"from": t.start, "to": t.end, "for": t.words} for t in practitioner.time_off.all()],
            "outside calendars": [{"address": o.address, "made": o.made} for o in practitioner.outside_calendars.all()],
        }
    return found


def _drafts(subject: Subject) -> Q:
    theirs = Q(digest=address_digest(subject.email), proved__isnull=False)
    return theirs | Q(patient=subject.patient_id) if subject.patient_id is not None else theirs


def _contact(contact: Contact) -> dict[str, Any]:
    return {
        "name": contact.name,
        "email": contact.email,
        "phone": contact.phone,
        "you agreed": contact.agreed,
        "to the words of": contact.agreed_to,
        "made": contact.made,
    }


def _draft(draft: Draft) -> dict[str, Any]:
    return {
        "name": draft.name,
        "email": draft.email,
        "phone": draft.phone,
        "what you wrote": draft.reason,
        "service": draft.service.name,
        "time": draft.start,
        "made": draft.made,
    }


def _feeds(subject: Subject) -> Q:
    theirs = Q(practitioner__user=subject.user_id)
    return theirs | Q(patient=subject.patient_id) if subject.patient_id is not None else theirs


def _visit(visit: Appointment) -> dict[str, Any]:
    return {
        "from": visit.start,
        "to": visit.end,
        "time zone": visit.location.time_zone,
        "service": visit.service.name,
        "with": str(visit.practitioner),
        "at": visit.location.name,
        "state": visit.get_state_display(),
        "what you wrote": visit.reason,
        "cancelled": visit.cancelled,
        "why cancelled": visit.cancel_reason,
        "made": visit.made,
    }


def _wish(wish: Wish) -> dict[str, Any]:
    return {
        "service": wish.service.name,
        "weekdays": wish.weekdays,
        "not before": wish.earliest,
        "starting at the latest": wish.latest,
        "from": wish.since,
        "to": wish.until,
        "state": wish.get_state_display(),
        "made": wish.made,
    }


def erase(subject: Subject) -> None:
    """Remove every word about the person; their coming visits are called off, and the hours become free."""
    forget_contacts(_contacts(subject))
    Draft.objects.filter(digest=address_digest(subject.email)).delete()
    Draft.objects.filter(_drafts(subject)).delete()
    Feed.objects.filter(_feeds(subject)).delete()
    practitioner = Practitioner.objects.filter(user=subject.user_id).first()
    if practitioner:
        practitioner.time_off.all().delete()
        practitioner.outside_calendars.all().delete()
        practitioner.is_open = False
        practitioner.user = None
        practitioner.title = ""
        practitioner.save()
    for table, field in ((Appointment, "changed_by"), (Reslot, "made_by")):
        table.objects.filter(**{field: User(pk=subject.user_id)}).update(**{field: None})


def about_guests(contacts: Iterable[Contact]) -> dict[str, Content]:
    """All that is kept about somebody without an account, for themselves."""
    theirs = list(contacts)
    return {
        "contacts": [_contact(one) for one in theirs],
        "visits": _visits(theirs),
        "waiting list": [_wish(one) for one in Wish.objects.filter(contact__in=theirs).select_related("service")],
    }


def _visits(contacts: list[Contact]) -> list[dict[str, Any]]:
    rows = Appointment.objects.filter(contact__in=contacts)
    return [_visit(visit) for visit in rows.select_related("service", "practitioner__user", "location", "room")]


def forget_contacts(contacts: QuerySet[Contact]) -> None:
    """Remove people who have visits, and every word about them in those; their wishes go too."""
    numbers = list(contacts.values_list("pk", flat=True))
    signals.contacts_leaving.send(Contact, numbers=numbers)
    visits = Appointment.objects.filter(contact__in=numbers)
    KeptAnswer.objects.filter(appointment__in=visits).delete()
    forget_visits(visits)
    Course.objects.filter(contact__in=numbers).update(contact=None)
    Contact.objects.filter(pk__in=numbers).delete()


def forget_visits(visits: QuerySet[Appointment]) -> None:
    """Take the person out of visits. What is still to come no longer takes anybody's time."""
    from django.db.models.functions import Now

    coming = visits.filter(state__in=(Appointment.State.HELD, Appointment.State.BOOKED))
    Slice.objects.filter(appointment__in=coming).delete()
    coming.update(state=Appointment.State.CANCELLED, cancelled=Now(), held_until=None)
    visits.update(reason="", cancel_reason="", overlap_reason="", contact=None)
