"""You, Your data: download everything, or erase the account."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hipwise.apps.people.policies import may_be_someone
from hipwise.apps.people.views.frame import frame_for
from hipwise.apps.people.views.you import account_of
from hipwise.apps.privacy import services
from hipwise.apps.privacy.claims import registered
from hipwise.apps.privacy.forms import EraseForm
from hipwise.kit import clock
from hipwise.kit.actor import actor_of
from hipwise.kit.doors import anyone, door


@door(may_be_someone)
def your_data(request: HttpRequest) -> HttpResponse:
    """What one can do with one's own data."""
    return render(request, "privacy/your_data.html", {"frame": frame_for(actor_of(request))})


@door(may_be_someone)
@require_POST
def download(request: HttpRequest) -> FileResponse:
    """Everything, as one zip; asks who it is once more first."""
    raise_if_reauthentication_required(request, app="")
    actor = actor_of(request)
    now = clock.now()
    packed = services.pack_data(actor, account_of(actor), now)
    return FileResponse(
        packed, as_attachment=True, filename=f"hipwise-{now:%Y-%m-%d}.zip", content_type="application/zip"
    )


@door(may_be_someone)
def erase(request: HttpRequest) -> HttpResponse:
    """Explain, ask, and erase; asks who it is once more first."""
    raise_if_reauthentication_required(request, app="")
    actor = actor_of(request)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        refusal = services.erase_account(actor, account_of(actor))
        if refusal is None:
            logout(request)
            return redirect("privacy:gone")
        form.add_error(None, refusal.words)
    stays = [claim.stays for claim in reversed(registered()) if claim.stays]
    return render(request, "privacy/erase.html", {"frame": frame_for(actor), "form": form, "stays": stays})


@door(anyone)
def gone(request: HttpRequest) -> HttpResponse:
    """The last page."""
    return render(request, "privacy/gone.html")
