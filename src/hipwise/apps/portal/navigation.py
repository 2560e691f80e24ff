"""The ways round: a patient's tabs and the staff's rail. They list what works, and what this person may open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from hipwise.apps.booking.selectors.reslots import open_count
from hipwise.apps.booking.selectors.waiting import open_wishes
from hipwise.apps.frontdesk.selectors.inbox import needs_count
from hipwise.apps.people.policies import may_own, may_treat, may_work_here
from hipwise.kit import clock
from hipwise.kit.actor import Actor, actor_of
from hipwise.ui.nav import NavItem


@dataclass(frozen=True, slots=True)
class Me:
    """Who sits at the staff's side: their name and what they do there."""

    name: str
    role: str


def tabs(request: HttpRequest) -> list[NavItem]:
    """A patient's tabs."""
    ways = [
        ("Today", "portal:today", "today"),
        ("Journal", "journal:timeline", "journal"),
        ("Insight", "insight:insight", "insight"),
        ("Visits", "booking:own", "book"),
        ("You", "people:you", "you"),
    ]
    if may_work_here(actor_of(request)):
        ways.append(("Clinic", "portal:people", "building"))
    return _items(request, ways)


def rail(request: HttpRequest) -> list[NavItem]:
    """The staff's rail, by what they do."""
    ways = [
        ("Calendar", "booking:calendar", "book"),
        ("Inbox", "frontdesk:inbox", "mail"),
        ("People", "portal:people", "people"),
    ]
    ways.append(("Waiting list", "booking:waiting", "list"))
    proposals = open_count()
    if proposals:
        ways.append(("Proposals", "booking:proposals", "flag"))
    ways.append(("Services" if may_own(actor_of(request)) else "Hours", "booking:setup", "today"))
    if request.user.has_perm("wagtailadmin.access_admin"):
        ways.append(("Pages", "wagtailadmin_home", "journal"))
    ways.append(("Catalogue", "learn:catalogue", "list"))
    if may_own(actor_of(request)):
        ways += [("Team", "people:staff", "key"), ("Log", "people:log", "shield")]
        ways.append(("Clinic", "people:clinic", "building"))
    ways.append(("You", "people:you", "you"))
    counts = {
        "frontdesk:inbox": needs_count(clock.now()),
        "booking:waiting": open_wishes().count(),
        "booking:proposals": proposals,
    }
    return _items(request, ways, counts)


def me(request: HttpRequest) -> Me | None:
    """The person at the staff's side; None for everybody else."""
    actor = actor_of(request)
    return Me(request.user.get_full_name(), _role(actor)) if request.user.is_authenticated and actor.is_staff else None


def _role(actor: Actor) -> str:
    said = [("Clinician", may_treat(actor)), ("Owner", may_own(actor)), ("Front desk", "front_desk" in actor.roles)]
    return ", ".join(words for words, holds in said if holds)


def _above(path: str) -> str:
    """Whose entry a page stands under: the desk's settings, replies and words belong to the inbox."""
    return reverse("frontdesk:inbox") if path.startswith(reverse("frontdesk:desk")) else path


def _items(
    request: HttpRequest, ways: list[tuple[str, str, str]], counts: Mapping[str, int] | None = None
) -> list[NavItem]:
    """Entries for (label, address name, icon); the one that leads closest to this page is the current one.

    ``counts`` are numbers beside labels, by address name.
    """
    found = [(label, reverse(name), icon, (counts or {}).get(name, 0)) for label, name, icon in ways]
    path = _above(request.path)
    here = max((url for _, url, *_ in found if path.startswith(url)), key=len, default="")
    people = reverse("portal:people")
    if here == people and request.path != people and not request.path.startswith(f"{people}people/"):
        here = ""  # a page below the staff's first one that no entry leads to
    return [NavItem(label, url, icon, current=url == here, count=count) for label, url, icon, count in found]
