"""Made-up figures for the gallery."""

from __future__ import annotations

from typing import Any


def charts() -> dict[str, Any]:
    """One figure of each kind."""
    return {}
