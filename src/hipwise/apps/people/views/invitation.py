"""The page behind the link in an invitation. Opening it changes nothing; each step is a button."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from hipwise.apps.people import selectors, services
from hipwise.apps.people.models import Invitation, User
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import anyone, door
from hipwise.kit.refusal import Refusal


@door(anyone)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is offered; by POST sign up, sign in, or take the seat."""
    offered = selectors.invitation(token, clock.now())
    if offered is None:
        return render(request, "people/invitation_over.html", status=410)
    if request.method == "POST":
        if actor_of(request).user_id is None:
            return _let_in(request, offered)
        taken = services.accept_invitation(actor_of(request), offered, clock.now())
        if not isinstance(taken, Refusal):
            messages.success(request, f"Welcome. You now work here as {taken.get_work_display().lower()}.")
            return redirect("people:second_factor")
        messages.error(request, taken.words)
    context = {"invitation": offered, "signed_in": actor_of(request).user_id is not None}
    return render(request, "people/invitation.html", context)


def _let_in(request: HttpRequest, offered: Invitation) -> HttpResponse:
    """To the sign-up page, or to sign in where there is an account. The token came by letter: it proves the address."""
    known = User.objects.filter(email=offered.email).exists()
    if not known:
        get_adapter().stash_verified_email(request, offered.email)
    page = reverse("account_login" if known else "account_signup")
    return redirect(f"{page}?{urlencode({'next': request.path})}")
