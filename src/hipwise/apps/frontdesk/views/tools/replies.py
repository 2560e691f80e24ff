"""Saved replies: the list, one of them, and putting one into an answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hipwise.apps.frontdesk.forms_tools import ReplyForm
from hipwise.apps.frontdesk.models import SavedReply
from hipwise.apps.frontdesk.policies import may_answer
from hipwise.apps.frontdesk.selectors.replies import VARIABLES, filled, values_for
from hipwise.apps.frontdesk.services import replies as services
from hipwise.apps.frontdesk.views.inbox import frame, pages
from hipwise.apps.people.models import User
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import door


@door(may_answer)
def replies(request: HttpRequest) -> HttpResponse:
    """All of them, by name."""
    return render(request, "frontdesk/tools/replies.html", {"replies": SavedReply.objects.all()})


@door(may_answer)
def edit(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """A new one, or one to change."""
    reply = get_object_or_404(SavedReply, pk=number) if number else SavedReply()
    form = ReplyForm(request.POST if request.method == "POST" else None, instance=reply, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        services.save_reply(actor_of(request), form.save(commit=False))
        messages.success(request, "Saved.")
        return redirect("frontdesk:replies")
    return render(request, "frontdesk/tools/reply.html", {"form": form, "reply": reply, "variables": VARIABLES.items()})


@door(may_answer)
@frame.posted(lambda **_: reverse("frontdesk:replies"))
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take one off the list."""
    reply = SavedReply.objects.filter(pk=number).first()
    if reply is not None:
        services.remove_reply(actor_of(request), reply)
    messages.success(request, "Removed from the list.")
    return redirect("frontdesk:replies")


@door(may_answer)
@require_POST
def used(_: HttpRequest, number: int) -> HttpResponse:
    """A script has put one into an answer."""
    services.count_use(number)
    return HttpResponse(status=204)


@door(may_answer)
@never_cache
@frame.posted(frame.to_talk)
def put(request: HttpRequest, number: int) -> HttpResponse:
    """Without script: the same page with the reply at the end of what was typed. Nothing is sent yet."""
    talk, chosen = frame.talk_of(number), request.POST.get("reply", "")
    reply = SavedReply.objects.filter(pk=int(chosen)).first() if chosen.isascii() and chosen.isdigit() else None
    typed = request.POST.dict()
    if reply is not None:
        me = User.objects.get(pk=frame.writer(request))
        text = filled(reply.body, values_for(talk, me, clock.now()))
        typed["body"] = "\n".join(filter(None, (str(typed.get("body", "")).rstrip(), text)))
        services.count_use(reply.pk)
    return pages.show_talk(request, talk, typed)
