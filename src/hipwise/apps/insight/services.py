"""Asking the engine, once for each state of a journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hipwise.apps.insight.models import Answer
from hipwise.apps.journal.selectors import panel_for
from hipwise.domain.insight.explore import ENGINE, explore
from hipwise.domain.insight.finding import Exploration
from hipwise.domain.insight.kept import plain, restored
from hipwise.domain.insight.panel import Panel

SEED = 0
"""One seed for everybody: an answer depends on the journal and the engine's version alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A journal as the engine read it, and what it said."""

    panel: Panel
    exploration: Exploration


def read_journal(patient_id: int, *, now: datetime) -> Reading:
    """The engine's answer to the journal as it stands now; asked anew only when journal or engine changed.

    Asked while the page waits, so that a check-in counts at once (docs/adr/0007). Two readers at once may
    both ask; they get the same answer.
    """
    panel = panel_for(patient_id)
    digest = panel.digest()
    kept = Answer.objects.filter(patient_id=patient_id, digest=digest, engine=ENGINE, seed=SEED).first()
    if kept is not None:
        return Reading(panel, restored(kept.exploration))
    exploration = explore(panel, seed=SEED)
    Answer.objects.update_or_create(
        patient_id=patient_id,
        defaults={
            "digest": digest,
            "engine": exploration.engine,
            "seed": exploration.seed,
            "made_at": now,
            "exploration": plain(exploration),
        },
    )
    return Reading(panel, exploration)
