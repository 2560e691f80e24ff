"""Why a conversation is raised: which words of which message, found by which pattern. For staff alone."""

from __future__ import annotations

from dataclasses import dataclass

from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.domain.triage.catalogue import Pattern, load


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a message; ``marked`` where it is what was found."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Why:
    """One message with what was found in it. A booking note has no pieces: its words are the visit's."""

    message: Message
    pieces: list[Piece]
    patterns: list[Pattern]


def why_raised(conversation: Conversation) -> list[Why]:
    """Every message of the visitor in which something was found, in order. A pattern that is gone is left out."""
    said = conversation.messages.filter(side=Message.Side.VISITOR).select_related("visit").order_by("seq")
    return [_why(one) for one in said if one.flags]


def _why(message: Message) -> Why:
    found = [matched for _, _, matched in message.flags if matched]
    patterns = [load().pattern(key) for key, *_ in message.flags]
    pieces = marked(message.body, found) if found else []
    return Why(message, pieces, [one for one in patterns if one])


def marked(text: str, found: list[str]) -> list[Piece]:
    """The text in pieces, with what was found marked wherever its first mention stands; overlaps are one."""
    places = sorted((at, at + len(words)) for words in found if (at := text.find(words)) >= 0)
    pieces, last = [], 0
    for start, end in _joined(places):
        pieces += [Piece(text[last:start], False), Piece(text[start:end], True)]
        last = end
    return [piece for piece in (*pieces, Piece(text[last:], False)) if piece.text]


def _joined(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    whole: list[tuple[int, int]] = []
    for start, end in places:
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole
