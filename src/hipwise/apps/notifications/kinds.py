"""The kinds of notice there are. Apps that stand higher register theirs, and say what each tells when it is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from hipwise.kit.doors import Policy

WhenQuiet = Literal["later", "earlier", "anyway"]
"""What a kind does in quiet hours: wait for the morning, come the evening before, or take no notice of them."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message: its name, its bytes, and its type with any parameters."""

    name: str
    content: bytes
    type: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is told. ``title`` and ``brief`` are all that a small screen shows, so they hold nothing about health."""

    title: str
    text: str
    brief: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice.

    ``compose`` makes the message from what is so at the moment of sending, given the number of the notice's
    subject; None when there is nothing to tell any more. ``must`` kinds cannot be switched off. ``meant_for``
    says whose page of choices lists it.
    """

    name: str
    label: str
    compose: Callable[[int], Message | None]
    meant_for: Policy
    when_quiet: WhenQuiet = "later"
    channels: tuple[str, ...] = ("email",)
    must: bool = False


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind; a second one of the same name takes its place."""
    _kinds[kind.name] = kind


def named(name: str) -> Kind | None:
    """The kind of this name; None where no app speaks for it (any more)."""
    return _kinds.get(name)


def every() -> list[Kind]:
    """All kinds, in the order in which they were registered."""
    return list(_kinds.values())
