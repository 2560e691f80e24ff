"""What the set-up's pages share: one way to save a row, to ask before visits lose their place, and to come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from hipwise.apps.booking.selectors.misplaced import Misplaced
from hipwise.apps.booking.selectors.setup import seen_of
from hipwise.apps.booking.services.setup import CHANGED, Answer, Displaced, Hand, change, remove
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.refusal import Refusal

HOME = "booking:setup"


@dataclass(frozen=True, slots=True)
class Edit:
    """A page that edits one row: its heading, what the log says, what the person reads once it is saved."""

    title: str
    what: str
    said: str
    done: str
    template: str = "booking/setup/edit.html"
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lost:
    """A visit that would lose its place, and the calendar's page of its day where there is one."""

    at: Misplaced
    link: str


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else has put in a field meanwhile."""

    label: str
    value: str


def hand_of(request: HttpRequest) -> Hand:
    """Who changes something now, with what they had before their eyes."""
    seen, agreed = request.POST.get("seen", ""), request.POST.get("agreed", "")
    return Hand(actor_of(request), clock.now(), seen, agreed)


def edit(request: HttpRequest, form: forms.ModelForm[Any], page: Edit) -> HttpResponse:
    """Show the form; save it, or say why not with everything as it was typed."""
    row: models.Model = form.instance
    shown: dict[str, Any] = {"seen": seen_of(row) if row.pk else ""}
    if request.method == "POST":
        shown["seen"] = request.POST.get("seen", "")
        if form.is_valid():
            answer = change(hand_of(request), page.what, row, form.save)
            if answer is None:
                messages.success(request, page.said)
                return redirect(page.done)
            shown |= _shown(form, answer)
    return render(request, page.template, {"form": form, "page": page, "home": reverse(HOME), **page.context, **shown})


def _shown(form: forms.ModelForm[Any], answer: Refusal | Displaced) -> dict[str, Any]:
    if isinstance(answer, Displaced):
        return lost(answer)
    form.add_error(None, answer.words)
    if answer.code != CHANGED.code:
        return {}
    fresh = type(form.instance)._default_manager.get(pk=form.instance.pk)
    return {"seen": seen_of(fresh), "theirs": _theirs(form, type(form)(instance=fresh))}


def _theirs(typed: forms.ModelForm[Any], stored: forms.ModelForm[Any]) -> list[Theirs]:
    """The fields in which what is stored differs from what was typed."""
    return [
        Theirs(str(stored[name].label), said)
        for name in stored.fields
        if (said := _said(stored, name)) != _said(typed, name)
    ]


def _said(form: forms.ModelForm[Any], name: str) -> str:
    """A field's value as a person reads it."""
    value = form[name].value()
    choices = getattr(form.fields[name], "choices", None)
    if choices is not None:
        chosen = {str(one) for one in (value if isinstance(value, list | tuple) else [value])}
        return ", ".join(str(label) for key, label in choices if str(key) in chosen) or "nothing"
    if isinstance(form.fields[name], forms.BooleanField):
        return "ticked" if value else "not ticked"
    return str(value if value not in {None, ""} else "nothing")


def lost(answer: Displaced) -> dict[str, Any]:
    """What a template needs to say which visits would lose their place."""
    return {"lost": [Lost(one, calendar_link(one.day)) for one in answer.visits], "agreed": answer.token}


def calendar_link(day: date) -> str:
    """The staff's calendar on a day; empty where this installation has none."""
    try:
        return f"{reverse('booking:calendar')}?day={day.isoformat()}"
    except NoReverseMatch:
        return ""


def act(request: HttpRequest, answer: Answer, said: str, back: str, question: str) -> HttpResponse:
    """After a button: say what happened, or ask first when visits would lose their place."""
    if isinstance(answer, Displaced):
        kept = [(name, value) for name, value in request.POST.items() if name not in {"csrfmiddlewaretoken", "agreed"}]
        context = {"question": question, "kept": kept, "back_url": back, **lost(answer)}
        return render(request, "booking/setup/sure.html", context)
    if answer:
        messages.error(request, answer.words)
    else:
        messages.success(request, said)
    return redirect(back)


def ask_removal(request: HttpRequest, row: models.Model, what: str, back: str) -> HttpResponse:
    """Ask, then remove what nothing points at; what is in use stays, with the reason."""
    if request.method == "POST":
        answer = remove(hand_of(request), f"removed {what}", row)
        if isinstance(answer, Refusal):
            messages.error(request, answer.words)
            return redirect(back)
        return act(request, answer, f"{row} is removed.", reverse(HOME), f"Remove {row}?")
    context = {"row": row, "what": what, "seen": seen_of(row), "back_url": back}
    return render(request, "booking/setup/remove.html", context)
