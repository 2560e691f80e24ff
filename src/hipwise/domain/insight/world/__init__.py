"""Simulated lives with known causes: what an engine finds in them can be checked against the truth.

A life runs in moments (one a day, or several). At each moment every factor moves first, then pain::

    factor: own movement,  mixed with the factor it follows, moved by the pain before it
    pain:   s[t] = memory^gap * s[t-1] + sum of effect * step of its causes + what is new in its own movement

where gap is 1 from day to day, and with several moments a day the time passed in usual gaps. An own movement is an
AR(1) unless told otherwise (:mod:`~hipwise.domain.insight.world.movement`). What is written is level + s + weekday +
slow wave + season + treatment, rounded and kept on the scale, on the days that get written at all. Effects are in
points of pain: for a number, for one step (its standard deviation in the world); for an event, for its happening; for
a threshold, for being above it. They kick the state, so they fade with pain's own memory; only with several moments a
day, what an earlier day brings stays the whole day and is then gone.

Quick start::

    from hipwise.domain.insight.world import hip_life, live
    life = live(hip_life(days=120, causes={"stress": ("same", 0.6), "sat_long": ("next", 0.8)}), rng)
    life.panel, life.causes
"""

from hipwise.domain.insight.world.kinds import FIRST_DAY, Cause, Habit, Life, Treatment, World
from hipwise.domain.insight.world.movement import MOVEMENTS, Movement, move
from hipwise.domain.insight.world.people import hard_life, hip_life, odd_life
from hipwise.domain.insight.world.running import live
from hipwise.domain.insight.world.truth import Truth, truths

__all__ = (
    "FIRST_DAY",
    "MOVEMENTS",
    "Cause",
    "Habit",
    "Life",
    "Movement",
    "Treatment",
    "Truth",
    "World",
    "hard_life",
    "hip_life",
    "live",
    "move",
    "odd_life",
    "truths",
)
