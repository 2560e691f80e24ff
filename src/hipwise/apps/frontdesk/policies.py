"""Who may. Deny by default."""

from __future__ import annotations

from hipwise.apps.frontdesk.keys import Key
from hipwise.apps.frontdesk.models import Conversation
from hipwise.apps.people.policies import may_own, may_work_here
from hipwise.kit.actor import Actor


def may_answer(actor: Actor) -> bool:
    """The inbox: everybody who works here with a second factor."""
    return may_work_here(actor)


def may_set_up_desk(actor: Actor) -> bool:
    """Hours, promises and how long things are kept."""
    return may_own(actor)


def may_speak(actor: Actor, key: Key | None, conversation: Conversation | None) -> bool:
    """The visitor's side of one conversation; ``conversation`` is None before its first word.

    A key without an account opens what no account has claimed. Once one has, only that account's session does.
    """
    if key is None:
        return False
    owner = (conversation.user_id if conversation else None) or key.user_id
    return owner is None or owner == actor.user_id


def may_open_file(actor: Actor, audience: str, conversation: Conversation) -> bool:
    """A picture or PDF, by a pass for an audience; what an account has claimed asks for that account's session too."""
    if audience == "clinic":
        return may_answer(actor)
    return conversation.user_id is None or conversation.user_id == actor.user_id
