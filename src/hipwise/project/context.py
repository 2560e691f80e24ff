"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def place(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001
    """Whether this is the demo."""
    return {"demo": settings.DEMO}
