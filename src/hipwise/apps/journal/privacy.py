"""What of the journal leaves with a person, and goes with them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

import numpy as np

from hipwise.apps.journal import selectors
from hipwise.apps.journal.models import Entry, Review, Tag
from hipwise.apps.privacy.claims import Claim, Content, Subject, register

EXPORTED = ("at", "day", "pain", "qualities", "places", "stress", "mood", "sleep_hours", "sleep_quality", "fatigue",
            "headache", "activities", "emotions", "note", "made")  # fmt: skip


def claim_journal() -> None:
    """Say what the journal keeps about people."""
    register(
        Claim(
            name="journal",
            tables=(Entry, Entry.history.model, Tag, Review),
            export=export,
            erase=erase,
        )
    )


def export(subject: Subject) -> Mapping[str, Content]:
    """Every check-in with every earlier wording, and the same days as a table that ``hipwise insights`` reads."""
    if subject.patient_id is None:
        return {}
    tags = selectors.own_tags(subject.patient_id)
    entries = Entry.objects.filter(patient_id=subject.patient_id).order_by("at", "pk")
    earlier: dict[int, list[dict[str, Any]]] = {}
    for kept in Entry.history.filter(patient_id=subject.patient_id).order_by("history_date", "history_id"):
        earlier.setdefault(kept.id, []).append({"kept": kept.history_date.isoformat(), **_row(kept, tags)})
    reviews = Review.objects.filter(patient_id=subject.patient_id).order_by("day", "pk")
    return {
        "journal.json": [{**_row(entry, tags), "kept_versions": earlier.get(entry.pk, [])[:-1]} for entry in entries],
        "journal.csv": daily_table(subject.patient_id),
        "journal-settings.json": {
            "own_tags": list(tags.values()),
            "reviews": [{"day": review.day.isoformat(), "choice": review.choice} for review in reviews],
        },
    }


def erase(subject: Subject) -> None:
    """Remove every check-in, every earlier wording, tags and reviews."""
    if subject.patient_id is None:
        return
    for table in (Entry.history.model, Entry, Tag, Review):
        table.objects.filter(patient_id=subject.patient_id).delete()


def daily_table(patient_id: int) -> str:
    """One row a day, as CSV: date, pain, then every factor that was ever written. Empty where nothing was."""
    panel = selectors.panel_for(patient_id, fewest_own_days=1)
    names = selectors.factor_names(patient_id)
    columns = [panel.outcome, *panel.factors]
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(["date", *(_header(column.name, names) for column in columns)])
    for row, day in enumerate(panel.times):
        written = [column.values[row] for column in columns]
        cells = ["" if np.isnan(value) else f"{value:.10g}" for value in written]
        writer.writerow([np.datetime64(int(day), "D"), *cells])
    return sheet.getvalue()


def _header(factor: str, names: Mapping[str, str]) -> str:
    """A column's name. Own tags say that they are, so that none is taken for another column or for a formula."""
    return f"own {names[factor]}" if factor in names else factor.replace("feeling:", "feeling ")


def _row(entry: Any, tags: Mapping[int, str]) -> dict[str, Any]:
    said = {name: getattr(entry, name) for name in EXPORTED}
    for name in ("at", "day", "made"):
        said[name] = said[name].isoformat()
    return said | {"own_tags": [tags[number] for number in entry.tags if number in tags]}
