"""A booking under way: who it is for, the code that proves the address, and its end."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hipwise.apps.booking.forms import CodeForm, DetailsForm, ReasonForm, typed_in
from hipwise.apps.booking.links import draft_of, visit_token
from hipwise.apps.booking.models import Appointment, Draft
from hipwise.apps.booking.selectors import times
from hipwise.apps.booking.services import visitors
from hipwise.apps.booking.views.showing import door_to, show
from hipwise.apps.booking.views.visitor import SESSION_KEY, TOO_OFTEN, patient_of
from hipwise.apps.people.selectors import clinic
from hipwise.kit import clock, limits
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import anyone, door
from hipwise.kit.refusal import Refusal

State = Appointment.State
ALONG = ("hold", "service", "practitioner__user", "location", "patient__user")
GONE = "Your booking page was open for too long. Please choose a time again."


@door(anyone)
def details(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who it is for. Somebody whose session has ended keeps the time and what they just typed."""
    draft = _draft(request, uid)
    if draft is None:
        return _again(request)
    if _visit(draft):
        return _to_visit(draft)
    return _details_of_patient(request, draft) if draft.patient is not None else _details_of_visitor(request, draft)


def _details_of_visitor(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What is typed is kept first of all, then looked at."""
    here, now = clinic(), clock.now()
    form = DetailsForm(_sent(request), initial=typed_in(draft), country=here.country if here else "")
    if request.method != "POST" or not form.is_valid():
        return _page(request, draft, form)
    visitors.write_down(draft, form.details(), now)
    if request.POST.get("time") != draft.start.isoformat():
        messages.info(request, "You chose another time in another window. Please look whether this is the right one.")
        return redirect("booking:details", draft.uid)
    if draft.proved:
        return _book(request, draft)
    return _on_to_code(request, draft, form, now)


def _on_to_code(request: HttpRequest, draft: Draft, form: DetailsForm, now: datetime) -> HttpResponse:
    if _lost_time(draft, now):
        return redirect("booking:lost", draft.uid)
    refused = _send(request, draft, now)
    if refused:
        form.add_error(None, refused.words)
        return _page(request, draft, form)
    return redirect("booking:code", draft.uid)


def _details_of_patient(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Somebody with an account says what it is about, or not, and has booked."""
    if patient_of(request) != draft.patient:
        return _again(request)
    form = ReasonForm(_sent(request), initial={"reason": draft.reason})
    if request.method != "POST" or not form.is_valid():
        return _page(request, draft, form)
    draft.reason = form.cleaned_data["reason"].strip()
    draft.save(update_fields=["reason"])
    return _book(request, draft)


@door(anyone)
def code(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The code from the letter."""
    draft = _draft(request, uid)
    if draft is None:
        return _again(request)
    if _visit(draft):
        return _to_visit(draft)
    if draft.sent is None:
        return redirect("booking:details", draft.uid)
    form = CodeForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        refused = visitors.prove_by_code(draft, form.cleaned_data["code"], clock.now())
        if refused is None:
            return _book(request, draft)
        form.add_error("code", refused.words)
    return show(request, "booking/visitor/code.html", {"draft": draft, "form": form, "until": _until(draft)})


@door(anyone)
@require_POST
def send_again(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Another letter with another code."""
    draft = _draft(request, uid)
    if draft is None:
        return _again(request)
    if _visit(draft):
        return _to_visit(draft)
    refused = _send(request, draft, clock.now()) if draft.digest else None
    if refused:
        messages.error(request, refused.words)
    else:
        messages.success(request, "We have sent a new code. The old one no longer works.")
    return redirect("booking:code", draft.uid)


@door(anyone)
def proof(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter, in whichever browser. Opening it changes nothing; its button books."""
    draft = draft_of(token)
    if draft is None:
        return show(request, "booking/visitor/proof_over.html", {}, status=410)
    if _visit(draft):
        return _to_visit(draft)
    if request.method == "POST":
        refused = visitors.prove_by_link(draft, clock.now())
        if refused is None:
            return _book(request, draft)
    elif draft.sent is not None and draft.sent + visitors.CODE_LASTS > clock.now():
        return show(request, "booking/visitor/proof.html", {"draft": draft})
    return show(request, "booking/visitor/proof_over.html", {"service": draft.service}, status=410)


@door(anyone)
def lost(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The time went to somebody else: the nearest ones, with everything typed kept."""
    draft = _draft(request, uid)
    if draft is None:
        return _again(request)
    if _visit(draft):
        return _to_visit(draft)
    return _lost_page(request, draft)


def _lost_page(request: HttpRequest, draft: Draft, words: str = "") -> HttpResponse:
    now = clock.now()
    context = {
        "service": draft.service,
        "words": words or "The time was kept for you for a while, and somebody else has taken it since.",
        "start": draft.start,
        "nearest": times.nearest(times.Ask(draft.service), draft.start.astimezone(now.tzinfo), now),
        "draft": draft,
    }
    return show(request, "booking/visitor/lost.html", context, status=409)


# How


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _draft(request: HttpRequest, uid: UUID) -> Draft | None:
    """This session's booking. What a session that has ended sends goes into a new draft with the same time."""
    draft = Draft.objects.select_related(*ALONG).filter(uid=uid).first()
    if draft is None or request.session.get(SESSION_KEY) == str(uid):
        return draft
    if request.method != "POST" or "email" not in request.POST or _visit(draft) or draft.patient is not None:
        return None
    mine = visitors.take_over(draft, clock.now())
    request.session[SESSION_KEY] = str(mine.uid)
    return mine


def _again(request: HttpRequest) -> HttpResponse:
    messages.info(request, GONE)
    return redirect("booking:start")


def _visit(draft: Draft) -> Appointment | None:
    """The visit a draft has become."""
    return draft.hold if draft.hold is not None and draft.hold.state != State.HELD else None


def _to_visit(draft: Draft) -> HttpResponse:
    visit = _visit(draft)
    if visit is None:
        raise ValueError("nothing is booked")
    return redirect("booking:booked", visit_token(visit))


def _book(request: HttpRequest, draft: Draft) -> HttpResponse:
    now = clock.now()
    visit = visitors.book(actor_of(request), draft, now)
    if isinstance(visit, Refusal):
        request.session[SESSION_KEY] = str(draft.uid)  # the address has answered, in whichever browser this is
        return _lost_page(request, draft, visit.words)
    return redirect("booking:booked", visit_token(visit))


def _send(request: HttpRequest, draft: Draft, now: datetime) -> Refusal | None:
    if limits.wait("book.code", limits.computer(request), now) or limits.wait("book.email", draft.digest, now):
        return Refusal("too_often", TOO_OFTEN)
    return visitors.send_code(draft, now)


def _until(draft: Draft) -> datetime | None:
    """Until when the time is kept; None when it no longer is."""
    hold = draft.hold
    return hold.held_until if hold and hold.held_until and hold.held_until > clock.now() else None


def _lost_time(draft: Draft, now: datetime) -> bool:
    """Whether the time ran out and cannot be had again; where it can, it is kept anew."""
    if _until(draft):
        return False
    again = visitors.keep_anew(draft, now)
    return isinstance(again, Refusal)


def _page(request: HttpRequest, draft: Draft, form: DetailsForm | ReasonForm) -> HttpResponse:
    context = {
        "draft": draft,
        "form": form,
        "until": _until(draft),
        "steps": 3 if draft.patient is None else 2,
        "stamp": draft.start.isoformat(),
        "wait_url": door_to("booking:wait", draft.service.slug),
    }
    return show(request, "booking/visitor/details.html", context)
