"""The clinician's picture of a patient: five rows on one time line."""

from __future__ import annotations

from datetime import date, timedelta

from hipwise.apps.journal import pictures
from hipwise.apps.journal.selectors import Daily
from hipwise.apps.journal.vocabulary import Activity
from hipwise.ui import charts

MOVING = frozenset({Activity.WALK.value, Activity.STRETCH.value, Activity.YOGA.value, Activity.SWIM.value})


def strips(written: Daily, *, since: date, today: date) -> charts.Figure | None:
    """Pain, stress, sleep, mood and movement since a day; None with nothing written."""
    days = [since + timedelta(days=number) for number in range((today - since).days + 1)]
    moved = dict(zip(written.days, (len(ticked & MOVING) for ticked in written.happened), strict=True))
    if not set(days) & set(moved):
        return None
    rows = {row.name: row for row in pictures.ROWS}
    series = [
        charts.Series(row.label, row.note, pictures.held(written, row, since, today), row.low, row.high, row.tone)
        for row in (rows["pain"], rows["stress"], rows["sleep_hours"], rows["mood"])
    ]
    movement = [None if day not in moved else float(moved[day]) for day in days]
    series.append(charts.Series("Movement", "kinds a day", movement, 0, len(MOVING), "moss"))
    noted = len(set(days) & set(moved))
    return charts.lines(
        charts.Lines(
            ident="board",
            title=f"Pain, stress, sleep, mood and movement over the last {pictures.WEEKS} weeks",
            sentence=f"The last {pictures.WEEKS} weeks as the patient wrote them, {noted} days with notes. Movement "
            "counts walking, stretching, yoga and swimming. For stress 0 is none and 4 very much, for mood 0 is very "
            "bad and 4 very good. Days without a note stay empty.",
            start=since,
            series=series,
        )
    )
