"""A proof of work instead of the sum, in altcha's terms: https://altcha.org, version 2 of its format.

The browser looks for the one number below ``MOST`` whose key begins as asked. A telephone needs a second or two for
it, and whoever sends thousands of messages needs as many seconds. The challenge carries the nonce of a check, which
brings its time limit, its browser and its being good once; the altcha library makes and verifies the rest.
"""

from __future__ import annotations

import base64
import json
import secrets
from typing import Any

import altcha

from hipwise.apps.frontdesk.checks.tokens import Check
from hipwise.kit.digest import digest

ALGORITHM = "PBKDF2/SHA-256"
COST = 3000
"""Rounds for each number tried."""
LEAST, MOST = 100, 500
"""Between these lies the number to be found, and they are tried in turn."""
LONGEST = 2000
"""Letters of an answer."""


def challenge(check: Check) -> dict[str, Any]:
    """What a browser has to solve, as JSON."""
    secret, key_secret = _secrets()
    counter = LEAST + secrets.randbelow(MOST - LEAST)
    made = altcha.create_challenge(
        ALGORITHM,
        COST,
        counter=counter,
        data={"check": check.nonce},
        hmac_secret=secret,
        hmac_key_secret=key_secret,
    )
    found: dict[str, Any] = made.to_dict()
    return found


def is_done(check: Check, text: str | None) -> bool:
    """Whether this is the solution of this check's challenge."""
    if not text or len(text) > LONGEST:
        return False
    try:
        payload = altcha.Payload.from_dict(json.loads(base64.b64decode(text, validate=True)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    if payload.challenge.parameters.data != {"check": check.nonce}:
        return False
    secret, key_secret = _secrets()
    return altcha.verify_solution(payload, secret, hmac_key_secret=key_secret).verified


def _secrets() -> tuple[str, str]:
    """What signs challenges, and what signs the keys to be found."""
    return digest("challenge", "check.work"), digest("key", "check.work")
