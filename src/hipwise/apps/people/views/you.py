"""The person's own pages."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from hipwise.apps.audit.selectors import lookers
from hipwise.apps.people import consents, policies, selectors, services
from hipwise.apps.people.forms import AgreeForm, NameForm
from hipwise.apps.people.models import User
from hipwise.apps.people.views.frame import frame_for
from hipwise.kit import clock
from hipwise.kit.actor import Actor, actor_of
from hipwise.kit.doors import door

LINES_A_PAGE = 30


def account_of(actor: Actor) -> User:
    """The account of somebody signed in; their door has seen to it that they are."""
    return User.objects.get(pk=actor.user_id or 0)


def way_on(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is on this site; else their first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("people:you")


@door(policies.may_be_someone)
def you(request: HttpRequest) -> HttpResponse:
    """Everything about the person's own account, one line each."""
    actor = actor_of(request)
    user = account_of(actor)
    context = {
        "frame": frame_for(actor),
        "person": user,
        "works": selectors.staff().filter(user=user),
        "factors": Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).count(),
        "is_patient": actor.patient_id is not None,
        "is_owner": policies.may_own(actor),
        "step": actor.step,
    }
    return render(request, "people/you.html", context)


@door(policies.may_be_someone)
def name(request: HttpRequest) -> HttpResponse:
    """Change what one is called; a clinician also their registration number."""
    actor = actor_of(request)
    user = account_of(actor)
    seat = selectors.practitioners().filter(user=user).first()
    known = {"name": user.name, "registration": seat.registration if seat else ""}
    form = NameForm(
        request.POST if request.method == "POST" else None, initial=known, registers=policies.may_treat(actor)
    )
    if request.method == "POST" and form.is_valid():
        services.rename(actor, user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("people:you")
    return render(request, "people/name.html", {"frame": frame_for(actor), "form": form})


@door(policies.may_be_someone)
def second_factor(request: HttpRequest) -> HttpResponse:
    """Leads staff to set up their second step, or to use it in this session; on to where they were going if done."""
    actor = actor_of(request)
    if policies.may_work_here(actor):
        return redirect(way_on(request))
    kinds = set(Authenticator.objects.filter(user=actor.user_id).values_list("type", flat=True))
    context = {
        "frame": frame_for(actor),
        "has_app": Authenticator.Type.TOTP in kinds,
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        "next": way_on(request),
    }
    return render(request, "people/second_factor.html", context)


@door(policies.may_be_someone)
def agree(request: HttpRequest) -> HttpResponse:
    """Asks for the consents that the patient's side needs and that do not stand."""
    actor = actor_of(request)
    user = account_of(actor)
    missing = [
        standing.consent for standing in selectors.consents_of(user.pk) if standing.needed and not standing.since
    ]
    if actor.patient_id is None or not missing:
        return redirect(way_on(request))
    form = AgreeForm(missing, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        for consent in missing:
            services.give_consent(actor, consent.kind, clock.now())
        return redirect(way_on(request))
    context = {"frame": frame_for(actor), "form": form, "next": way_on(request)}
    return render(request, "people/agree.html", context)


@door(policies.may_be_someone)
def agreements(request: HttpRequest) -> HttpResponse:
    """What the person agrees to, since when, and what they once agreed to."""
    actor = actor_of(request)
    user = account_of(actor)
    context = {
        "frame": frame_for(actor),
        "standings": selectors.consents_of(user.pk),
        "history": [
            {"title": consents.EVERY[row.kind].title, "version": row.version, "given": row.given, "end": row.withdrawn}
            for row in selectors.consent_history_of(user.pk)
        ],
    }
    return render(request, "people/agreements.html", context)


@door(policies.may_be_someone)
@require_POST
def change_agreement(request: HttpRequest, kind: consents.Kind) -> HttpResponse:
    """Say yes to one thing, or take it back."""
    actor = actor_of(request)
    if kind not in consents.EVERY:
        return redirect("people:agreements")
    if request.POST.get("answer") == "yes":
        services.give_consent(actor, kind, clock.now())
        messages.success(request, "Saved: you agree.")
    else:
        services.withdraw_consent(actor, kind, clock.now())
        messages.success(request, "Saved: you took it back.")
    return redirect("people:agreements")


@door(policies.may_be_someone)
def who_looked(request: HttpRequest) -> HttpResponse:
    """Who else opened something of this person, and when."""
    actor = actor_of(request)
    page = Paginator(lookers(account_of(actor).pk), LINES_A_PAGE).get_page(request.GET.get("page"))
    names = selectors.names_of({event.who_id for event in page if event.who_id})
    lines = [{"at": event.at, "who": selectors.called(event.who_id, names), "what": event.what} for event in page]
    context = {"frame": frame_for(actor), "page": page, "lines": lines}
    return render(request, "people/who_looked.html", context)
