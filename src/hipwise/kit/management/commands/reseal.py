"""Rewrite what is sealed under the newest key, so that an older key can be dropped.

Put the new key first in ``HIPWISE_FIELD_KEYS`` (or the ``field-keys`` file), restart, run this, then take the
old key away. It goes through the tables in steps; stopped half-way, it is simply run again: rows that are
under the newest key already are left as they are.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction
from django.db.models import F, TextField
from django.db.models.functions import Cast

from hipwise.kit.sealed import SealedBytes, box, sealed_fields

STEP = 500
"""Rows of one step, which are in memory together. Of sealed bytes there is one: it may be ten million long."""


class Command(BaseCommand):
    """``hipwise manage reseal``."""

    help = "Rewrite everything sealed under the newest key (HIPWISE_FIELD_KEYS, newest first)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--check`` only counts."""
        parser.add_argument("--check", action="store_true", help="only count what is not under the newest key")

    def handle(self, *_: Any, check: bool, **__: Any) -> None:
        """Do it, table by table.

        Raises:
            CommandError: when a row opens with none of the keys. Rows done so far stay done.
        """
        old = 0
        for model in apps.get_models():
            for field in sealed_fields(model):
                step = 1 if isinstance(field, SealedBytes) else STEP
                old += sum(_reseal(model, field, numbers, check=check) for numbers in _steps(model, step))
        old += sum(_reseal_secrets(numbers, check=check) for numbers in _steps(Authenticator, STEP))
        verb = "are not" if check else "were put"
        self.stdout.write(f"{old} values {verb} under the newest key.")


def renewed(token: str) -> str | None:
    """A token under the newest key; None when it is under it already.

    Raises:
        CommandError: when no key opens it.
    """
    newest = Fernet(settings.FIELD_KEYS[0])
    try:
        newest.decrypt(token.encode())
    except InvalidToken:
        try:
            return box().rotate(token.encode()).decode()
        except InvalidToken:
            raise CommandError("A value opens with none of the keys. Is one missing from HIPWISE_FIELD_KEYS?") from None
    return None


def _steps(model: type[models.Model], step: int) -> Iterator[list[Any]]:
    last: Any = None
    while True:
        rows = model._base_manager.order_by("pk")
        numbers = list((rows.filter(pk__gt=last) if last is not None else rows).values_list("pk", flat=True)[:step])
        if not numbers:
            return
        yield numbers
        last = numbers[-1]


def _reseal(model: type[models.Model], field: models.Field[Any, Any], numbers: list[Any], *, check: bool) -> int:
    """One step of one field; how many values were under an older key."""
    done = 0
    with transaction.atomic():
        rows = model._base_manager.select_for_update().filter(pk__in=numbers)
        stored = rows.annotate(token=Cast(F(field.attname), TextField())).values_list("pk", "token")
        for number, token in stored:
            new = renewed(token) if token is not None else None
            if new is None:
                continue
            done += 1
            if not check:
                model._base_manager.filter(pk=number).update(**{field.attname: models.Value(new, TextField())})
    return done


def _reseal_secrets(numbers: list[Any], *, check: bool) -> int:
    """Second factors: allauth keeps a secret or a seed, sealed by people's adapter, inside a plain JSON value."""
    done = 0
    with transaction.atomic():
        for factor in Authenticator.objects.select_for_update().filter(pk__in=numbers):
            for key in ("secret", "seed"):
                new = renewed(factor.data[key]) if key in factor.data else None
                if new is None:
                    continue
                done += 1
                factor.data[key] = new
            if not check:
                factor.save(update_fields=["data"])
    return done
