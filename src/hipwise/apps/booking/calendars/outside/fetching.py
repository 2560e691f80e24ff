"""Getting a file from an address that somebody typed, without being led to where only this server gets.

The host's addresses are looked up once and all of them must be public; the connection then goes to the very address
that was looked at. Each redirect is looked at anew. What comes compressed, or is too long, is not taken.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

MOST_BYTES = 2 * 2**20
REDIRECTS = 3
PATIENCE = 10.0
"""Seconds that any single step of the conversation may take; the whole is ended from outside."""
_PORTS = {"http": 80, "https": 443}
_MOVED = {301, 302, 303, 307, 308}
_TUNNELS = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]
"""IPv6 addresses that may stand for an IPv4 address of any kind."""


class Refused(Exception):
    """Why a calendar is not taken; ``code`` is one of ``asking.FAULTS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came; ``content`` is None where nothing has changed since the ``etag`` we sent."""

    content: bytes | None
    etag: str


def fetch(address: str, etag: str = "", *, private: bool = False) -> Fetched:
    """Get a file by http or https. ``private`` lets in addresses of the clinic's own network.

    Raises:
        Refused: with a code, whatever goes wrong.
    """
    for _ in range(REDIRECTS + 1):
        parts = _parts(address)
        try:
            answer = _asked(parts, etag, private)
        except (OSError, http.client.HTTPException, UnicodeError) as wrong:
            raise Refused("unreachable") from wrong
        if isinstance(answer, Fetched):
            return answer
        onward = urljoin(address, answer)
        if parts.scheme == "https" and not onward.startswith("https:"):
            raise Refused("redirect")
        address = onward
    raise Refused("redirect")


def public_address(host: str, port: int, *, private: bool = False) -> str:
    """The address to connect to.

    Raises:
        Refused: where any address of the host is not one of the open internet.
    """
    try:
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as wrong:
        raise Refused("unreachable") from wrong
    if not found or (not private and not all(map(is_public, found))):
        raise Refused("private")
    return found[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also when it is written as another kind."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in net for net in _TUNNELS):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        wrong = parts.scheme not in _PORTS or not parts.hostname or parts.username is not None or parts.port == 0
    except ValueError as odd:
        raise Refused("address") from odd
    if wrong or not address.isascii() or any(sign <= " " for sign in address):
        raise Refused("address")
    return parts


def _asked(parts: SplitResult, etag: str, private: bool) -> Fetched | str:
    """One question and its answer: the file, or where it has moved to."""
    host = parts.hostname or ""
    port = parts.port or _PORTS[parts.scheme]
    connection = _Pinned(host, port, public_address(host, port, private=private), secure=parts.scheme == "https")
    headers = {"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "Hipwise"}
    if etag:
        headers["If-None-Match"] = etag
    try:
        connection.request("GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), headers=headers)
        answer = connection.getresponse()
        if answer.status in _MOVED:
            return answer.getheader("Location") or ""
        if answer.status == 304 and etag:
            return Fetched(None, etag)
        return Fetched(_body(answer), (answer.getheader("ETag") or "")[:200])
    finally:
        connection.close()


def _body(answer: http.client.HTTPResponse) -> bytes:
    if answer.status != 200:
        raise Refused("gone" if answer.status in (401, 403, 404, 410) else "unreachable")
    if (answer.getheader("Content-Encoding") or "identity").lower() != "identity":
        raise Refused("not_a_calendar")
    content = answer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused("too_large")
    return content


class _Pinned(http.client.HTTPConnection):
    """A connection to one IP address, whatever the host's name means by now; a certificate must be the host's."""

    def __init__(self, host: str, port: int, ip: str, *, secure: bool) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self.default_port = _PORTS["https" if secure else "http"]
        self.ip, self.secure = ip, secure

    def connect(self) -> None:
        """Connect, and for https prove who answers."""
        plain = socket.create_connection((self.ip, self.port), PATIENCE)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host) if self.secure else plain
