"""What a person typed when their session had ended, kept until they are back.

A form that is worth it carries a mark of whose it is (``MARK``). When a door turns away its POST, what was typed
is sealed into the new, still nameless session; the same form takes it up again after sign-in. The mark is signed,
so that on a shared screen nobody but its writer ever gets it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cryptography.fernet import InvalidToken
from django.core import signing
from django.http import HttpRequest, QueryDict

from hipwise.kit.sealed import box

MARK = "whose"
MOST = 32_000
"""Bytes of a form that are kept; a longer one is none of ours."""

_KEY = "kept"
_SALT = "hipwise.kit.kept"


def mark(user_id: int) -> str:
    """The value of the hidden field ``MARK`` in a form of this account."""
    return signing.dumps(user_id, salt=_SALT)


def keep(request: HttpRequest) -> None:
    """Keep what was sent to a door that stays shut, if it carries a true mark and is of a sensible length."""
    if request.method != "POST" or _writer(request.POST) is None:
        return
    typed = request.POST.urlencode().encode()
    if len(typed) <= MOST:
        request.session[_KEY] = {"path": request.path, "typed": box().encrypt(typed).decode()}


def take(request: HttpRequest, user_id: int, *also: str) -> QueryDict | None:
    """What this account typed at this address before it had to sign in again; given once.

    ``also``: paths to which a button of the same form sends it.
    """
    kept = request.session.get(_KEY)
    if not kept or kept["path"] not in (request.path, *also):
        return None
    del request.session[_KEY]
    try:
        typed = QueryDict(box().decrypt(kept["typed"].encode()))
    except InvalidToken:
        return None
    return typed if _writer(typed) == user_id else None


def is_kept_for(session: Mapping[str, Any], user_id: int) -> bool:
    """Whether a session, as its content, keeps something that this account typed."""
    kept = session.get(_KEY)
    if not kept:
        return False
    try:
        return _writer(QueryDict(box().decrypt(kept["typed"].encode()))) == user_id
    except InvalidToken:
        return False


def _writer(typed: QueryDict) -> int | None:
    try:
        return int(signing.loads(typed.get(MARK, ""), salt=_SALT))
    except signing.BadSignature:
        return None
