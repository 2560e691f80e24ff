"""The one line by which another website takes over the chat: `{% load desk_embed %}{% chat_line %}`."""

from __future__ import annotations

from django import template
from django.urls import reverse

from hipwise.apps.booking.links import absolute

register = template.Library()


@register.simple_tag
def chat_line() -> str:
    """The script tag."""
    return f'<script src="{absolute(reverse("frontdesk:embed_script"))}" async></script>'


@register.simple_tag
def chat_link() -> str:
    """A plain link for pages whose readers have no script."""
    return f'<a href="{absolute(reverse("frontdesk:chat"))}">Write to us</a>'
