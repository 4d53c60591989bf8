"""From an address as somebody wrote it to the machines that may be asked: read once, looked up once, checked.

The connection then goes to exactly these addresses, so a name that means something else a moment later leads nowhere.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
from django.utils.translation import gettext_lazy as _

from concerto.kernel.outbound.addresses import IP, is_outside, literal
from concerto.kernel.outbound.allowed import Allowed, is_held, is_named
from concerto.kernel.outbound.refusals import Blocked, NoAnswer

USUAL_PORTS = {"http": 80, "https": 443}
PORTS = frozenset({80, 443, 8080, 8443})  # where web servers live; any other needs the administrator's word
LONGEST = 2048  # characters
MOST_ADDRESSES = 4  # tried one after the other
_NAME = re.compile(r"(?=.{1,253}\Z)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_STRANGE = re.compile(r"[\\\s\x00-\x1f\x7f]")  # readers of addresses disagree about these
_NUMBER = re.compile(r"([0-9]+|0x[0-9a-f]*)")
_LOOKING_UP = ThreadPoolExecutor(8, thread_name_prefix="look-up")  # a name server that is silent keeps no request
Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True)
class Target:
    """Where a request goes: `url` is what was meant, `addresses` are the only ones to connect to."""

    url: httpx.URL
    host: str
    port: int
    addresses: tuple[IP, ...]

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.url.scheme, self.host, self.port


def look_up(host: str, port: int) -> Sequence[str]:
    """What the system knows of a name."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


async def target(text: str, allowed: Sequence[Allowed], resolve: Resolve) -> Target:
    """The target that an address means. Raises Blocked where we do not go, NoAnswer where there is nothing."""
    url = readable(text)
    host, port = url.raw_host.decode().removesuffix("."), port_of(url)
    spelled = literal(host)
    if spelled is None:
        refuse_disguised(host)
    trusted = is_named(allowed, host, port)
    found = (spelled,) if spelled else await looked_up(host, port, resolve)
    within = trusted or all(is_held(allowed, address) for address in found)
    if not within and port not in PORTS:
        raise Blocked(
            _("Port %(port)s is not one that web servers use; an administrator can allow it.") % {"port": port}
        )
    if not within and not all(is_outside(address) or is_held(allowed, address) for address in found):
        raise Blocked(_("%(host)s is inside our own network; an administrator can allow it.") % {"host": host[:100]})
    return Target(url, host, port, found[:MOST_ADDRESSES])


def readable(text: str) -> httpx.URL:
    """The address as the client that will use it reads it. Raises Blocked."""
    try:
        url = httpx.URL(text) if len(text) <= LONGEST else None
    except (httpx.InvalidURL, ValueError, TypeError):
        url = None
    if url is None or url.scheme not in USUAL_PORTS or not url.raw_host or _STRANGE.search(text):
        raise Blocked(_("This is not an address that begins with https:// or http:// and names a server."))
    if url.userinfo:
        raise Blocked(_("An address with a user name or a password in it is not called."))
    if not 0 < port_of(url) < 65536:
        raise Blocked(_("A port is a number from 1 to 65535."))
    return url


def port_of(url: httpx.URL) -> int:
    return USUAL_PORTS[url.scheme] if url.port is None else url.port


def refuse_disguised(host: str) -> None:
    """A name is a name: one that ends in a number would be read as an address by some, and not by others."""
    if not _NAME.fullmatch(host) or _NUMBER.fullmatch(host.rpartition(".")[2]):
        raise Blocked(
            _("“%(host)s” is neither the name of a server nor an address in its usual form.") % {"host": host[:100]}
        )


async def looked_up(host: str, port: int, resolve: Resolve) -> tuple[IP, ...]:
    """Every address of a name. The one time that anybody is asked. Raises NoAnswer."""
    try:
        found = await asyncio.get_running_loop().run_in_executor(_LOOKING_UP, resolve, host, port)
    except (OSError, UnicodeError):
        found = []
    addresses = tuple(address for text in found if (address := literal(text)))
    if not addresses or len(addresses) < len(found):
        raise NoAnswer(_("There is no server called %(host)s.") % {"host": host[:100]})
    return addresses
