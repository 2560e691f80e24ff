"""Scheduling is publishing: a version that may not be published may not wait for its hour either."""

from __future__ import annotations

from typing import Any

from wagtail.models import Revision

from hipwise.apps.learn.models import ClinicPage


def refuse_to_schedule(instance: Revision, raw: bool = False, **_: Any) -> None:
    """Raise ValidationError when a version is given its hour and holds what may not be published."""
    if raw or instance.approved_go_live_at is None:
        return
    page = instance.as_object()
    if isinstance(page, ClinicPage):
        page.refuse_to_publish()
