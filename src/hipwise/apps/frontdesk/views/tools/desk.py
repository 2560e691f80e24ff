"""When somebody is at the desk, and what the owner sets about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from hipwise.apps.frontdesk import forms_tools as forms
from hipwise.apps.frontdesk.policies import may_answer, may_set_up_desk
from hipwise.apps.frontdesk.selectors import desk as read
from hipwise.apps.frontdesk.services import desk as services
from hipwise.apps.frontdesk.views.inbox import frame
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import door, turn_away


@door(may_answer)
def settings(request: HttpRequest) -> HttpResponseBase:
    """Chat, its hours, the promise: the owner sets them, everybody who works here may look."""
    may_set = may_set_up_desk(actor_of(request))
    if request.method == "POST":
        return _changed(request) if may_set else turn_away(request)
    form, hours = forms.DeskForm(instance=read.desk_settings()), forms.HoursForm(forms.raw_of(read.chat_hours()))
    return _page(request, form, hours, may_set=may_set)


def _changed(request: HttpRequest) -> HttpResponse:
    raw, act = forms.typed(request.POST), request.POST.get("act", "save")
    if act != "save":
        form = forms.DeskForm(initial=_unread(request), instance=read.desk_settings())
        return _page(request, form, forms.with_line(raw, act))
    form = forms.DeskForm(request.POST, instance=read.desk_settings())
    hours = forms.HoursForm(raw, read=True)
    good = [form.is_valid(), hours.is_valid()]
    if all(good):
        services.set_up_desk(actor_of(request), form.save(commit=False), hours.hours())
        messages.success(request, "Saved.")
        return redirect("frontdesk:desk")
    if not good[1]:
        form.add_error(None, "Some of the hours below need another look.")
    return _page(request, form, hours)


def _unread(request: HttpRequest) -> dict[str, object]:
    """What was typed, through a button that only adds a line."""
    typed: dict[str, object] = {name: request.POST.get(name, "") for name in forms.DeskForm.base_fields}
    return typed | {"chat_on": "chat_on" in request.POST}


def _page(request: HttpRequest, form: forms.DeskForm, hours: forms.HoursForm, *, may_set: bool = True) -> HttpResponse:
    now = clock.now()
    desk = read.desk_at(now)
    context = {
        "form": form,
        "hours": hours,
        "may_set": may_set,
        "set": read.desk_settings(),
        "week": read.week_in_words(),
        "desk": desk,
        "here": read.present_in_words(desk) if desk.open else "",
        "opening": read.opening_in_words(desk, now),
    }
    return render(request, "frontdesk/tools/desk.html", context)


@door(may_answer)
@frame.posted(lambda **_: reverse("frontdesk:inbox"))
def here(request: HttpRequest) -> HttpResponse:
    """Say whether one takes chats, and go back to where one was."""
    services.set_here(frame.writer(request), request.POST.get("here") == "on", clock.now())
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe else "frontdesk:inbox")
