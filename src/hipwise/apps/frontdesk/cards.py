"""The card with the clinic's numbers that a visitor sees at once when words of crisis or of a red flag were found.

It goes with the message's answer and never instead of it. Only its first line is announced by screen readers at once
(``role="alert"``: somebody in danger must not have to look for the number); the rest is read at one's own pace.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.selectors.desk import Desk, desk_at
from hipwise.apps.frontdesk.services import core
from hipwise.apps.people.models import Clinic
from hipwise.apps.people.selectors import clinic
from hipwise.domain.triage.language import language_of
from hipwise.kit import clock

ORDER = ("crisis", "red_flag")
"""Crisis comes first."""
LOOKED_AT = 5 * core.LONGEST
"""Letters of a text too long to be stored that are looked at."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number to call: ``shown`` as the clinic wrote it, ``dialled`` for a link."""

    shown: str
    dialled: str


def card_for(message: Message) -> str:
    """The card for a visitor's message, as HTML; empty when nothing was found in it."""
    return _drawn(sorts_of([message]), message.body)


def card_for_words(text: str) -> str:
    """The card for words that were not stored, whatever stood in their way; empty when nothing was found in them.

    It does not say that the clinic has them.
    """
    found = {one.sort for one in core.concerns_in(text[:LOOKED_AT])}
    return _drawn([sort for sort in ORDER if sort in found], text[:LOOKED_AT], is_stored=False)


def card_of(conversation: Conversation) -> str:
    """The card that stays beside a raised conversation; empty once somebody took it on and the talk is closed."""
    over = conversation.taken_on_at is not None and conversation.state == Conversation.State.CLOSED
    if conversation.raised == Conversation.Raised.NO or over:
        return ""
    found = [one for one in conversation.messages.filter(side=Message.Side.VISITOR).order_by("seq") if one.flags]
    return _drawn(sorts_of(found), "\n".join(one.body for one in found))


def sorts_of(messages: Iterable[Message]) -> list[str]:
    """Which sorts of words were found in messages, crisis first."""
    found = {sort for one in messages for _, sort, *_ in one.flags}
    return [sort for sort in ORDER if sort in found]


def _drawn(sorts: list[str], text: str, *, is_stored: bool = True) -> str:
    ours = clinic() if sorts else None
    if ours is None:
        return ""
    language = language_of(text)
    desk = desk_at(clock.now()) if is_stored else None
    cards = [_card(sort, language, ours, desk) for sort in sorts]
    return render_to_string("frontdesk/card.html", {"cards": cards, "language": language}).strip()


def _card(sort: str, language: str, ours: Clinic, desk: Desk | None) -> dict[str, Any]:
    """One card: ``first`` is the one next step."""
    say, crisis = card_words()[language], sort == "crisis"
    first, emergency = number(ours.crisis_number if crisis else ours.emergency_number), number(ours.emergency_number)
    prefix = "crisis" if crisis else "flag"
    return {
        "sort": sort,
        "title": say[f"{prefix}_title"],
        "lead": say[f"{prefix}_lead"].format(number=first.shown),
        "first": first,
        "call": say[f"{prefix}_call"].format(number=first.shown),
        "about": ours.crisis_words if crisis else say["flag_when"],
        "danger": say["danger"] if crisis else "",
        "emergency": emergency,
        "desk": _desk(say, desk, language) if desk else "",
        "phone_words": say["phone"],
        "phone": number(ours.phone) if ours.phone else None,
        "careful": say["careful"],
    }


def _desk(say: dict[str, str], desk: Desk, language: str) -> str:
    if desk.open:
        return say["here"]
    if desk.within_hours or desk.next_opening is None:
        return say["nobody"]
    return f"{say['nobody']} {say['opens'].format(time=_moment(desk.next_opening, language))}"


def _moment(moment: datetime, language: str) -> str:
    """A weekday and a time in the visitor's language; the weekday names no date beyond the coming week."""
    with translation.override(language):
        return date_format(moment, "l j F, H:i")


def number(text: str) -> Number:
    """A number as written, held together on one line, and as dialled."""
    return Number(
        text.replace(" ", "\N{NO-BREAK SPACE}"), "".join(one for one in text if one.isdigit() or one in "+*#")
    )


@functools.cache
def card_words() -> dict[str, dict[str, str]]:
    """What the card says, by language."""
    file = resources.files(__package__).joinpath("card_words.toml")
    words: dict[str, dict[str, str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return words
