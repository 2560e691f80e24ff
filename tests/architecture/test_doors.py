"""Deny by default: every view names its policy, or stands on a list that somebody reviewed.

Where a new address makes one of these tests fail, guard its view with ``@door(policy)``. The lists
below are for views that other packages wrote and that guard themselves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, include, path, resolve

from hipwise.apps.frontdesk import stream
from hipwise.apps.frontdesk.policies import may_answer, may_speak
from hipwise.kit import hub
from hipwise.kit.doors import anyone, door
from hipwise.kit.streams import StreamDoor
from hipwise.project import asgi
from hipwise.project.asgi import Front
from tests.apps.frontdesk.listening import listener
from tests.kit.cast import Person
from tests.kit.doors import Door, doors

# (start of the address, start of the view's name): why it needs no policy of ours
REVIEWED = {
    ("account/", "allauth."): "sign-in, sign-up, second factor: each shows a person only their own account",
    ("cms/login/", "django.views.generic.base.RedirectView"): "shadows Wagtail's sign-in with ours",
    ("_util/login/", "django.views.generic.base.RedirectView"): "shadows Wagtail's sign-in with ours",
    ("cms/", "wagtail."): "the editor: Wagtail asks for its own permission, which staff alone are given",
    ("cms/", "django.views.i18n.JavaScriptCatalog"): "the editor's own words",
    ("cms/test404/", "django.views.generic.base.TemplateView"): "the editor's page for what is not there",
    ("documents/", "wagtail.documents.views.serve."): "published files; Wagtail keeps private ones back",
    ("^((?:[\\w\\-]+/)*)$", "wagtail.views.serve"): "the clinic's published pages",
    ("_util/", "wagtail.views.authenticate_with_password"): "opens a page that has a password of its own",
    ("_util/login/", "django.contrib.auth.views.LoginView"): "never reached: the redirect above comes first",
}

# Views of others that a visitor gets through to.
OPEN = {
    "allauth.account.views": "sign-in, sign-up, reset and their answers",
    "allauth.mfa.base.views.AuthenticateView": "the second step of signing in",
    "allauth.mfa.webauthn.views.LoginWebAuthnView": "signing in with a passkey",
    "wagtail.views.": "public pages",
    "wagtail.documents.views.serve.": "public files",
    "wagtail.admin.auth.": "turns visitors away itself",
    "wagtail.admin.views.account.": "shadowed or switched off: see the tests below",
    "wagtail.admin.api.": "asks for a member of the staff itself",
    "wagtail.documents.api.admin.": "asks for a member of the staff itself",
    "wagtail.images.api.admin.": "asks for a member of the staff itself",
    "django.contrib.auth.views.LoginView": "never reached",
}

# Addresses that answer a visitor with a page.
PUBLIC = {
    "/account/inactive/",
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/done/",
    "/account/confirm-email/",
    "/book/",
    "/chat/",
    "/chat/erase/",
    "/chat/erased/",
    "/chat/window/",
    "/api/v1/docs",
    "/api/v1/openapi.json",
    "/api/v1/services",
    "/embed/",
    "/embed/chat.js",
    "/embed/chat/",
    "/feed/",
    "/robots.txt",
    "/sitemap.xml",
    "/you/data/gone/",
    "/write/",
    "/write/sent/",
}


def unguarded(found: Iterable[Door]) -> list[str]:
    """Doors without a policy that stand on no list."""
    return [
        f"{one.route} → {one.name}"
        for one in found
        if not one.has_policy
        and not any(one.route.startswith(start) and one.name.startswith(name) for start, name in REVIEWED)
    ]


def unexpectedly_open(found: Iterable[Door]) -> list[str]:
    """Doors of others that let visitors in and stand on no list."""
    return [
        f"{one.route} → {one.name}"
        for one in found
        if one.is_open and not one.has_policy and not one.name.startswith(tuple(OPEN))
    ]


@pytest.fixture(scope="module")
def every() -> list[Door]:
    """All doors there are."""
    return list(doors(get_resolver().url_patterns))


def test_every_door_has_a_policy_or_was_reviewed(every: list[Door]) -> None:
    assert len(every) > 100
    assert unguarded(every) == []


def test_no_door_of_others_is_open_unless_reviewed(every: list[Door]) -> None:
    assert unexpectedly_open(every) == []


def bare(request: HttpRequest) -> HttpResponse:
    """A view somebody forgot to guard."""
    return HttpResponse("secret")


def test_a_forgotten_door_is_found() -> None:
    planted = [path("deep/", include([path("down/", include([path("planted/", bare)]))]))]
    assert [one.partition(" ")[0] for one in unguarded(doors(planted))] == ["deep/down/planted/"]
    assert unguarded(doors([path("planted/", door(anyone)(bare))])) == []


def test_a_view_of_ours_gains_nothing_from_a_reviewed_address() -> None:
    for start, _ in REVIEWED:
        assert unguarded([Door(start, bare)])


def test_an_open_door_of_others_is_found() -> None:
    from django.contrib.auth.decorators import login_not_required
    from django.views.defaults import page_not_found

    def opened(request: HttpRequest) -> HttpResponse:
        return page_not_found(request, Exception())

    assert unexpectedly_open([Door("planted/", login_not_required(opened))])


@pytest.mark.parametrize("address", ["/cms/login/", "/_util/login/"])
def test_wagtails_own_sign_in_is_shadowed(address: str, client: Client) -> None:
    assert resolve(address).func.__module__ == "django.views.generic.base"


def _answers(client: Client, every: list[Door]) -> dict[str, HttpResponse]:
    client.raise_request_exception = False
    addresses = sorted({one.address for one in every if one.address})
    return {address: client.get(address) for address in addresses}  # type: ignore[misc]


def test_a_visitor_sees_public_pages_alone(every: list[Door], clinic: object, client: Client) -> None:
    answers = _answers(client, every)
    seen = {address for address, answer in answers.items() if answer.status_code == 200}
    assert seen - PUBLIC == set(), "is this page meant for everybody? Then add it to PUBLIC"
    assert PUBLIC - seen == set(), "these are public no longer: strike them from the list"
    assert {address for address, answer in answers.items() if answer.status_code >= 500} == set()


def test_a_patient_never_sees_the_editor(every: list[Door], ana: Person, client_of: Callable[[Person], Client]) -> None:
    answers = _answers(client_of(ana), [one for one in every if one.route.startswith("cms/")])
    assert {address for address, answer in answers.items() if answer.status_code == 200} == set()


# Doors in front of Django, where no middleware runs: path -> the policy that its streams ask. Each is tried with every
# kind of person, host and origin in tests/apps/frontdesk/test_stream_doors.py.
STREAMS = {"/chat/stream/": may_speak, "/staff/inbox/stream/": may_answer}


def unknown_in_front(front: object) -> list[str]:
    """What stands in front of Django and was not reviewed, or asks another policy."""
    if type(front) is not Front:
        return [f"{type(front).__qualname__} stands where Front should"]
    return [path for path, one in front.doors.items() if STREAMS.get(path) is not one.policy or one.path != path]


def test_what_stands_in_front_of_django_was_reviewed() -> None:
    assert unknown_in_front(asgi.application) == []
    assert set(asgi.application.doors) == set(STREAMS)
    assert not set(STREAMS) & {one.address for one in doors(get_resolver().url_patterns)}, "one address, one door"


def test_a_door_planted_in_front_of_django_is_found() -> None:
    def seat(*_: object) -> None:
        """A place for everybody."""

    async def wrapped(*asked: object) -> None:
        """An app around ours that answers some paths itself."""

    pages = asgi.application.pages
    planted = StreamDoor("/planted/", anyone, seat)
    lax = StreamDoor("/chat/stream/", anyone, seat)
    assert unknown_in_front(Front([*stream.DOORS, planted], pages)) == ["/planted/"]
    assert unknown_in_front(Front([lax], pages)) == ["/chat/stream/"]
    assert unknown_in_front(wrapped) == ["function stands where Front should"]


@pytest.mark.parametrize("path", STREAMS)
def test_a_stream_is_closed_to_a_visitor_who_brings_nothing(path: str) -> None:
    async def ask() -> int:
        async with listener(path) as one:
            await hub.close_here()
            return one.status

    assert asyncio.run(ask()) == 403


@pytest.mark.parametrize("who", ["ana", "ben", "dara", "eli", "olga"])
def test_no_address_breaks(
    who: str, every: list[Door], request: pytest.FixtureRequest, client_of: Callable[[Person], Client]
) -> None:
    client = client_of(request.getfixturevalue(who))
    answers = _answers(client, [one for one in every if one.has_policy])
    assert {address for address, answer in answers.items() if answer.status_code >= 500} == set()
