"""How often somebody may ask for something. Counted in a table, so that every process counts together.

What is limited, how often and in how many seconds stands in the setting ``RATE_LIMITS``. A window begins with the
first ask and ends by itself; asks that were refused count too, but never make it longer.
"""

from __future__ import annotations

from datetime import datetime
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest

from hipwise.kit.digest import digest
from hipwise.kit.models import Count

# One statement, so that of any number of racing asks each gets a number of its own, on either database.
_COUNT = """
INSERT INTO kit_count (key, ends, asked) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
    asked = CASE WHEN kit_count.ends <= %s THEN 1 ELSE kit_count.asked + 1 END,
    ends = CASE WHEN kit_count.ends <= %s THEN excluded.ends ELSE kit_count.ends END
RETURNING asked, ends
"""


def wait(name: str, who: str, now: datetime) -> int:
    """Count one ask; 0 when it may go on, else the seconds after which to ask again.

    ``name`` is a key of ``RATE_LIMITS``, ``who`` whatever is limited: a computer, an address. It is kept as a digest.
    """
    if not settings.RATE_LIMITS_ON:
        return 0
    most, seconds = settings.RATE_LIMITS[name]
    at = int(now.timestamp())
    # In a transaction, though it is one statement: on SQLite only those stand in line (docs/adr/0014), and whoever does
    # not is overtaken, under steady writing for as long as twenty seconds.
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(_COUNT, [digest(f"{name}\n{who}", "limits"), at + seconds, at, at])
        asked, ends = cursor.fetchone()
    return 0 if asked <= most else max(1, ends - at)


def computer(request: HttpRequest) -> str:
    """Who asks, as far as the network tells. A whole IPv6 network of one household or host counts as one.

    Behind a proxy on this machine the server has already put the visitor's address here (docs/running.md).
    """
    written = request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(written)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or f"{int(address) >> 64:x}/64")
    return str(address)


def forget_past(now: datetime) -> int:
    """Drop the counts whose window is over; how many."""
    return Count.objects.filter(ends__lte=int(now.timestamp())).delete()[0]
