"""Every address of the installation and the view behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver


@dataclass(frozen=True, slots=True)
class Door:
    """An address and what it opens. ``route`` is the pattern as written, joined over its includes."""

    route: str
    view: Callable[..., Any]

    @property
    def name(self) -> str:
        """Where the view is written."""
        written: Any = getattr(self.view, "view_class", self.view)
        return f"{written.__module__}.{getattr(written, '__qualname__', type(written).__qualname__)}"

    @property
    def has_policy(self) -> bool:
        """Whether the view carries ``@door``."""
        return callable(getattr(self.view, "hipwise_policy", None))

    @property
    def is_open(self) -> bool:
        """Whether Django lets visitors through to the view."""
        return getattr(self.view, "login_required", True) is False

    @property
    def address(self) -> str | None:
        """The path to ask for, or None where the route has a part that varies."""
        plain = re.sub(r"[\^$]|\\Z", "", self.route)
        return None if re.search(r"[<(\[*+?]", plain) else "/" + plain


def doors(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[Door]:
    """All doors below these patterns."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Door(route, pattern.callback)
        else:
            yield from doors(pattern.url_patterns, route)
