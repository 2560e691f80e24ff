"""The calendar's own pages: a day or a week, the part of it that is fetched again, and blocked time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render

from hipwise.apps.booking.forms_staff import BlockForm
from hipwise.apps.booking.models import Practitioner, TimeOff
from hipwise.apps.booking.policies import may_keep_calendar, may_set_hours
from hipwise.apps.booking.selectors import calendar as read
from hipwise.apps.booking.selectors.calendar import Look
from hipwise.apps.booking.selectors.diary import bookable
from hipwise.apps.booking.selectors.ruler import Place
from hipwise.apps.booking.selectors.visits_staff import when_of
from hipwise.apps.booking.services import time_off
from hipwise.apps.booking.views.calendar import layout
from hipwise.apps.booking.views.calendar.layout import look_url
from hipwise.apps.booking.views.visits_staff import MARKS
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import door
from hipwise.kit.numerals import whole

FAR = timedelta(days=366 * 50)
MARKS_IN_MENU = list(MARKS.items())


@door(may_keep_calendar)
def calendar(request: HttpRequest) -> HttpResponse:
    """A day with practitioners side by side, one practitioner's week, or everybody's week as lists."""
    look = look_of(request)
    mark = read.fingerprint(look, clock.now())  # before the rows: what changes in between is fetched again
    return render(request, "booking/staff/calendar.html", _said(look) | {"mark": mark, "marks": MARKS_IN_MENU})


@door(may_keep_calendar)
def grid(request: HttpRequest) -> HttpResponse:
    """The same without its frame, for a page that stays open; 304 while nothing has changed."""
    look = look_of(request)
    mark = f'"{read.fingerprint(look, clock.now())}"'
    response: HttpResponse
    if mark in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        response = render(request, "booking/staff/calendar_sheet.html", _said(look))
    response["ETag"] = mark
    return response


def look_of(request: HttpRequest) -> Look:
    """What is asked for; whatever makes no sense is today."""
    asked, today = request.GET, clock.today()
    try:
        day = date.fromisoformat(asked.get("day", ""))
    except ValueError:
        day = today
    if abs(day - today) > FAR:
        day = today
    return Look(asked.get("view") == "week", day, whole(asked.get("who")), whole(asked.get("place")))


def _said(look: Look) -> dict[str, Any]:
    moment = clock.now()
    sheet = read.sheet_for(look, moment)
    if sheet is None:
        return {"look": look, "sheet": None}
    step = timedelta(days=7 if look.week else 1)
    one_zone = len({place.time_zone for place in sheet.places}) == 1
    return {
        "look": look,
        "sheet": sheet,
        "title": _title(sheet),
        "columns": layout.columns(sheet, moment) if look.is_grid else [],
        "rows": [] if look.is_grid else layout.rows(sheet),
        "days": layout.week_days(sheet) if look.week else [],
        "absent": [(one, look_url(look, view="week", who=one.pk)) for one in layout.absentees(sheet)],
        "hours": [(layout.place_classes(Place(row, 1)), words) for row, words in sheet.ruler.hours()],
        "ticks": " ".join(tick.typed + ("+" if tick.again else "") for tick in sheet.ruler.shown()),
        "size": layout.place_classes(Place(0, sheet.ruler.last - sheet.ruler.first)),
        "moment": layout.clock(moment, sheet.zone),
        "today": moment.astimezone(sheet.zone).date(),
        "before": look_url(look, day=look.day - step),
        "after": look_url(look, day=look.day + step),
        "now_url": look_url(look, day=moment.astimezone(sheet.zone).date()),
        "day_url": look_url(look, view="day", who=None),
        "week_url": look_url(look, view="week"),
        "everybody": len(sheet.chosen) == len(sheet.places) or one_zone,
        "cancelled": [(one, layout.name_of(one), when_of(one)) for one in sheet.cancelled],
    }


def _title(sheet: read.Sheet) -> str:
    days = sheet.look.days
    if not sheet.look.week:
        return f"{days[0]:%A} {days[0].day} {days[0]:%B %Y}"
    first, last = days[0], days[-1]
    begins = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    return f"{begins} – {last.day} {last:%B %Y}"


# Blocked time


@door(may_keep_calendar)
def block(request: HttpRequest) -> HttpResponse:
    """Keep time free of visits; those that stand in it are shown, and stay."""
    people = _may_block(request)
    form = BlockForm(request.POST or None, people=people, initial=_asked(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = time_off.block_time(actor_of(request), said["practitioner"], said["start"], said["end"], said["words"])
        messages.success(request, "The time is blocked. No visit can be booked into it.")
        if done.visits:
            return redirect("booking:blocked", done.off.pk)
        return redirect(look_url(Look(week=False, day=said["first"], place=said["place"].pk)))
    return render(request, "booking/staff/calendar_block.html", {"form": form, "nobody": not people.exists()})


@door(may_keep_calendar)
def blocked(request: HttpRequest, number: int) -> HttpResponse:
    """One stretch of blocked time: which visits stand in it; a POST takes the block away."""
    off = TimeOff.objects.select_related("practitioner__user").filter(pk=number).first() if number < 2**63 else None
    if off is None:
        raise Http404
    may = may_set_hours(actor_of(request), off.practitioner)
    visits = time_off.visits_inside(off)
    zone = ZoneInfo(visits[0].location.time_zone) if visits else clock.now().tzinfo
    start, end = off.start.astimezone(zone), off.end.astimezone(zone)
    back = look_url(Look(week=False, day=start.date()))
    if request.method == "POST" and may:
        time_off.free_time(actor_of(request), off)
        messages.success(request, "The time is free again.")
        return redirect(back)
    said = {
        "off": off,
        "start": start,
        "end": end,
        "may": may,
        "back": back,
        "visits": [(one, layout.name_of(one), when_of(one)) for one in visits],
    }
    return render(request, "booking/staff/calendar_blocked.html", said)


def _may_block(request: HttpRequest) -> QuerySet[Practitioner]:
    """Whose time this person may block."""
    actor = actor_of(request)
    rows = Practitioner.objects.filter(bookable()).distinct().select_related("user")
    return rows.filter(pk__in=[one.pk for one in rows if may_set_hours(actor, one)])


def _asked(request: HttpRequest) -> dict[str, Any]:
    day = look_of(request).day
    return {"practitioner": request.GET.get("who"), "first": day, "last": day, "place": request.GET.get("place")}
