"""Pieces of the pages that are not an editor's words."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context

from hipwise.apps.learn import calls, example, policies, selectors
from hipwise.kit.actor import actor_of
from hipwise.ui.charts import Figure

register = template.Library()


@register.inclusion_tag("learn/staff_notice.html", takes_context=True)
def staff_notice(context: Context) -> dict[str, Any]:
    """Tells staff whether a clinician signed the evidence; visitors get nothing and cost no query."""
    request: HttpRequest | None = context.get("request")
    if request is None or not policies.may_read_catalogue(actor_of(request)):
        return {"needed": False}
    return {"needed": True, "signed": selectors.signature()}


@register.inclusion_tag("learn/first_calls.html")
def first_calls() -> dict[str, Any]:
    """The first two calls that work."""
    return {"working": calls.working()[:2]}


@register.inclusion_tag("ui/figure.html")
def example_days() -> dict[str, Figure]:
    """What a journal can show, drawn from a made-up life."""
    return {"chart": example.chart()}
