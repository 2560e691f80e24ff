"""Who knows what about a person: every app that keeps rows about people registers how they leave and how they go.

An app writes its ``privacy.py`` with one :class:`Claim` and calls :func:`register` in ``AppConfig.ready``.
Apps that stand below this one cannot, so ``privacy.people`` speaks for them. A test walks all tables and
fails on one that leads to a person and that no claim names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

Content = str | bytes | list[Any] | dict[str, Any]
"""What goes in one file of the download: text and bytes (a picture) as they are, anything else as JSON."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The person it is about. ``patient_id`` is None for somebody who only works here."""

    user_id: int
    patient_id: int | None
    email: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What one app keeps about people.

    ``tables`` are its models that lead to a person, history tables included. ``export`` gives file names
    and their content. ``erase`` removes every row of the person and runs inside one transaction with all
    the others, in the order of registration: high apps first. ``stays`` says in plain words what is kept
    after erasing and why; empty when nothing is.
    """

    name: str
    tables: tuple[type[models.Model], ...]
    export: Callable[[Subject], Mapping[str, Content]]
    erase: Callable[[Subject], None]
    stays: str = ""


_claims: dict[str, Claim] = {}


def register(claim: Claim) -> None:
    """Add an app's claim; a second one of the same name takes its place."""
    _claims[claim.name] = claim


def registered() -> list[Claim]:
    """Every claim, in the order in which people are erased."""
    return list(_claims.values())
