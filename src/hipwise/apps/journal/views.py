"""A person's own journal: write, look back, change, remove."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html

from hipwise.apps.journal import pictures, selectors, services
from hipwise.apps.journal.forms import CheckInForm, ReviewForm
from hipwise.apps.journal.models import Entry, Review
from hipwise.apps.people.policies import may_be_patient
from hipwise.kit import kept
from hipwise.kit.actor import actor_of
from hipwise.kit.clock import now, today
from hipwise.kit.doors import door
from hipwise.kit.refusal import Refusal


@door(may_be_patient)
def timeline(request: HttpRequest) -> HttpResponse:
    """The journal by day, with the last weeks as charts on its first page."""
    patient_id = _patient(request)
    until = _day(request, "until")
    day = today()
    page = selectors.timeline(patient_id, until=until)
    since = pictures.first_day(day)
    chart = None
    if until is None and page.days:
        chart = pictures.lines(selectors.daily(patient_id, since=since), since=since, today=day)
    return render(
        request,
        "journal/timeline.html",
        {"page": page, "until": until, "today": day, "chart": chart, "rhythm": selectors.rhythm(patient_id, today=day)},
    )


@door(may_be_patient)
def new(request: HttpRequest) -> HttpResponse:
    """A check-in."""
    patient_id = _patient(request)
    form = CheckInForm(_typed(request), own=selectors.offered_tags(patient_id, today=today()), now=now())
    if request.method == "POST" and form.is_valid():
        said, client_id = form.content(), form.cleaned_data["client_id"]
        saved = services.save_entry(actor_of(request), patient_id, client_id, said, now=now())
        if isinstance(saved, Entry):
            _say_saved(request, saved)
            return redirect("journal:timeline")
        form.refuse(saved)
    return _form_page(request, form, "journal/new.html", selectors.rhythm(patient_id, today=today()).ask_pain)


@door(may_be_patient)
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change a check-in."""
    entry = _entry(request, number)
    tags = selectors.own_tags(entry.patient_id)
    offered = selectors.offered_tags(entry.patient_id, today=today())
    form = CheckInForm(_typed(request), own=offered, now=now(), entry=selectors.content_of(entry, tags))
    if request.method == "POST" and form.is_valid():
        changed = services.edit_entry(actor_of(request), entry, form.content(), now=now())
        if not isinstance(changed, Refusal):
            messages.success(request, "Your change is saved. The earlier wording is kept in its history.")
            return redirect("journal:timeline")
        form.refuse(changed)
    return _form_page(request, form, "journal/edit.html", ask_pain=True, entry=entry)


@door(may_be_patient)
def history(request: HttpRequest, number: int) -> HttpResponse:
    """What changed in a check-in, and when."""
    entry = _entry(request, number)
    return render(request, "journal/history.html", {"entry": entry, "revisions": selectors.revisions(entry)})


@door(may_be_patient)
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Ask, then erase a check-in."""
    entry = _entry(request, number)
    if request.method == "POST":
        services.remove_entry(actor_of(request), entry)
        messages.success(request, "The check-in is gone, with its history.")
        return redirect("journal:timeline")
    said = {
        "question": "Remove this check-in?",
        "detail": f"It is about {entry.day:%A} {entry.day.day} {entry.day:%B %Y}. "
        "It goes for good, together with its earlier wordings, and no longer counts in your insights.",
        "yes": "Remove it",
        "back_url": reverse("journal:timeline"),
    }
    return render(request, "journal/remove.html", said)


@door(may_be_patient)
def review(request: HttpRequest) -> HttpResponse:
    """Does the journal still help? A question with no wrong answer."""
    form = ReviewForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        choice = Review.Choice(form.cleaned_data["choice"])
        services.review_journal(actor_of(request), _patient(request), choice, today=today())
        messages.success(request, "Thank you. It is set. You can change this at any time.")
        return redirect("journal:timeline")
    return render(request, "journal/review.html", {"form": form})


def _patient(request: HttpRequest) -> int:
    """The person's own patient number, which ``may_be_patient`` has made sure of."""
    return cast(int, actor_of(request).patient_id)


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is nothing at all; None when the page was only opened."""
    return request.POST if request.method == "POST" else None


def _typed(request: HttpRequest) -> QueryDict | None:
    """What was sent, or what this person sent before they had to sign in again."""
    if request.method == "POST":
        return request.POST
    typed = kept.take(request, cast(int, actor_of(request).user_id))
    if typed is not None:
        messages.info(request, "You had to sign in again. What you wrote is still here: look it over and save it.")
    return typed


def _entry(request: HttpRequest, number: int) -> Entry:
    """One of the person's own check-ins; another's is as good as none.

    Raises:
        Http404: when it is not theirs.
    """
    if number > 2**63 - 1:
        raise Http404
    return get_object_or_404(Entry, pk=number, patient_id=_patient(request))


def _day(request: HttpRequest, name: str) -> date | None:
    """A day of the address; None where there is none or it makes no sense."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def _form_page(
    request: HttpRequest, form: CheckInForm, template: str, ask_pain: bool, entry: Entry | None = None
) -> HttpResponse:
    mark = kept.mark(cast(int, actor_of(request).user_id))
    return render(request, template, {"form": form, "ask_pain": ask_pain, "entry": entry, "mark": mark})


def _say_saved(request: HttpRequest, entry: Entry) -> None:
    words = 'Saved. <a href="{}">Change it</a> or <a href="{}">take it back</a>.'
    links = (reverse("journal:edit", args=[entry.pk]), reverse("journal:remove", args=[entry.pk]))
    messages.success(request, format_html(words, *links))
    if selectors.times_written(entry.patient_id, entry.day) > selectors.PLENTY_A_DAY:
        messages.info(request, "That is plenty for one day. Once or twice is enough to see what goes together.")
