"""A practitioner's weekly hours: the week that holds, those to come, those that were, and a new one from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from hipwise.apps.booking.forms_setup import week as weekly
from hipwise.apps.booking.forms_setup.week import DAYS, CopyForm, Raw, WeekForm
from hipwise.apps.booking.models import Location, Practitioner
from hipwise.apps.booking.policies import may_keep_calendar
from hipwise.apps.booking.selectors.setup import practitioners, week_seen, weekly_of
from hipwise.apps.booking.services.setup import CHANGED, Answer, Displaced, set_week
from hipwise.apps.booking.views.setup.frame import act, hand_of, lost
from hipwise.apps.booking.views.setup.people import places_for, practitioner_for
from hipwise.domain.scheduling.clinic import Weekly
from hipwise.domain.scheduling.weeks import Period, periods
from hipwise.kit import clock
from hipwise.kit.doors import door


@dataclass(frozen=True, slots=True)
class Week:
    """A period as it is shown; ``until`` None means until further notice."""

    since: date
    until: date | None
    days: list[tuple[str, list[str]]]


@dataclass
class Page:
    """One practitioner's page of hours while a request is answered."""

    request: HttpRequest
    who: Practitioner
    places: list[Location]
    found: list[Period]
    today: date

    @property
    def home(self) -> int:
        """Where an empty line begins."""
        return self.places[0].pk

    def week_on(self, day: date) -> tuple[Weekly, ...]:
        """The week that holds on a day."""
        return next((period.week for period in self.found if period.since <= day <= period.until), ())


@door(may_keep_calendar)
def hours(request: HttpRequest, number: int) -> HttpResponse:
    """Show the weeks; buttons add lines and copy, Save reads them."""
    who = practitioner_for(request, number)
    page = Page(request, who, places_for(who), periods(weekly_of(who)), clock.today())
    if not page.places:
        return render(request, "booking/setup/hours.html", {"who": who})
    if request.method != "POST":
        return _render(page, *_opened(page))
    act_ = request.POST.get("act", "save")
    if act_ == "drop":
        return _drop(page)
    raw, since = weekly.typed(request.POST, weekly.empty(page.home)), request.POST.get("since", "")[:20]
    if act_ == "save":
        return _save(page, raw, since)
    copy = _copy(page, request.POST if act_.startswith("copy") else None)
    raw = _changed(page, act_, raw, copy)
    form = WeekForm(raw, page.places, since, page.today)
    if (day := weekly.day_of(act_)) is not None:
        form.days[day].open_here()
    return _render(page, raw, since, form=form, copy=copy, seen=request.POST.get("seen", ""))


def _opened(page: Page) -> tuple[list[list[Raw]], str]:
    """The week to change: that of ``?from=``, or today's, or a common one where there never was any."""
    asked = next((p for p in page.found if p.since.isoformat() == page.request.GET.get("from")), None)
    if asked and asked.since > page.today:
        return weekly.raw_of(asked.week, page.home), asked.since.isoformat()
    raw = weekly.raw_of(page.week_on(page.today), page.home) if page.found else weekly.common(page.home)
    return raw, page.today.isoformat()


def _changed(page: Page, act_: str, raw: list[list[Raw]], copy: CopyForm) -> list[list[Raw]]:
    """The lines after a button other than Save."""
    if (day := weekly.day_of(act_)) is not None:
        return weekly.with_line(raw, day, weekly.empty(page.home))
    if not copy.is_valid():
        return raw
    if act_ == "copy-day":
        return weekly.with_copies(raw, copy.cleaned_data["day"], copy.cleaned_data["onto"])
    other = copy.cleaned_data.get("person")
    if act_ == "copy-person" and other:
        theirs = Page(page.request, other, page.places, periods(weekly_of(other)), page.today).week_on(page.today)
        known = {place.pk for place in page.places}
        return weekly.raw_of([line for line in theirs if line.location in known], page.home)
    return raw


def _save(page: Page, raw: list[list[Raw]], since: str) -> HttpResponse:
    form = WeekForm(raw, page.places, since, page.today, read=True)
    seen = page.request.POST.get("seen", "")
    if not form.is_valid():
        return _render(page, raw, since, form=form, seen=seen)
    first = form.cleaned_data["since"]
    answer = set_week(hand_of(page.request), page.who, form.week(page.who.pk), first)
    if answer is None:
        messages.success(page.request, f"{page.who}'s hours from {first:%-d %B %Y} are saved.")
        return redirect(page.request.path)
    if isinstance(answer, Displaced):
        return _render(page, raw, since, form=form, seen=seen, **lost(answer))
    form.add_error(None, answer.words)
    theirs = answer.code == CHANGED.code
    return _render(page, raw, since, form=form, seen=week_seen(page.who) if theirs else seen, theirs=theirs)


def _drop(page: Page) -> HttpResponse:
    """Take a planned change back: the week before it goes on."""
    back = reverse("booking:setup_hours", args=[page.who.pk])
    asked = page.request.POST.get("from", "")
    number = next(
        (n for n, one in enumerate(page.found) if one.since.isoformat() == asked and one.since > page.today), None
    )
    if number is None:
        messages.error(page.request, "This change is no longer planned.")
        return redirect(back)
    before = page.found[number - 1].week if number else ()
    answer: Answer = set_week(hand_of(page.request), page.who, before, page.found[number].since)
    return act(page.request, answer, "The change is taken back.", back, "Take this change back?")


def _render(
    page: Page,
    raw: list[list[Raw]],
    since: str,
    *,
    form: WeekForm | None = None,
    copy: CopyForm | None = None,
    seen: str | None = None,
    **more: Any,
) -> HttpResponse:
    shown = [_shown(page, period) for period in page.found]
    context = {
        "who": page.who,
        "form": form or WeekForm(raw, page.places, since, page.today),
        "copy": copy or _copy(page, None),
        "places": page.places,
        "one_zone": len({place.time_zone for place in page.places}) == 1,
        "seen": week_seen(page.who) if seen is None else seen,
        "new": not page.found,
        "now": next((week for week in shown if week.since <= page.today <= (week.until or date.max)), None),
        "planned": [week for week in shown if week.since > page.today],
        "past": [week for week in reversed(shown) if week.until and week.until < page.today],
        **more,
    }
    return render(page.request, "booking/setup/hours.html", context)


def _copy(page: Page, data: Any) -> CopyForm:
    others = [one for one in practitioners() if one.pk != page.who.pk and one.lines]  # type: ignore[attr-defined]
    return CopyForm(data, others=others)


def _shown(page: Page, period: Period) -> Week:
    until = None if period.until == date.max else period.until
    return Week(period.since, until, [(name, list(_lines(page, period.week, day))) for day, name in enumerate(DAYS)])


def _lines(page: Page, week: Iterable[Weekly], day: int) -> Iterable[str]:
    names = {place.pk: place.name for place in page.places}
    for line in week:
        if line.weekday == day:
            where = f", {names.get(line.location, 'elsewhere')}" if len(names) > 1 else ""
            yield f"{line.opens:%H:%M}–{line.closes:%H:%M}{where}"
