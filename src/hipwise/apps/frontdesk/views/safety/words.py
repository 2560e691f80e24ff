"""For staff: the list of words that must not wait, who signed it, and which of them raised a conversation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from hipwise.apps.audit.services import record
from hipwise.apps.frontdesk.policies import may_answer
from hipwise.apps.frontdesk.selectors import inbox as read
from hipwise.apps.frontdesk.selectors.raised import why_raised
from hipwise.apps.frontdesk.services import handling
from hipwise.apps.frontdesk.views.inbox import frame
from hipwise.apps.learn.policies import may_sign_catalogue
from hipwise.apps.learn.selectors import earlier_signatures_of, signature_of
from hipwise.apps.learn.services import Version, sign_version
from hipwise.domain.triage.catalogue import load
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import door
from hipwise.kit.refusal import Refusal

NAMES = {"en": "English", "de": "German", "nl": "Dutch", "fr": "French", "es": "Spanish"}


@require_http_methods(["GET", "POST"])
@door(may_answer)
def words(request: HttpRequest) -> HttpResponse:
    """Every pattern by language, with its examples, and the signature; a POST signs."""
    actor, known = actor_of(request), load()
    if request.method == "POST":
        version = Version(known.name, known.version, known.digest)
        done = sign_version(actor, version, digest=request.POST.get("digest", ""), now=clock.now())
        if isinstance(done, Refusal):
            messages.error(request, done.words)
        else:
            messages.success(request, f"Signed by {done.name} ({done.registration}).")
        return redirect("frontdesk:words")
    context = {
        "catalogue": known,
        "languages": [
            (code, NAMES.get(code, code), [one for one in known.patterns if one.language == code])
            for code in known.languages
        ],
        "signed": signature_of(known.name, known.digest),
        "earlier": earlier_signatures_of(known.name, known.digest),
        "may_sign": may_sign_catalogue(actor),
    }
    return render(request, "frontdesk/safety/words.html", context)


@door(may_answer)
@require_GET
@never_cache
def why(request: HttpRequest, number: int) -> HttpResponse:
    """Which words of which message raised a conversation."""
    found, known = frame.talk_of(number), load()
    record(actor_of(request), "read why raised", about=handling.about(found), subject=found)
    context = {
        "talk": found,
        "name": read.name_of(found),
        "found": why_raised(found),
        "back": frame.talk_url(number, frame.folder_of(request)),
        "signed": signature_of(known.name, known.digest),
    }
    return render(request, "frontdesk/why.html", context)
