"""One POST to an address that somebody typed, without becoming anybody's way into the house.

https only; every address that the name resolves to must be a public one; the connection is made to the very address
that was checked (a name that resolves otherwise a moment later is not asked again); no redirect is followed, no proxy
of the environment used; all of it takes DEADLINE seconds at most, whatever the other side does.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

DEADLINE = 10
KEPT = 500  # characters of an answer
READ = 4 * KEPT  # bytes of it
URL_LENGTH = 500
_PUBLIC = IPv6Network("2000::/3")  # what is handed out; everything else is special
_TUNNELS = (IPv6Network("2001::/23"), IPv6Network("2002::/16"))  # Teredo and others, 6to4: they carry IPv4 addresses


class Forbidden(Exception):
    """An address that must not be asked; `message` is the sentence for the person who typed it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Target:
    """Where a URL leads: checked `address`, and the `host` whose certificate it must show."""

    host: str
    port: int
    path: str
    address: str
    secure: bool = True


@dataclass(frozen=True)
class Answer:
    code: int
    text: str

    @property
    def is_good(self) -> bool:
        return 200 <= self.code < 300


def is_public(text: str) -> bool:
    """Whether an IP address is one of the open internet, in whatever disguise it comes."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    return address in _PUBLIC and address.is_global and not _tunnels(address)


def _tunnels(address: IPv6Address) -> bool:
    return any(address in network for network in _TUNNELS)


def resolve(url: str) -> Target:
    """Where the URL leads now. Raises Forbidden, and OSError where the name does not resolve."""
    parts = _split(url)
    host, port = parts.hostname or "", parts.port or 443
    path = parts.path or "/"
    path += f"?{parts.query}" if parts.query else ""
    if f"{host}:{port}" in settings.WEBHOOK_ALLOWED_HOSTS:
        return Target(host, port, path, host, secure=parts.scheme == "https")
    if parts.scheme != "https":
        raise Forbidden("ต้องเป็นที่อยู่ที่ขึ้นต้นด้วย https://")
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(is_public(address) for address in found):
        raise Forbidden("ที่อยู่นี้อยู่ในเครือข่ายภายใน ส่งออกไปไม่ได้")
    return Target(host, port, path, found[0])


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise Forbidden("ไม่ใช่ที่อยู่เว็บที่ถูกต้อง") from error
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= URL_LENGTH
    if not plain or not parts.hostname or parts.username is not None or parts.password is not None:
        raise Forbidden("ไม่ใช่ที่อยู่เว็บที่ถูกต้อง ต้องไม่มีช่องว่าง ชื่อผู้ใช้ หรือรหัสผ่าน")
    return parts


class _Pinned(http.client.HTTPConnection):
    """A connection to the checked address; the certificate must be the host's."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=DEADLINE)
        self.target = target

    def connect(self) -> None:
        plain = socket.create_connection((self.target.address, self.target.port), timeout=DEADLINE)
        self.sock = plain
        if self.target.secure:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.target.host)

    def cut(self) -> None:
        """The time is over: whoever waits for the other side gets an error."""
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """POST it and read the beginning of the answer. Raises Forbidden, OSError, http.client.HTTPException."""
    connection = _Pinned(resolve(url))
    timer = Timer(DEADLINE, connection.cut)
    timer.daemon = True
    timer.start()
    try:
        connection.request("POST", connection.target.path, body, headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(READ).decode("utf-8", "replace").replace("\0", "")[:KEPT])
    finally:
        timer.cancel()
        connection.close()


def host_of(url: str) -> str:
    """The host alone: a path may hold a token that only the receiver should know."""
    return _split(url).hostname or ""
