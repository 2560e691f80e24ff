"""Negative controls: engines with a known fault planted in them. The oracle tells each from the right one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from hipwise.domain.scheduling import hours, rules, slots, wall
from hipwise.domain.scheduling.clinic import Why
from hipwise.domain.scheduling.desk import Desk
from tests.domain.scheduling.clinics import ZONES
from tests.domain.scheduling.test_reslot import proposals_keep_every_rule
from tests.domain.scheduling.test_slots_against_oracle import MOVES, agree_on_offers, agree_on_reasons, case_of
from tests.domain.scheduling.test_ten_years import test_every_change_of_clocks_in_ten_years as ask_every_change

Moment = Callable[[ZoneInfo, date, time], datetime]


def adds_days_in_utc(zone: ZoneInfo, day: date, at: time) -> datetime:
    """Takes the year's first day and counts on from there."""
    first = datetime.combine(date(day.year, 1, 1), at, zone).astimezone(UTC)
    return first + (day - date(day.year, 1, 1))


def counts_hours_from_midnight(zone: ZoneInfo, day: date, at: time) -> datetime:
    midnight = datetime.combine(day, time.min, zone).astimezone(UTC)
    return midnight + timedelta(hours=at.hour, minutes=at.minute)


def takes_the_second_pass(zone: ZoneInfo, day: date, at: time) -> datetime:
    return datetime.combine(day, at.replace(fold=1), zone).astimezone(UTC)


def knows_no_gap(zone: ZoneInfo, day: date, at: time) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


@pytest.mark.parametrize("planted", [adds_days_in_utc, counts_hours_from_midnight, takes_the_second_pass, knows_no_gap])
def test_a_wrong_clock_is_found_out(planted: Moment, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (wall, hours):
        monkeypatch.setattr(module, "moment", planted)
    with pytest.raises(AssertionError):
        for zone in ZONES:
            ask_every_change(zone)


def test_a_smooth_grid_on_the_day_of_a_change_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall, "_is_smooth", lambda zone, day: True)
    with pytest.raises(AssertionError):
        ask_every_change("Europe/Berlin")


@pytest.mark.parametrize("forgotten", [why for why, _rule in rules.FOR_VISITORS])
def test_a_forgotten_rule_is_found_out(forgotten: Why, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "FOR_VISITORS", tuple(rule for rule in rules.FOR_VISITORS if rule[0] != forgotten))
    with pytest.raises(AssertionError):
        ask_many_clinics()


def test_rules_in_another_order_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "FOR_VISITORS", rules.FOR_VISITORS[::-1])
    with pytest.raises(AssertionError):
        ask_many_clinics()


def ask_many_clinics() -> None:
    for seed in range(60):
        moves = MOVES[ZONES[seed % 10]]
        case = case_of(Random(seed), [ZONES[seed % 10]], moves[seed % len(moves)])
        agree_on_offers(case)
        agree_on_reasons(case)


def test_proposals_that_forget_one_another_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Desk, "take", lambda desk, busy: None)
    with pytest.raises(AssertionError):
        for seed in range(10):
            proposals_keep_every_rule(seed)
