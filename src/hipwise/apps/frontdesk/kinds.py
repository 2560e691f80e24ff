"""The letter that asks staff to look at a raised conversation, and its ladder.

It goes out at once, and after 15, 30 and 60 minutes for as long as nobody has taken the conversation on: first to the
front desk, the owners and whoever holds the conversation; from the second on to everybody who works here. Hours and
quiet hours make no difference: whether somebody reads mail at night is theirs to say, and the visitor's card says that
nobody is watching. A letter says that the inbox is to be opened, and not a word of why, of whom, or of what.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.template.loader import render_to_string
from django.urls import reverse

from hipwise.apps.booking.links import absolute
from hipwise.apps.frontdesk.letters import never_costing
from hipwise.apps.frontdesk.models import Conversation
from hipwise.apps.frontdesk.policies import may_answer
from hipwise.apps.notifications import kinds
from hipwise.apps.notifications.kinds import Kind, Message
from hipwise.apps.notifications.models import Notice
from hipwise.apps.notifications.services import Recipient, plan_notice, withdraw_notices
from hipwise.apps.people.models import StaffSeat
from hipwise.apps.people.selectors import clinic_zone, staff

RAISED = "desk_raised"
STEPS = (timedelta(0), timedelta(minutes=15), timedelta(minutes=30), timedelta(minutes=60))
LASTS = timedelta(days=1)
"""How long a letter may be late, should the mail server be down."""
FIRST_TOLD = (StaffSeat.Work.FRONT_DESK, StaffSeat.Work.OWNER)


def register_raised() -> None:
    """Say that there is such a letter. It cannot be switched off."""
    kinds.register(
        Kind(RAISED, "That somebody must look at the inbox now", _raised, may_answer, when_quiet="anyway", must=True)
    )


def tell_raised(conversation: Conversation, now: datetime) -> None:
    """Ask staff to look, as part of the transaction under way; while a ladder runs no second one begins.

    Whatever goes wrong here, the message is stored and the conversation stays raised.
    """
    with never_costing(conversation):
        if not Notice.objects.filter(kind=RAISED, subject=conversation.pk, state=Notice.State.WAITING).exists():
            _plan(conversation, now)


def withdraw_raised(conversation: Conversation) -> None:
    """Somebody has taken it on: what still waits is not told."""
    withdraw_notices([RAISED], conversation.pk)


def _plan(conversation: Conversation, now: datetime) -> None:
    zone = clinic_zone().key
    for step, later in enumerate(STEPS):
        for number in _told(conversation, step):
            key = f"{RAISED}:{conversation.pk}:{conversation.last_seq}:{step}:{number}"
            due = now + later
            plan_notice(
                RAISED, conversation.pk, Recipient(zone, number), key=key, due=due, expires=due + LASTS, now=now
            )


def _told(conversation: Conversation, step: int) -> Iterable[int]:
    seats = list(staff().values_list("user", "work"))
    everybody = dict.fromkeys(user for user, _ in seats)
    first = [user for user in everybody if user == conversation.assigned_id or _is_first(user, seats)]
    return everybody if step else first or everybody


def _is_first(user: int, seats: list[tuple[int, str]]) -> bool:
    return any(who == user and work in FIRST_TOLD for who, work in seats)


def _raised(number: int) -> Message | None:
    if not Conversation.objects.filter(pk=number, raised__gt=0, taken_on_at=None).exists():
        return None
    said = {"link": absolute(reverse("frontdesk:inbox"))}
    return Message("Please open the clinic’s inbox", render_to_string("frontdesk/email/raised.txt", said))
