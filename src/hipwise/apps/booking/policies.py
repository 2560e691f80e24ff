"""Who may. Deny by default."""

from __future__ import annotations

from hipwise.apps.booking.models import Feed, Practitioner
from hipwise.apps.people.policies import may_be_patient, may_own, may_treat, may_work_here
from hipwise.kit.actor import Actor


def may_keep_calendar(actor: Actor) -> bool:
    """The clinic's calendar, waiting list and proposals: everybody who works here."""
    return may_work_here(actor)


def may_set_up(actor: Actor) -> bool:
    """Services, places, rooms and closed days: the owner."""
    return may_own(actor)


def may_set_hours(actor: Actor, practitioner: Practitioner) -> bool:
    """A practitioner's hours and time off: the owner, the front desk, and they themselves."""
    if may_own(actor) or (may_work_here(actor) and "front_desk" in actor.roles):
        return True
    return may_treat(actor) and practitioner.user_id == actor.user_id


def may_read_reason(actor: Actor) -> bool:
    """What a person wrote about their visit: clinicians. The front desk sees that there is something, not what."""
    return may_treat(actor)


def may_see_own_visits(actor: Actor) -> bool:
    """A patient's own visits."""
    return may_be_patient(actor)


def may_keep_feed(actor: Actor, feed: Feed) -> bool:
    """A private calendar address: whose visits it shows; a room's, the front desk and the owner."""
    if feed.patient_id is not None:
        return may_be_patient(actor) and feed.patient_id == actor.patient_id
    if feed.practitioner is not None:
        return may_treat(actor) and feed.practitioner.user_id == actor.user_id
    return may_share_rooms(actor)


def may_share_rooms(actor: Actor) -> bool:
    """Calendar addresses of rooms: the front desk and the owner."""
    return may_own(actor) or (may_work_here(actor) and "front_desk" in actor.roles)
