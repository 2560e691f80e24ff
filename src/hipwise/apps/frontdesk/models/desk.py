"""How the desk is manned, and what it has ready to say."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hipwise.apps.people.models import User


class DeskSettings(models.Model):
    """What the owner sets about writing to the clinic. There is one row at most; without it the defaults hold."""

    mail_to = models.EmailField("new messages are announced to", max_length=254, blank=True)
    promise = models.CharField("when an answer comes, in words", max_length=120, default="on the next working day")
    chat_on = models.BooleanField("live chat", default=True)
    keep_months = models.PositiveSmallIntegerField("closed conversations are kept for … months", default=12)
    only = models.BooleanField(default=True, editable=False, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(only=True), name="one_desk"),
            models.CheckConstraint(condition=Q(keep_months__gte=1, keep_months__lte=120), name="desk_keeps_a_while"),
        ]

    def __str__(self) -> str:
        return "the front desk"


class ChatHours(models.Model):
    """Usual hours of the chat on a weekday (Monday is 0), by the clinic's clock. None at all: nobody is ever there."""

    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField("from")
    closes = models.TimeField("to")

    class Meta:
        ordering = ["weekday", "opens", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="chat_weekday_of_seven"),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")) | Q(closes="00:00"), name="chat_hours_run_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"chat hours {self.pk}"


class Presence(models.Model):
    """Who is at the desk: ``here`` is what they chose, ``seen`` when their inbox was last connected."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="desk_presence")
    here = models.BooleanField("takes chats", default=True)
    seen = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"presence {self.pk}"


class SavedReply(models.Model):
    """Words the desk often says. ``{name}``, ``{me}``, ``{clinic}`` and the like are filled in when it is used."""

    title = models.CharField(max_length=60, unique=True)
    body = models.TextField(max_length=2000)
    used = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
