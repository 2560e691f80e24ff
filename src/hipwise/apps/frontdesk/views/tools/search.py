"""Searching conversations.

What is sought may be health data, so it travels in the body of a POST: it stands in no address, no history of a
shared computer, no log of a proxy.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from hipwise.apps.frontdesk.policies import may_answer
from hipwise.apps.frontdesk.selectors.inbox import name_of
from hipwise.apps.frontdesk.services.search import search_conversations
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import door

LONGEST, SHORTEST = 120, 2


@door(may_answer)
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The field, and what was found."""
    typed = request.POST.get("q", "")[:LONGEST]
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in typed).split())
    long_enough = len(words) >= SHORTEST
    found = search_conversations(actor_of(request), words) if long_enough else None
    context = {
        "words": words,
        "too_short": request.method == "POST" and not long_enough,
        "found": found,
        "hits": [(hit, name_of(hit.talk)) for hit in found.hits] if found else [],
    }
    return render(request, "frontdesk/tools/search.html", context)
