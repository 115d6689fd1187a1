"""Where a webhook may lead, and the way there: to addresses of the open internet, each looked at after its name is resolved.

The connection goes to the very address that was looked at, so a name that resolves differently a moment later gains
nothing; redirects are not followed. A host of the setting HEADWAY_WEBHOOK_HOSTS may be private.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from contextlib import closing
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from threading import Timer
from time import monotonic
from urllib.parse import urlsplit

from headway.web.ground.declined import Declined

PATIENCE_SECONDS, MOST_READ = 15.0, 2048
# Inside, though Python calls some of them global: IETF assignments, where a cloud keeps its metadata (RFC 6890); the services
# of another (learn.microsoft.com, "What is IP address 168.63.129.16?"); translation within a network (RFC 8215).
INSIDE = (IPv4Network("192.0.0.0/24"), IPv4Network("168.63.129.16/32"), IPv6Network("64:ff9b:1::/48"))
TRANSLATED = IPv6Network("64:ff9b::/96")   # RFC 6052: the last 32 bits are an IPv4 address


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the settings allow beside https to public addresses."""

    hosts: frozenset[str] = frozenset()
    http: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """An address in its parts."""

    https: bool
    host: str
    port: int
    path: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a sending ended: a status where there was an answer, else the code says why there was none."""

    status: int | None
    code: str   # delivered | answered | redirected | gone | private_address | unknown_host | unreachable | too_slow | untrusted
    milliseconds: int
    answer: str = ""


class Unreachable(Exception):
    """No connection was made; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def place(address: str, *, allowed: Allowed) -> Place:
    """The parts of an address. Raises `Declined`: webhook_address_unreadable, webhook_wants_https, webhook_address_private.

    >>> place("https://chat.example.org/in?room=1", allowed=Allowed())
    Place(https=True, host='chat.example.org', port=443, path='/in?room=1')
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Declined("webhook_address_unreadable", field="address") from error
    plain = address.isascii() and address.isprintable() and " " not in address
    if not plain or parts.scheme not in ("http", "https") or not host or port == 0 or "@" in parts.netloc or parts.fragment:
        raise Declined("webhook_address_unreadable", field="address")
    if parts.scheme == "http" and not allowed.http:
        raise Declined("webhook_wants_https", field="address")
    if host not in allowed.hosts and _is_inside(host):
        raise Declined("webhook_address_private", host=host, field="address")
    https = parts.scheme == "https"
    return Place(https, host, port or (443 if https else 80), (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _is_inside(host: str) -> bool:
    """Whether a host is seen to be private without asking what its name resolves to."""
    try:
        return not is_public(host)
    except ValueError:   # a name
        return host == "localhost" or host.endswith(".localhost")


def is_public(address: str) -> bool:
    """Whether an IP address is of the open internet, whatever it is wrapped in.

    >>> is_public("93.184.215.14"), is_public("::ffff:10.0.0.1"), is_public("169.254.169.254")
    (True, False, False)
    """
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in TRANSLATED:
            inner = IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    closed = found.is_multicast or found.is_reserved or found.is_unspecified or found.is_link_local
    return found.is_global and not closed and not any(found in network for network in INSIDE)


def resolved(to: Place, *, allowed: Allowed) -> list[str]:
    """The addresses behind a host; every one must be public, or none is used. Raises `Unreachable`."""
    try:
        found = socket.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable("unknown_host") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if to.host not in allowed.hosts and not all(map(is_public, addresses)):
        raise Unreachable("private_address")
    return addresses


class _Connection(http.client.HTTPConnection):
    """To one address that was looked at, under the host's name."""

    def __init__(self, to: Place, *, address: str, tls: ssl.SSLContext | None) -> None:
        super().__init__(to.host, to.port, timeout=PATIENCE_SECONDS)
        self.address, self.tls = address, tls

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), timeout=PATIENCE_SECONDS)
        if self.tls is not None:
            self.sock = self.tls.wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End it from another thread: who answers a byte at a time holds no worker."""
        if self.sock is not None:
            self.sock.shutdown(socket.SHUT_RDWR)


def send(to: Place, *, body: bytes, headers: dict[str, str], allowed: Allowed) -> Outcome:
    """Post the body once, without following anything; never raises for what the other side does."""
    began = monotonic()

    def ended(code: str, *, status: int | None = None, answer: str = "") -> Outcome:
        return Outcome(status, code, round(1000 * (monotonic() - began)), answer)

    try:
        answer, status = _posted(to, body=body, headers=headers, allowed=allowed)
    except Unreachable as error:
        return ended(error.code)
    except ssl.SSLError:
        return ended("untrusted")
    except TimeoutError:
        return ended("too_slow")
    except (OSError, http.client.HTTPException):
        return ended("too_slow" if monotonic() - began >= PATIENCE_SECONDS else "unreachable")
    kinds = {2: "delivered", 3: "redirected"}
    return ended("gone" if status == 410 else kinds.get(status // 100, "answered"), status=status, answer=answer)


def _posted(to: Place, *, body: bytes, headers: dict[str, str], allowed: Allowed) -> tuple[str, int]:
    tls = ssl.create_default_context() if to.https else None
    addresses = resolved(to, allowed=allowed)
    for number, address in enumerate(addresses, start=1):
        connection = _Connection(to, address=address, tls=tls)
        end = Timer(PATIENCE_SECONDS, connection.cut)
        end.daemon = True
        with closing(connection):
            end.start()
            try:
                connection.connect()
                connection.request("POST", to.path, body=body, headers=headers)
                answer = connection.getresponse()
                said = answer.read(MOST_READ).decode("utf-8", "replace")
                return "".join(letter for letter in said if letter.isprintable())[:200], answer.status
            except ConnectionRefusedError:
                if number == len(addresses):
                    raise
            finally:
                end.cancel()
    raise Unreachable("unreachable")
