"""Turns a simulated life into check-ins, as its person would have tapped them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import numpy as np

from hipwise.apps.journal.content import Content
from hipwise.apps.journal.vocabulary import Activity
from hipwise.domain.insight.panel import Panel
from hipwise.domain.insight.world import Cause, Habit, Treatment, World, live
from hipwise.project.demo import cast, notes

SEED = 20_261_122
EPOCH = date(1970, 1, 1)
EVENING = 19.5 / 24

HABITS = (
    Habit("stress", mean=1.6, spread=1.0, high=4, memory=0.4, weekend=-0.6),
    Habit("mood", mean=2.4, spread=0.8, high=4, memory=0.5, follows=("stress", -0.5)),
    Habit("sleep_hours", mean=7.0, spread=0.9, low=3, high=11, grain=0.5, memory=0.2, weekend=0.5),
    Habit("sleep_quality", mean=2.3, spread=0.9, high=4, memory=0.2, follows=("sleep_hours", 0.6)),
    Habit("fatigue", mean=1.5, spread=0.9, high=4, memory=0.4, after_pain=0.4),
    Habit("headache", mean=0.5, spread=0.8, high=4, memory=0.3),
    Habit("walk", kind="event", rate=0.5, memory=0.3),
    Habit("stretch", kind="event", rate=0.4, memory=0.4),
    Habit("yoga", kind="event", rate=0.2, follows=("stretch", 0.3), memory=0.0),
    Habit("swim", kind="event", rate=0.2, memory=0.0),
    Habit("sat_long", kind="event", rate=0.45, memory=0.2, weekend=-1.2),
    Habit("work", kind="event", rate=0.65, memory=0.1, weekend=-1.8),
    Habit("conflict", kind="event", rate=0.15, memory=0.1, follows=("stress", 0.3)),
    Habit("rest", kind="event", rate=0.3, memory=0.2, after_pain=0.5),
    Habit("feeling:worried", kind="event", rate=0.25, memory=0.3, follows=("stress", 0.4)),
    Habit("feeling:calm", kind="event", rate=0.35, memory=0.3, follows=("stress", -0.4)),
    Habit("feeling:cross", kind="event", rate=0.12, memory=0.1, follows=("conflict", 0.4)),
    Habit("own", kind="event", rate=0.25, memory=0.5),
)


def journal_of(life: cast.Life, now: datetime, zone: ZoneInfo) -> list[Content]:
    """The check-ins of one demo patient up to ``now``, oldest first; the same on the same day."""
    rng = np.random.default_rng([SEED, life.seed])
    here = now.astimezone(zone)
    first = here.date() - timedelta(days=life.until + life.days - 1)
    panel = live(_world(life, first), rng).panel
    away = range(life.away[0], sum(life.away))
    kept = [row for row in range(panel.entries) if int(panel.times[row] - (first - EPOCH).days) not in away]
    contents = [_content(life, panel, row, here, rng) for row in kept]
    return [content for content in contents if content is not None]


def _world(life: cast.Life, first: date) -> World:
    return World(
        days=life.days,
        habits=tuple(habit for habit in HABITS if life.own or habit.name != "own"),
        causes=tuple(Cause(name, lag, effect) for name, (lag, effect) in life.causes.items()),
        level=life.level,
        noise=1.0,
        memory=0.4,
        missing_days=0.1,
        missing_values=0.02,
        moments=life.moments,
        treatment=Treatment(life.began.day, life.began.points) if life.began else None,
        first_day=float((first - EPOCH).days),
    )


def _content(life: cast.Life, panel: Panel, row: int, here: datetime, rng: np.random.Generator) -> Content | None:
    """One check-in; None for a moment that has not come yet. An evening one of today is written now instead."""
    at = _moment(panel, row, here.tzinfo, rng)
    if at > here:
        if panel.timed:
            return None
        at = here.replace(second=0, microsecond=0)
    said = {c.name: float(c.values[row]) for c in panel.factors if np.isfinite(c.values[row])}
    numbers = {name: int(said[name]) for name in _SCALES if name in said}
    happened = {name for name, value in said.items() if value == 1.0 and name not in (*_SCALES, "sleep_hours")}
    pain = panel.outcome.values[row]
    where = (f"{life.side}_front_hip", *((f"{life.side}_buttock",) if pain > life.level + 1 else ()))
    return Content(
        at=at,
        pain=int(pain) if np.isfinite(pain) else None,
        qualities=_qualities(pain, rng),
        places=where if pain > 0 else (),
        sleep_hours=said.get("sleep_hours"),
        activities=tuple(sorted(happened & set(Activity.values))),
        own=(life.own,) if "own" in happened else (),
        emotions={name[8:]: int(rng.integers(1, 4)) for name in sorted(happened) if name.startswith("feeling:")},
        note=notes.pick(happened, rng),
        **numbers,
    )


_SCALES = ("stress", "mood", "sleep_quality", "fatigue", "headache")


def _moment(panel: Panel, row: int, zone: tzinfo | None, rng: np.random.Generator) -> datetime:
    day = float(panel.times[row]) if panel.timed else float(panel.times[row]) + EVENING + rng.uniform(0, 2.5) / 24
    minutes = round((day % 1) * 1440)
    midnight = datetime.combine(EPOCH + timedelta(days=int(day)), datetime.min.time(), zone)
    return midnight.replace(hour=min(minutes // 60, 23), minute=minutes % 60)


def _qualities(pain: float, rng: np.random.Generator) -> tuple[str, ...]:
    often = {"tight": 0.6, "pulling": 0.25, "tender": 0.2, "pain": 0.7 if pain >= 4 else 0.2}
    return tuple(name for name, share in often.items() if rng.random() < share) if pain > 0 else ()
