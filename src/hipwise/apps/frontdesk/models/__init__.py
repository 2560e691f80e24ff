"""What the front desk keeps."""

from hipwise.apps.frontdesk.models.desk import ChatHours, DeskSettings, Presence, SavedReply
from hipwise.apps.frontdesk.models.spent import SpentCheck
from hipwise.apps.frontdesk.models.talk import Attachment, Conversation, Message

__all__ = [
    "Attachment",
    "ChatHours",
    "Conversation",
    "DeskSettings",
    "Message",
    "Presence",
    "SavedReply",
    "SpentCheck",
]
