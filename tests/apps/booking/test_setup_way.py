"""The owner's whole way: from a clinic that has nothing to the first free time, page by page, without script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.test import Client

from hipwise.apps.audit.models import Event
from hipwise.apps.booking.models import Location, Practitioner, Room, Service, WeeklyHours
from hipwise.apps.booking.selectors.diary import slots_for
from tests.apps.booking.setup_pages import fields, post
from tests.kit.cast import Person

HOME = "/staff/setup/"


def test_from_nothing_to_the_first_free_time(
    olga: Person, client_of: Callable[[Person], Client], now: datetime
) -> None:
    browser = client_of(olga)
    page = browser.get(HOME).content.decode()
    assert "Nobody can book yet" in page
    assert "Use the clinic’s details" in page

    answer = browser.post(HOME + "from-clinic/", follow=True)
    place = Location.objects.get()
    assert (place.name, place.time_zone, place.country) == ("The Quiet Hip", "Europe/Amsterdam", "NL")
    assert "King&#x27;s Day" in answer.content.decode()

    address = f"{HOME}rooms/new/?place={place.pk}"
    post(browser, address, fields(browser, address) | {"name": "Room 1"})
    assert Room.objects.get().kind == Room.Kind.TREATMENT

    assert "First visit, 45 minutes" in browser.get(HOME).content.decode()
    address = HOME + "services/new/?like=first-visit"
    post(browser, address, fields(browser, address))
    service = Service.objects.get()
    assert (service.slug, service.minutes, service.room_kind) == ("first-visit", 45, "treatment")
    assert "nobody offers it" in browser.get(HOME).content.decode()

    answer = browser.post(HOME + "seats/me/", {"work": "physiotherapist"}, follow=True)
    practitioner = Practitioner.objects.get()
    assert practitioner.user == olga.user
    assert list(practitioner.services.all()) == [service]
    assert "A week to begin with" in answer.content.decode()
    assert "nobody who offers it has hours" in browser.get(HOME).content.decode()

    address = f"{HOME}practitioners/{practitioner.pk}/hours/"
    post(browser, address, fields(browser, address) | {"act": "save"})
    assert WeeklyHours.objects.count() == 10

    page = browser.get(HOME).content.decode()
    assert "Your clinic can be booked" in page
    first = slots_for(service.pk, now, now.replace(day=20), now)[0]
    assert first.start.astimezone(now.astimezone().tzinfo)
    assert "Next free" in page
    assert "Thu 5 Mar, 09:00" in page, "twelve hours ahead on a Wednesday morning is Thursday"
    done = set(Event.objects.filter(who=olga.user.pk).values_list("what", flat=True))
    assert done >= {"opened place", "opened room", "opened service", "made practitioner bookable", "changed hours"}
