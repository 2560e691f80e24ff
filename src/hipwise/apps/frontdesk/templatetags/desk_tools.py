"""What the desk's tools put into pages of others: an offered time in a bubble, replies beside the composer."""

from __future__ import annotations

from typing import Any

from django import template

from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.frontdesk.selectors import desk, linking, offers, replies
from hipwise.apps.people.models import Patient
from hipwise.kit import clock
from hipwise.kit.actor import actor_of

register = template.Library()


@register.simple_tag
def offered(message: Message) -> offers.Offered | None:
    """How the offer of a message stands now."""
    return offers.offered(message, clock.now())


@register.filter
def visit_words(visit: Any) -> str:
    """A visit in one line."""
    return offers.when_in_words(visit)


@register.simple_tag(takes_context=True)
def ready_replies(context: dict[str, Any], talk: Conversation) -> list[replies.Ready]:
    """The saved replies as they read in this conversation."""
    return replies.ready(talk, context["request"].user, clock.now())


@register.simple_tag(takes_context=True)
def takes_chats(context: dict[str, Any]) -> bool:
    """Whether the person at this page said that they take chats."""
    return desk.takes_chats(actor_of(context["request"]).user_id)


@register.simple_tag
def open_offers(talk: Conversation) -> list[dict[str, Any]]:
    """The times that are kept for this visitor now."""
    return offers.open_offers(talk, clock.now())


@register.simple_tag
def suggested_patient(talk: Conversation) -> Patient | None:
    """The patient whose proven address this conversation has."""
    return linking.suggested(talk)
