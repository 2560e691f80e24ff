"""What bubbles need to show files: `{% load desk_files %}`."""

from __future__ import annotations

from typing import Any

from django import template

from hipwise.apps.frontdesk.models import Attachment
from hipwise.apps.frontdesk.passes import new_pass
from hipwise.apps.frontdesk.pictures import shown_size
from hipwise.apps.frontdesk.selectors.rooms import Audience

register = template.Library()
FROM = {"visitor": "the visitor", "clinic": "the clinic"}


@register.simple_tag
def file_of(one: Attachment, audience: Audience) -> dict[str, Any]:
    """Whose file it is, a fresh pass to it, and a picture's size in the conversation in pixels."""
    width, height = shown_size(one.width, one.height)
    whose = "you" if one.side == audience else FROM.get(one.side, one.side)
    return {"pass": new_pass(one.uid, audience), "whose": whose, "width": width, "height": height}
