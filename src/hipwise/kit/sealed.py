"""Personal free text, encrypted at rest with keys of its own that rotate.

``HIPWISE_FIELD_KEYS`` (or the ``field-keys`` file of the data directory) lists Fernet keys, newest
first: the first seals, every one opens. ``hipwise manage reseal`` rewrites old rows under the newest
key, after which an old key may be dropped. Why not the listed library: docs/adr/0003.
"""

from __future__ import annotations

import functools
import json
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models import Lookup


@functools.cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def box() -> MultiFernet:
    """Today's keys: the first seals, every one opens."""
    return _box(tuple(settings.FIELD_KEYS))


class _Sealed(models.Field[Any, Any]):
    """What the database stores is a token; only NULL can be asked about."""

    def get_internal_type(self) -> str:
        return "TextField"

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed: the database cannot search it")
        return super().get_lookup(lookup_name)


class SealedText(_Sealed, models.TextField[Any, Any]):
    """Text sealed at rest. Empty text is stored sealed too, so that its absence tells nothing.

    Raises on reading: ``cryptography.fernet.InvalidToken`` when no key opens the row.
    """

    def get_prep_value(self, value: Any) -> str | None:
        """Seal."""
        return None if value is None else box().encrypt(str(value).encode()).decode()

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        """Open what was stored."""
        return None if value is None else box().decrypt(value.encode()).decode()


class SealedBytes(_Sealed):
    """Bytes sealed at rest, such as a picture, stored as the token's text: a third longer than what it seals."""

    def get_prep_value(self, value: Any) -> str | None:
        """Seal."""
        return None if value is None else box().encrypt(bytes(value)).decode()

    def from_db_value(self, value: str | None, *_: Any) -> bytes | None:
        """Open what was stored."""
        return None if value is None else box().decrypt(value.encode())


class SealedJSON(_Sealed, models.JSONField):
    """A JSON value sealed at rest as one token."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> str | None:  # noqa: ARG002
        """Seal; the database's own JSON type plays no part."""
        return self.get_prep_value(value)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:  # noqa: ARG002
        """Seal; JSONField would adapt the value for the database a second time. An SQL expression is left alone."""
        return value if hasattr(value, "as_sql") else self.get_prep_value(value)

    def get_prep_value(self, value: Any) -> str | None:
        """Seal."""
        return None if value is None else box().encrypt(json.dumps(value).encode()).decode()

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        """Open what was stored."""
        return None if value is None else json.loads(box().decrypt(value.encode()))


def sealed_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields of a model that are encrypted."""
    return [field for field in model._meta.get_fields() if isinstance(field, _Sealed)]
