"""You, Notifications: what one is told, and when not."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hipwise.apps.notifications import selectors, services
from hipwise.apps.notifications.forms import ChoicesForm
from hipwise.apps.people.policies import may_be_someone
from hipwise.apps.people.views.frame import frame_for
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import door


@door(may_be_someone)
def choices(request: HttpRequest) -> HttpResponse:
    """Show and keep somebody's choices."""
    actor = actor_of(request)
    listed = selectors.kinds_for(actor)
    user_id = actor.user_id or 0
    given = (request.POST,) if request.method == "POST" else ()
    form = ChoicesForm(listed, selectors.muted_by(user_id), selectors.quiet_hours_of(user_id), *given)
    if request.method == "POST" and form.is_valid():
        services.choose(actor, form.wanted(), form.cleaned_data["begin"], form.cleaned_data["end"])
        messages.success(request, "Saved.")
        return redirect("notifications:choices")
    always = [kind for kind in listed if kind.must]
    context = {"frame": frame_for(actor), "form": form, "always": always, "listed": listed}
    return render(request, "notifications/choices.html", context)
