"""The demo clinic's front desk: its hours, what it has ready to say, and an inbox as on a working day."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hipwise.apps.booking.models import Service
from hipwise.apps.booking.selectors.times import Ask, soonest
from hipwise.apps.frontdesk import agreement
from hipwise.apps.frontdesk.models import Conversation, DeskSettings, Message, SavedReply
from hipwise.apps.frontdesk.services import core, handling
from hipwise.apps.frontdesk.services.core import Said, Visitor, Words
from hipwise.apps.frontdesk.services.desk import set_up_desk
from hipwise.apps.frontdesk.services.offers import Offering, offer_time
from hipwise.apps.frontdesk.services.replies import save_reply
from hipwise.apps.people.models import Patient, User
from hipwise.domain.scheduling.clinic import Wanted
from hipwise.kit.actor import Actor
from hipwise.project.demo import cast

SPACE = uuid.UUID("6d1b2c1e-53a8-4f0e-9f5e-2a0f5a1c7e11")
"""Numbers of demo conversations are made from this, the same at every start. Their keys are signed all the same."""
HOURS = (*((day, time(8), time(18)) for day in range(5)), (5, time(9), time(13)))

Topic, Kind, Side = Conversation.Topic, Message.Kind, Message.Side

REPLIES = (
    (
        "How to find us",
        "Hello {name}, we are at 12 Linden Street, on the ground floor. The bus stop is at the door, and there is a "
        "place to park for people who can’t walk far. {me}",
    ),
    (
        "Do I need a referral?",
        "Hello {name}, no: you can come without a referral. Times that are free are here: {booking_link}",
    ),
    (
        "What a first visit is like",
        "A first visit takes 45 minutes. We listen, look at how you move, and tell you what we think. Wear something "
        "you can move in.",
    ),
    (
        "We are closing for today",
        "Thank you, {name}. Our chat opens again {opening}. If you write here now, you get an answer {promise}. {me}",
    ),
    (
        "We can’t judge this in writing",
        "Thank you for telling us, {name}. This is something we need to see rather than read about. May I call you? "
        "{me}, {clinic}",
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said: how many minutes ago, by whom (nobody of the staff: the visitor), and whether for staff alone."""

    ago: int
    text: str
    by: str = ""
    note: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation: who, by which way, about what, and all that was said. ``fate`` is what became of it."""

    who: Visitor
    lines: tuple[Line, ...]
    source: str = Conversation.Source.CHAT
    topic: str = ""
    fate: str = ""
    spam: str = ""
    proved: bool = False


HOUR, DAY = 60, 24 * 60
TALKS = (
    Talk(
        Visitor(),
        (
            Line(6, "Hi. The side of my hip hurts when I lie on it. Do you treat that?"),
            Line(5, "Good morning. Yes, often. Did you fall, or do you have a fever?", "dara"),
            Line(3, "No fall, no fever. Just weeks of bad sleep."),
            Line(2, "Is there a time this week?"),
        ),
    ),
    Talk(
        Visitor("Dana Wolfe (demo)", "dana@guest.example"),
        (Line(48, "My left hip is stiff in the morning and I sit all day. Can I come before work on Fridays?"),),
        Conversation.Source.FORM,
        Topic.BOOKING,
    ),
    Talk(
        Visitor("Ruth Adler (demo)", "ruth.adler@guest.example", "+353 20 912 1101"),
        (
            Line(26, "Hello, I was with Ben last week for my right hip."),
            Line(24, "Since last night the pain is new, I have a fever of 38.4 and I can’t put weight on the leg."),
        ),
    ),
    Talk(
        Visitor("Marcus Hale (demo)", "marcus@guest.example"),
        (
            Line(5 * HOUR, "Is a first visit possible in the evening? I work until five."),
            Line(4 * HOUR + 40, "Asked Ben whether he stays longer on Mondays.", "dara", note=True),
            Line(4 * HOUR + 30, "Hello Marcus, here is the latest time we have. It is kept for you.", "dara"),
        ),
        Conversation.Source.FORM,
        Topic.BOOKING,
        fate="offered",
        proved=True,
    ),
    Talk(
        Visitor("Orla Keating (demo)", "orla@guest.example"),
        (
            Line(DAY + 90, "My insurance asks for a letter about my six visits. Can you write one?"),
            Line(DAY + 30, "Yes. Faye is back the day after tomorrow and will write it.", "dara"),
        ),
        Conversation.Source.FORM,
        Topic.COSTS,
        fate="snoozed",
    ),
    Talk(
        Visitor("Best Rank Agency", "sales@rank.example"),
        (Line(9 * HOUR, "Dear owner, we bring your website to the first place. See https://rank.example today!"),),
        Conversation.Source.FORM,
        Topic.OTHER,
        spam="a link, and sent very quickly",
    ),
    Talk(
        Visitor("Simon Achebe (demo)", "simon@guest.example"),
        (
            Line(2 * DAY + 70, "Do I need a referral from my doctor?"),
            Line(2 * DAY + 66, "No, you can come without one. Times that are free are on our booking page.", "dara"),
            Line(2 * DAY + 64, "Great, thank you!"),
        ),
        fate="closed",
    ),
    Talk(
        Visitor("Lena Fischer (demo)", "lena@guest.example"),
        (
            Line(4 * DAY + 200, "Can I bring my baby to the visit? She is five months old."),
            Line(4 * DAY + 130, "Of course. There is room for a pram, and a quiet corner.", "faye"),
        ),
        Conversation.Source.FORM,
        Topic.TREATMENT,
        fate="closed",
    ),
)
OF_HANA = Talk(
    Visitor(),
    (
        Line(3 * HOUR, "I did the new exercise three times and it clicks, but it doesn’t hurt. Should I go on?"),
        Line(2 * HOUR + 50, "Clicks about exercises: Ben or Faye answer those.", "dara", note=True),
        Line(2 * HOUR, "If it doesn’t hurt, go on, a little slower. We look at it on your next visit.", "ben"),
    ),
)


def lay_desk(now: datetime) -> int:
    """Hours, replies and conversations; how many there are. The same on the same day."""
    owner = _actor("olga", "owner")
    set_up_desk(owner, DeskSettings(mail_to="dara@demo.example", promise="on the next working day"), HOURS)
    for title, body in REPLIES:
        save_reply(_actor("dara", "front_desk"), SavedReply(title=title, body=body))
    _put_away_notes(now)
    for number, talk in enumerate(TALKS):
        _lay(talk, number, now)
    hana = Patient.objects.select_related("user").get(user__email="hana@demo.example")
    theirs = Visitor(hana.name, hana.user.email if hana.user else "", "", hana.user_id, hana.pk)
    _lay(Talk(theirs, OF_HANA.lines), len(TALKS), now)
    return Conversation.objects.count()


def _lay(talk: Talk, number: int, now: datetime) -> None:
    began = now - timedelta(minutes=talk.lines[0].ago)
    agreed = {"agreed": began, "agreed_to": agreement.VERSION} if talk.source == Conversation.Source.FORM else {}
    mine = core.begin(
        uuid.uuid5(SPACE, str(number)),
        talk.source,
        talk.who,
        began,
        topic=talk.topic,
        spam=bool(talk.spam),
        spam_why=talk.spam,
        proved=began if talk.proved else None,
        **agreed,
    )
    for line in talk.lines:
        _say(mine, line, now)
    mine.refresh_from_db()
    _let_it_be(mine, talk.fate, now)


def _say(talk: Conversation, line: Line, now: datetime) -> None:
    """Through the services that people use."""
    at = now - timedelta(minutes=line.ago)
    client = uuid.uuid5(talk.uid, line.text)
    if not line.by:
        said = core.say(talk, Words(Side.VISITOR, line.text, client=client), at)
    elif line.note:
        said = handling.note(_actor(line.by), talk, line.text, at, client=client)
    else:
        said = handling.answer(_actor(line.by), talk, line.text, at, client=client, seen=None)
    if not isinstance(said, Said):
        raise ValueError(said.words)


def _let_it_be(talk: Conversation, fate: str, now: datetime) -> None:
    dara, after = _actor("dara"), talk.last_at + timedelta(minutes=5)
    if fate == "closed":
        handling.close(dara, talk, after, seen=talk.last_seq)
    elif fate == "snoozed":
        tomorrow = now.astimezone(ZoneInfo(cast.CLINIC["time_zone"])).date() + timedelta(days=1)
        until = datetime.combine(tomorrow, time(8), ZoneInfo(cast.CLINIC["time_zone"]))
        handling.snooze(dara, talk, until, after, seen=talk.last_seq)
    elif fate == "offered":
        _offer(dara, talk, now)


def _offer(actor: Actor, talk: Conversation, now: datetime) -> None:
    """The latest hour that is free on the next days."""
    service = Service.objects.get(slug="first-visit")
    days = soonest(Ask(service), now.date() + timedelta(days=2), 5, now)
    free = [one for times in days.values() for one in times]
    if not free:
        return
    last = max(free, key=lambda one: one.start.timetz().replace(tzinfo=None))
    wanted = Wanted(service.pk, last.practitioner.pk, last.location.pk, last.start)
    lead = timedelta(hours=service.lead_hours)
    offer_time(actor, talk, Offering(wanted, False, lead, uuid.uuid5(talk.uid, "offer")), now)


def _put_away_notes(now: datetime) -> None:
    """Booking notes have come with the demo's visits: the newest one is still to be read."""
    dara = _actor("dara")
    for old in Conversation.objects.filter(source=Conversation.Source.BOOKING).order_by("-last_at", "-pk")[1:]:
        core.mark(old, Side.CLINIC, old.last_seq, old.last_seq)
        handling.close(dara, old, min(now, old.last_at + timedelta(hours=1)), seen=old.last_seq)


def _actor(name: str, role: str = "") -> Actor:
    """Somebody of the demo's staff."""
    user = User.objects.get(email=f"{name}@demo.example")
    return Actor(user_id=user.pk, roles=frozenset({"owner" if role == "owner" else "front_desk"}))
