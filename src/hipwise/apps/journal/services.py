"""Writing in the journal. Each is one transaction, and each leaves a line in the log without what was written."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from simple_history.utils import bulk_create_with_history

from hipwise.apps.audit.services import record
from hipwise.apps.journal import policies
from hipwise.apps.journal.content import Content, tidy_name
from hipwise.apps.journal.models import Entry, Review, Tag
from hipwise.apps.people.models import Patient
from hipwise.apps.people.selectors import clinic_zone
from hipwise.kit.actor import Actor
from hipwise.kit.refusal import Refusal

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
CLOCKS_DIFFER = timedelta(minutes=10)
OWN_TAGS = 300
BROUGHT_IN = uuid.UUID("6f0c5a5e-0a0b-4d0e-9d6e-2f5d1f6b9a11")

EMPTY = Refusal("empty", "There is nothing to save yet. Tap or write at least one thing.")
AHEAD = Refusal("ahead", "That time has not come yet. Please choose now or earlier.")
TOO_OLD = Refusal("too_old", "That is too long ago. Please choose a day after 1999.")
TOO_MANY_TAGS = Refusal("too_many_tags", f"We keep up to {OWN_TAGS} tags of your own. Please use one that you have.")


@transaction.atomic
def save_entry(
    actor: Actor, patient_id: int, client_id: uuid.UUID, content: Content, *, now: datetime
) -> Entry | Refusal:
    """Keep a check-in once, however often it is sent.

    The same ``client_id`` again gives the entry it made. With other content it is an edit (somebody went
    back and changed it), unless those words were already kept before: then it is a late repeat and
    changes nothing.

    Raises:
        PermissionDenied: when it is not the actor's own journal.
    """
    if not policies.may_write_for(actor, patient_id):
        raise PermissionDenied
    fields = _fields(patient_id, content, now)
    if isinstance(fields, Refusal):
        return fields
    try:
        with transaction.atomic():
            entry = Entry.objects.create(patient_id=patient_id, client_id=client_id, **fields)
    except IntegrityError:
        entry = Entry.objects.select_for_update().get(patient_id=patient_id, client_id=client_id)
        if not _said_before(entry, fields):
            _rewrite(actor, entry, fields)
        return entry
    record(actor, "wrote check-in", about=actor.user_id, subject=entry)
    return entry


@transaction.atomic
def edit_entry(actor: Actor, entry: Entry, content: Content, *, now: datetime) -> Entry | Refusal:
    """Change a check-in; its earlier wording stays in its history. No change leaves no trace.

    Raises:
        PermissionDenied: when it is not the actor's own.
    """
    if not policies.may_change(actor, entry):
        raise PermissionDenied
    fields = _fields(entry.patient_id, content, now)
    if isinstance(fields, Refusal):
        return fields
    if any(getattr(entry, name) != value for name, value in fields.items()):
        _rewrite(actor, entry, fields)
    return entry


@transaction.atomic
def remove_entry(actor: Actor, entry: Entry) -> None:
    """Erase a check-in and every earlier wording of it. The log keeps that it was done, not what it said.

    Raises:
        PermissionDenied: when it is not the actor's own.
    """
    if not policies.may_change(actor, entry):
        raise PermissionDenied
    record(actor, "removed check-in", about=actor.user_id, subject=entry)
    entry.delete()


@transaction.atomic
def bring_in_entries(actor: Actor, patient_id: int, contents: Iterable[Content], *, now: datetime) -> int:
    """Keep many check-ins at once and say how many were new; a moment that was brought in before is passed over.

    Raises:
        PermissionDenied: when it is not the actor's own journal.
        ValueError: when one of them would be refused (empty, ahead, too old, too many tags).
    """
    if not policies.may_write_for(actor, patient_id):
        raise PermissionDenied
    by_id = {uuid.uuid5(BROUGHT_IN, f"{patient_id} {c.at.astimezone(UTC).isoformat()}"): c for c in contents}
    known = set(Entry.objects.filter(patient_id=patient_id).values_list("client_id", flat=True))
    fresh = {client_id: content for client_id, content in by_id.items() if client_id not in known}
    numbers = _tag_numbers(patient_id, [name for content in fresh.values() for name in content.own])
    if isinstance(numbers, Refusal):
        raise ValueError(numbers.words)
    zone = clinic_zone()
    rows = []
    for client_id, content in fresh.items():
        refusal = _refusal_of(content, now)
        if refusal is not None:
            raise ValueError(f"{content.at}: {refusal.words}")
        rows.append(Entry(patient_id=patient_id, client_id=client_id, **_columns(content, numbers, zone)))
    bulk_create_with_history(rows, Entry, batch_size=500)
    record(actor, "brought in check-ins", about=actor.user_id)
    return len(rows)


@transaction.atomic
def review_journal(actor: Actor, patient_id: int, choice: Review.Choice, *, today: date) -> Review:
    """Keep what the person decided about keeping a journal at all.

    Raises:
        PermissionDenied: when it is not the actor's own journal.
    """
    if not policies.may_write_for(actor, patient_id):
        raise PermissionDenied
    review = Review.objects.create(patient_id=patient_id, day=today, choice=choice)
    record(actor, "reviewed journal", about=actor.user_id)
    return review


def _refusal_of(content: Content, now: datetime) -> Refusal | None:
    if content.is_empty:
        return EMPTY
    if content.at > now + CLOCKS_DIFFER:
        return AHEAD
    return TOO_OLD if content.at < EARLIEST else None


def _fields(patient_id: int, content: Content, now: datetime) -> dict[str, Any] | Refusal:
    refusal = _refusal_of(content, now)
    if refusal is not None:
        return refusal
    numbers = _tag_numbers(patient_id, content.own)
    return numbers if isinstance(numbers, Refusal) else _columns(content, numbers, clinic_zone())


def _columns(content: Content, numbers: dict[str, int], zone: ZoneInfo) -> dict[str, Any]:
    """An entry's columns. Lists keep no order of tapping, so that the same check-in is the same row."""
    return {
        "at": content.at,
        "day": content.at.astimezone(zone).date(),
        "pain": content.pain,
        "qualities": sorted(content.qualities),
        "places": sorted(content.places),
        "stress": content.stress,
        "mood": content.mood,
        "sleep_hours": content.sleep_hours,
        "sleep_quality": content.sleep_quality,
        "fatigue": content.fatigue,
        "headache": content.headache,
        "activities": sorted(content.activities),
        "tags": sorted({numbers[tidy_name(name).casefold()] for name in content.own if tidy_name(name)}),
        "emotions": dict(sorted(content.emotions.items())),
        "note": content.note.strip(),
    }


def _tag_numbers(patient_id: int, names: Sequence[str]) -> dict[str, int] | Refusal:
    """The person's tags by folded name, with those in ``names`` made where new."""
    wanted = {tidy.casefold(): tidy for tidy in map(tidy_name, names) if tidy}
    if not wanted:
        return {}
    # A sealed name can't be unique in the database, so two tabs adding the same tag wait for each other here.
    Patient.objects.select_for_update(no_key=True).get(pk=patient_id)
    known = {tag.name.casefold(): tag.pk for tag in Tag.objects.filter(patient_id=patient_id)}
    fresh = [name for folded, name in wanted.items() if folded not in known]
    if len(known) + len(fresh) > OWN_TAGS:
        return TOO_MANY_TAGS
    return known | {name.casefold(): Tag.objects.create(patient_id=patient_id, name=name).pk for name in fresh}


def _said_before(entry: Entry, fields: dict[str, Any]) -> bool:
    return any(all(getattr(kept, name) == value for name, value in fields.items()) for kept in entry.history.all())


def _rewrite(actor: Actor, entry: Entry, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.save()
    record(actor, "changed check-in", about=actor.user_id, subject=entry)
