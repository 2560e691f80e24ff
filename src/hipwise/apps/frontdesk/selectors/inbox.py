"""The staff's list of conversations: folders, who stands where in them, and what one row needs.

A snoozed conversation whose time is over counts as open by query, so nothing has to wake it. A raised one that nobody
has taken on is everybody's: it stands on top of every folder of open ones, suspected spam or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When

from hipwise.apps.frontdesk.models import Conversation, Message
from hipwise.apps.people.models import StaffSeat, User

State, Kind, Side = Conversation.State, Message.Kind, Message.Side

FOLDERS: Mapping[str, str] = {
    "needs": "Needs an answer",
    "mine": "Mine",
    "open": "All open",
    "snoozed": "Snoozed",
    "closed": "Closed",
    "spam": "Spam",
}
A_PAGE = 30
"""Rows of one page of the list."""
NAMELESS = "Visitor"
"""What a visitor is called who gave no name."""
HISTORY = 8
"""Earlier conversations of a person that are listed beside this one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. ``last`` is the newest message a visitor may see, ``holder`` who it is assigned to."""

    talk: Conversation
    last: Message | None
    unread: bool
    alarm: bool
    woken: bool
    holder: User | None

    @property
    def who(self) -> str:
        """What to call the visitor."""
        return name_of(self.talk)


def name_of(talk: Conversation) -> str:
    """Who writes, as far as they said or staff know."""
    known = talk.name or (talk.patient.name if talk.patient else "") or (talk.user.get_full_name() if talk.user else "")
    return known.strip() or NAMELESS


# Which stand where


def _awake(now: datetime) -> Q:
    return Q(state=State.OPEN) | Q(state=State.SNOOZED, snoozed_until__lte=now)


ALARM = Q(raised__gt=0, taken_on_at=None)
"""Raised, and nobody has taken it on."""


def _in(folder: str, user_id: int | None, now: datetime) -> Q:
    """The conversations of a folder."""
    awake, honest = _awake(now), Q(spam=False)
    alarm = awake & ALARM
    wants = Q(waiting_since__isnull=False) | Q(state=State.SNOOZED)
    found = {
        "needs": alarm | awake & honest & wants,
        "mine": alarm | awake & honest & Q(assigned=user_id),
        "open": alarm | awake & honest,
        "snoozed": honest & Q(state=State.SNOOZED, snoozed_until__gt=now),
        "closed": honest & Q(state=State.CLOSED),
        "spam": Q(spam=True),
    }
    return found[folder] & Q(last_seq__gt=0)  # one that began with a file nobody has sent yet says nothing


_BY_ALARM = Case(When(ALARM, then=F("raised")), default=Value(0), output_field=IntegerField()).desc()
_ORDER = {
    "needs": (_BY_ALARM, F("waiting_since").asc(nulls_last=True), "-last_at", "-pk"),
    "mine": (_BY_ALARM, "-last_at", "-pk"),
    "open": (_BY_ALARM, "-last_at", "-pk"),
    "snoozed": ("snoozed_until", "pk"),
    "closed": ("-closed_at", "-pk"),
    "spam": ("-last_at", "-pk"),
}


def counts(user_id: int | None, now: datetime) -> dict[str, int]:
    """How many conversations each folder holds."""
    wanted = {folder: Count("pk", filter=_in(folder, user_id, now)) for folder in FOLDERS}
    return Conversation.objects.aggregate(**wanted)


def needs_count(now: datetime) -> int:
    """How many conversations wait for the clinic."""
    return Conversation.objects.filter(_in("needs", None, now)).count()


def folder_page(folder: str, user_id: int | None, now: datetime, number: int | str | None) -> Page[Conversation]:
    """One page of a folder, the most pressing first; a page that does not exist is the nearest one."""
    rows = Conversation.objects.filter(_in(folder, user_id, now)).order_by(*_ORDER[folder])
    return Paginator(_listed(rows), A_PAGE).get_page(number)


def _listed(rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
    seat = StaffSeat.objects.filter(user=OuterRef("assigned"), until=None)
    people = ("user", "patient", "assigned")
    return rows.select_related(*people).defer("email", "phone").annotate(holder_works_here=Exists(seat))


# What a row shows


def rows_of(talks: Iterable[Conversation], now: datetime) -> list[Row]:
    """The rows of some conversations: two queries, however many there are."""
    listed = list(talks)
    keys = [one.pk for one in listed]
    newest = Message.objects.filter(conversation=OuterRef("pk")).exclude(kind__in=Message.FOR_STAFF).order_by("-seq")
    picked = Conversation.objects.filter(pk__in=keys).values(last=Subquery(newest.values("pk")[:1]))
    last = {one.conversation_id: one for one in Message.objects.filter(pk__in=picked).select_related("author")}
    heard = dict(
        Message.objects.filter(conversation__in=keys, side=Side.VISITOR)
        .values_list("conversation")
        .annotate(newest=Max("seq"))
    )
    return [
        Row(
            talk=one,
            last=last.get(one.pk),
            unread=heard.get(one.pk, 0) > one.clinic_read,
            alarm=is_alarm(one),
            woken=one.state == State.SNOOZED and one.snoozed_until is not None and one.snoozed_until <= now,
            holder=one.assigned if getattr(one, "holder_works_here", False) else None,
        )
        for one in listed
    ]


def is_alarm(talk: Conversation) -> bool:
    """Whether it is raised and nobody has taken it on."""
    return talk.raised > 0 and talk.taken_on_at is None


# One conversation


def conversation(number: int) -> Conversation | None:
    """The conversation that staff open."""
    related = ("user", "patient", "assigned", "taken_on_by", "visit__service", "visit__location")
    return Conversation.objects.filter(pk=number).select_related(*related).first()


def holder_of(talk: Conversation) -> User | None:
    """Whom it is assigned to; somebody who no longer works here holds nothing."""
    works = talk.assigned_id and StaffSeat.objects.filter(user=talk.assigned_id, until=None).exists()
    return talk.assigned if works else None


def history_of(talk: Conversation) -> list[Conversation]:
    """Other conversations of the same account, patient or address, newest first."""
    same = Q()
    for field in ("user_id", "patient_id", "digest"):
        if value := getattr(talk, field):
            same |= Q(**{field: value})
    if not same:
        return []
    others = Conversation.objects.filter(same).exclude(pk=talk.pk).order_by("-last_at", "-pk")
    return list(others.only("pk", "source", "state", "last_at", "topic")[:HISTORY])


def colleagues() -> QuerySet[User]:
    """Everybody a conversation can be handed to."""
    return User.objects.filter(is_active=True, pk__in=StaffSeat.objects.filter(until=None).values("user")).order_by(
        "pk"
    )
