"""Who is asking."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, cast

from django.http import HttpRequest

Role = Literal["patient", "practitioner", "front_desk", "owner"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request, as policies see them.

    ``user_id`` is None for a visitor. ``patient_id`` is their own patient record, if they are one.
    ``roles`` holds "patient" only while they agree to what the clinic keeps, and a staff role only in
    a session that used a second factor. Where a role is still owed something, ``step`` is the address
    of the page that settles it, and a refused door leads there.
    """

    user_id: int | None = None
    patient_id: int | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    step: str = ""

    @property
    def is_staff(self) -> bool:
        """Whether this is someone who works at the clinic."""
        return bool(self.roles - {"patient"})


VISITOR = Actor()


def actor_of(request: HttpRequest) -> Actor:
    """The actor that the middleware put on the request; a visitor where it did not run (error pages)."""
    return cast(Actor, getattr(request, "actor", VISITOR))
