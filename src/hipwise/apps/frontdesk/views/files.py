"""Pictures and PDFs: bringing them, and getting them back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from hipwise.apps.audit.services import record
from hipwise.apps.frontdesk.models import Attachment, Conversation, Message
from hipwise.apps.frontdesk.passes import read_pass
from hipwise.apps.frontdesk.policies import may_answer, may_open_file
from hipwise.apps.frontdesk.selectors import files
from hipwise.apps.frontdesk.services import core
from hipwise.apps.frontdesk.services.core import Visitor
from hipwise.apps.frontdesk.services.files import LARGEST, TOO_BIG, Ready, keep_file, looked_at
from hipwise.apps.frontdesk.services.visiting import NOT_YOURS
from hipwise.apps.frontdesk.sniff import Sort
from hipwise.apps.frontdesk.views.chat import MOST_FILES, SLOWER, visitor_of
from hipwise.apps.frontdesk.views.speaking import MALFORMED, Speaker, by_header, private, refused
from hipwise.kit import clock, limits
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import anyone, door, turn_away
from hipwise.kit.refusal import Refusal

Side = Message.Side
ALONE = "sandbox; default-src 'none'"
"""The content policy of a file: should a browser take it for a page after all, that page can do nothing."""


def brought(upload: UploadedFile[Any]) -> Ready | Refusal:
    """An uploaded file, looked at."""
    if (upload.size or 0) > LARGEST:
        return TOO_BIG
    return looked_at(upload.name or "", upload.read())


def carried(
    request: HttpRequest, keep: Callable[[UploadedFile[Any]], Attachment | Refusal]
) -> tuple[tuple[uuid.UUID, ...], Refusal | None]:
    """The files that a form without script carries: those it brought before (``kept``) and the new ones (``files``).

    With the numbers of all that were taken comes the first refusal, if any: what was taken need not be sent again.
    """
    numbers = [number for one in request.POST.getlist("kept") if (number := _number(one))]
    refused: Refusal | None = None
    for upload in request.FILES.getlist("files")[: MOST_FILES - len(numbers)]:
        kept = keep(upload)
        if isinstance(kept, Refusal):
            refused = refused or kept
        else:
            numbers.append(kept.uid)
    return tuple(numbers[:MOST_FILES]), refused


def _number(written: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(written)
    except ValueError:
        return None


def keep_visitors(request: HttpRequest, speaker: Speaker, upload: UploadedFile[Any]) -> Attachment | Refusal:
    """Keep what a visitor brings. The conversation begins with it if nothing was said yet."""
    now = clock.now()
    if limits.wait("chat.file", limits.computer(request), now):
        return SLOWER
    ready = brought(upload)
    if isinstance(ready, Refusal):
        return ready
    # A key that names no account is not made to by a cookie: in a frame on another website nobody is signed in.
    visitor = visitor_of(request, speaker, {}) if speaker.key.user_id else Visitor()
    talk = speaker.conversation or core.begin(speaker.key.uid, Conversation.Source.CHAT, visitor, now)
    return keep_file(talk, Side.VISITOR, ready, now)


def keep_clinics(talk: Conversation, upload: UploadedFile[Any]) -> Attachment | Refusal:
    """Keep what staff bring."""
    ready = brought(upload)
    return ready if isinstance(ready, Refusal) else keep_file(talk, Side.CLINIC, ready, clock.now())


@csrf_exempt
@require_POST
@door(anyone)
def bring(request: HttpRequest) -> HttpResponse:
    """A visitor's file, by the key in the header, for the next thing they say. Until then no cookie keeps that key: it
    would take the place of one under which something was said.
    """
    speaker = by_header(request)
    if speaker is None:
        return refused(NOT_YOURS, 403)
    upload = request.FILES.get("file")
    return _told(MALFORMED if upload is None else keep_visitors(request, speaker, upload))


@require_POST
@door(may_answer)
def bring_staff(request: HttpRequest, number: int) -> HttpResponse:
    """A file of the clinic's, for the next answer or note."""
    talk = get_object_or_404(Conversation, pk=number)
    upload = request.FILES.get("file")
    return _told(MALFORMED if upload is None else keep_clinics(talk, upload))


def _told(kept: Attachment | Refusal) -> JsonResponse:
    if isinstance(kept, Refusal):
        return refused(kept, 429 if kept is SLOWER else 422)
    told = {"uid": str(kept.uid), "name": kept.name, "type": kept.type, "size": kept.size}
    return private(JsonResponse(told))


@require_GET
@door(anyone)
def file(request: HttpRequest, token: str) -> HttpResponseBase:
    """A file as it was kept."""
    return _shown(request, token, small=False)


@require_GET
@door(anyone)
def preview(request: HttpRequest, token: str) -> HttpResponseBase:
    """A picture, small."""
    return _shown(request, token, small=True)


def _shown(request: HttpRequest, token: str, *, small: bool) -> HttpResponseBase:
    actor, opened = actor_of(request), read_pass(token)
    found = files.file(*opened, small=small) if opened else None
    if opened is None or found is None or (small and not found.width):
        return render(request, "frontdesk/file_gone.html", status=404)
    if not may_open_file(actor, opened[1], found.conversation):
        return turn_away(request)
    if opened[1] == "clinic" and not small:
        record(actor, "read attachment", about=found.conversation.user_id, subject=found)
    return _sent(found, found.preview if small else found.content)


def _sent(found: Attachment, content: bytes) -> HttpResponse:
    """Bytes that no browser takes for anything else, keeps, or shows inside a page that is not ours."""
    answer = HttpResponse(content, content_type=found.type)
    answer["Content-Disposition"] = str(content_disposition_header(found.type == Sort.PDF, found.name))
    answer["Content-Security-Policy"] = ALONE
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer
