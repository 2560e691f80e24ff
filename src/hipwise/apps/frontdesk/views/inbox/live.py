"""What an open inbox fetches and tells while it is looked at. All of it may be missed: the page has everything."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from hipwise.apps.frontdesk import wire
from hipwise.apps.frontdesk.models import Message
from hipwise.apps.frontdesk.policies import may_answer
from hipwise.apps.frontdesk.selectors import rooms
from hipwise.apps.frontdesk.services import beside, core
from hipwise.apps.frontdesk.views.inbox import frame
from hipwise.apps.people.models import User
from hipwise.kit.doors import door
from hipwise.kit.numerals import whole

NOTHING = 204


@door(may_answer)
@require_GET
@never_cache
def rows(request: HttpRequest) -> HttpResponse:
    """The list without its page; ``talk`` is the number of the conversation that is open beside it."""
    opened = whole(request.GET.get("talk"))
    return render(request, "frontdesk/inbox/list.html", frame.listed(request, opened))


@door(may_answer)
@require_GET
@never_cache
def head(request: HttpRequest, number: int) -> HttpResponse:
    """What of a conversation's page changes beside the messages: how it stands, who holds it, what can be done."""
    return render(request, "frontdesk/inbox/parts.html", frame.head_of(request, frame.talk_of(number)))


@door(may_answer)
@require_GET
@never_cache
def news(request: HttpRequest, number: int) -> HttpResponse:
    """What was said after a number, for a page whose stream does not get through."""
    found = frame.talk_of(number)
    said = rooms.after(found, whole(request.GET.get("after")) or 0, "clinic")
    return JsonResponse({"messages": [wire.message(one, "clinic") for one in said], "marks": rooms.marks(found)})


@door(may_answer)
@require_POST
def seen(request: HttpRequest, number: int) -> HttpResponse:
    """Note how far the clinic has read."""
    read = whole(request.POST.get("read")) or 0
    core.mark(frame.talk_of(number), Message.Side.CLINIC, read, read)
    return HttpResponse(status=NOTHING)


@door(may_answer)
@require_POST
def typing(request: HttpRequest, number: int) -> HttpResponse:
    """Let the others see who is typing."""
    me = User.objects.get(pk=frame.writer(request))
    core.show_typing(frame.talk_of(number), Message.Side.CLINIC, me.get_short_name(), by=me.pk)
    return HttpResponse(status=NOTHING)


@door(may_answer)
@require_POST
def here(request: HttpRequest, number: int) -> HttpResponse:
    """Say that the conversation is open, or (``left``) no longer; who else has it open.

    A page that shows offered times (``offers``) is given them as they stand now: what becomes of one is no message.
    """
    found, me = frame.talk_of(number), User.objects.get(pk=frame.writer(request))
    if request.POST.get("left"):
        beside.leave(found, me)
        return HttpResponse(status=NOTHING)
    told: dict[str, Any] = {"others": beside.come(found, me)}
    if request.POST.get("offers"):
        offers = rooms.read(rooms.messages(found, "clinic").filter(kind=Message.Kind.OFFER))
        told["offers"] = [wire.bubble(one, "clinic") for one in offers]
    return JsonResponse(told)
