"""Fills an empty installation with the demo clinic, through the same services that people use."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from hipwise.apps.insight.services import name_suspects, set_beginning
from hipwise.apps.journal.selectors import factor_names
from hipwise.apps.journal.services import bring_in_entries
from hipwise.apps.learn.laid import Member
from hipwise.apps.learn.services import lay_pages
from hipwise.apps.people import selectors, services
from hipwise.apps.people.models import StaffSeat, User
from hipwise.kit.actor import Actor
from hipwise.kit.refusal import Refusal
from hipwise.project.demo import cast, lives, talks, visits
from hipwise.project.setup import Say


@transaction.atomic
def load(now: datetime, say: Say) -> None:
    """Load everything or nothing, so that a start that was cut off leaves no half a clinic."""
    clinic = services.open_clinic(**cast.CLINIC, is_demo=True)
    if isinstance(clinic, Refusal):
        return  # another start was quicker
    say("Opening the demo clinic …")
    for person in cast.STAFF:
        services.make_demo_person(
            person.email, person.name, cast.PASSWORD, now, work=person.work, registration=person.registration
        )
    lay_pages(clinic, team=[Member(p.name, _work(p), p.about) for p in cast.STAFF if p.about])
    say("  its people and its pages")
    for life in cast.PATIENTS:
        written = _move_in(life, now)
        say(f"  {life.name}: {written} check-ins")
    say(f"  its calendar: {visits.lay_calendar(now)} visits")
    say(f"  its inbox: {talks.lay_desk(now)} conversations")


def _work(person: cast.Staff) -> str:
    return StaffSeat.Work(person.work).label


def _move_in(life: cast.Life, now: datetime) -> int:
    joined = now - timedelta(days=life.until + life.days)
    user = services.make_demo_person(life.email, life.name, cast.PASSWORD, joined, shares=life.shares)
    contents = lives.journal_of(life, now, selectors.clinic_zone())
    actor = _as_patient(user)
    written = bring_in_entries(actor, user.patient.pk, contents, now=now)
    if life.suspects is not None:
        _answer(actor, user.patient.pk, life.suspects, now)
    if life.began is not None:
        today = now.astimezone(selectors.clinic_zone()).date()
        day = today - timedelta(days=life.until + life.days - 1 - life.began.day)
        _made(set_beginning(actor, user.patient.pk, day, life.began.label, today=today))
    return written


def _answer(actor: Actor, patient_id: int, suspects: tuple[str, ...], now: datetime) -> None:
    """What Insight asks before it shows a first result."""
    own = next(iter(factor_names(patient_id)), "")
    _made(name_suspects(actor, patient_id, [own if name == "own" else name for name in suspects], now=now))


def _made(answer: object) -> None:
    """Stop where a made-up life asks for what is refused to real ones.

    Raises:
        ValueError: with the refusal's words.
    """
    if isinstance(answer, Refusal):
        raise ValueError(answer.words)


def _as_patient(user: User) -> Actor:
    return Actor(user_id=user.pk, patient_id=user.patient.pk, roles=frozenset({"patient"}))
