"""Asking the engine, once for each state of a journal, and asking the person first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from hipwise.apps.audit.services import record
from hipwise.apps.insight.models import Answer, Beginning, Hunch
from hipwise.apps.insight.selectors import EPOCH, Said, is_question_due, said_by
from hipwise.apps.journal.policies import may_write_for
from hipwise.apps.journal.selectors import panel_for
from hipwise.domain.insight.explore import ENGINE, explore
from hipwise.domain.insight.finding import Exploration
from hipwise.domain.insight.kept import plain, restored
from hipwise.domain.insight.panel import Panel
from hipwise.domain.insight.weights import MOST_SUSPECTS
from hipwise.kit.actor import Actor
from hipwise.kit.refusal import Refusal

Check = Literal["same", "different", "outdated"]

SEED = 0
"""One seed for everybody: an answer depends on the journal, what was said beforehand and the engine's version alone."""

FDR, EARLY = 0.05, 0.10

ANSWERED = Refusal(
    "answered", "You have answered this before. What was said first, before the first result, stays as it is."
)
TOO_SOON = Refusal(
    "too_soon", "There are too few days with a pain score yet. The question comes when they can be compared."
)
TOO_MANY = Refusal("too_many", f"Please keep to {MOST_SUSPECTS}: the more are named, the less each one weighs.")
UNKNOWN = Refusal("unknown", "Please choose from what is offered here.")
OUTSIDE = Refusal("outside", "Please choose a day after your first note and not after your last.")


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A journal as the engine read it, what it said, and what the person had said."""

    panel: Panel
    exploration: Exploration
    said: Said


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """The days of ``panel`` can be compared, but the person has not said yet what they suspect."""

    panel: Panel


def read_own_journal(patient_id: int, *, now: datetime) -> Reading | Question:
    """What the person themselves may see: first the question, afterwards the engine's answer."""
    panel, said = panel_for(patient_id), said_by(patient_id)
    return Question(panel) if is_question_due(said, panel) else _read(patient_id, panel, said, now)


def read_journal(patient_id: int, *, now: datetime) -> Reading:
    """The engine's answer to the journal as it stands now, for a clinician; asked anew only when something changed.

    Asked while the page waits, so that a check-in counts at once (docs/adr/0007). Two readers at once may
    both ask; they get the same answer.
    """
    return _read(patient_id, panel_for(patient_id), said_by(patient_id), now)


def _read(patient_id: int, panel: Panel, said: Said, now: datetime) -> Reading:
    if said.answer is not None and _fits(said.answer, panel, said):
        return Reading(panel, restored(said.answer.exploration), said)
    exploration = _explored(panel, said)
    if said.hunch is not None:  # before the person has answered nothing is kept, so that nothing can reach them
        Answer.objects.update_or_create(
            patient_id=patient_id,
            defaults={
                "digest": exploration.digest,
                "engine": exploration.engine,
                "seed": exploration.seed,
                "made_at": now,
                "exploration": plain(exploration),
            },
        )
    return Reading(panel, exploration, said)


def _explored(panel: Panel, said: Said) -> Exploration:
    return explore(panel, seed=SEED, fdr=FDR, early=EARLY, suspects=said.suspects_in(panel), began=said.began)


def _fits(kept: Answer, panel: Panel, said: Said) -> bool:
    """Whether a kept answer is the one that would be given now."""
    asked = {
        "fdr": FDR,
        "early": EARLY,
        "suspects": list(said.suspects_in(panel)),
        "prior": None,
        "began": said.began,
    }
    found = kept.exploration
    return (kept.digest, kept.engine, kept.seed) == (panel.digest(), ENGINE, SEED) and all(
        name in found and found[name] == value for name, value in asked.items()
    )


def check_answer(kept: Answer) -> Check:
    """Make a kept answer again, and say whether it comes out the same to the byte."""
    panel, said = panel_for(kept.patient_id), said_by(kept.patient_id)
    if not _fits(kept, panel, said):
        return "outdated"
    return "same" if json.dumps(plain(_explored(panel, said))) == json.dumps(kept.exploration) else "different"


@transaction.atomic
def name_suspects(actor: Actor, patient_id: int, suspects: Sequence[str], *, now: datetime) -> Hunch | Refusal:
    """Keep what a person suspects, none for "I don't know". Once for all: choosing again after seeing would be peeking.

    Raises:
        PermissionDenied: when it is not the actor's own journal.
    """
    if not may_write_for(actor, patient_id):
        raise PermissionDenied
    panel, named = panel_for(patient_id), sorted(set(suspects))
    refusal = _refusal_of(named, panel, said_by(patient_id))
    if refusal is not None:
        return refusal
    try:
        with transaction.atomic():
            hunch = Hunch.objects.create(patient_id=patient_id, suspects=named, answered_at=now)
    except IntegrityError:  # another tab was quicker
        return ANSWERED
    record(actor, "named suspects", about=actor.user_id)
    return hunch


def why_not_asked(said: Said, panel: Panel) -> Refusal | None:
    """Why the question is closed to a person now; None while they are to be asked."""
    if said.hunch is not None:
        return ANSWERED
    return None if is_question_due(said, panel) else TOO_SOON


def _refusal_of(named: Sequence[str], panel: Panel, said: Said) -> Refusal | None:
    if (closed := why_not_asked(said, panel)) is not None:
        return closed
    if len(named) > MOST_SUSPECTS:
        return TOO_MANY
    return None if set(named) <= {column.name for column in panel.factors} else UNKNOWN


@transaction.atomic
def set_beginning(actor: Actor, patient_id: int, day: date, label: str, *, today: date) -> Beginning | Refusal:
    """Keep the day on which something began, in place of any other. It lies within the journal.

    Raises:
        PermissionDenied: when it is not the actor's own journal.
    """
    if not may_write_for(actor, patient_id):
        raise PermissionDenied
    times = panel_for(patient_id).times
    began = (day - EPOCH).days
    if not times.size or not times[0] < began <= times[-1] or day > today:
        return OUTSIDE
    beginning, _ = Beginning.objects.update_or_create(
        patient_id=patient_id, defaults={"day": day, "label": " ".join(label.split())}
    )
    record(actor, "named beginning", about=actor.user_id)
    return beginning


@transaction.atomic
def remove_beginning(actor: Actor, patient_id: int) -> None:
    """Forget the day on which something began.

    Raises:
        PermissionDenied: when it is not the actor's own journal.
    """
    if not may_write_for(actor, patient_id):
        raise PermissionDenied
    if Beginning.objects.filter(patient_id=patient_id).delete()[0]:
        record(actor, "removed beginning", about=actor.user_id)
