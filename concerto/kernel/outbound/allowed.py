"""What the administrator lets us reach beyond the open Internet: CONCERTO_OUTBOUND_ALLOW.

Entries are separated by commas or spaces: a host name, `host:port`, an address, or a network such as 10.1.2.0/24.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

from concerto.kernel.outbound.addresses import IP

_HOST = re.compile(r"(?P<host>[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?)(:(?P<port>[0-9]{1,5}))?")


@dataclass(frozen=True)
class Allowed:
    """One entry: a name, with the one port that is meant or any; or a network."""

    host: str = ""
    port: int | None = None
    network: IPv4Network | IPv6Network | None = None

    def names(self, host: str, port: int) -> bool:
        return self.host == host and self.port in (None, port)

    def holds(self, address: IP) -> bool:
        return self.network is not None and address in self.network


def entry(text: str) -> Allowed:
    """Read one entry; raises ValueError."""
    try:
        return Allowed(network=ip_network(text))
    except ValueError:
        found = _HOST.fullmatch(text.lower())
    if found is None:
        raise ValueError(text)
    return Allowed(found["host"], int(found["port"]) if found["port"] else None)


def entries(text: str) -> tuple[Allowed, ...]:
    """Read them all; raises ValueError with the first that is not understood."""
    return tuple(entry(word) for word in re.split(r"[,\s]+", text) if word)


def is_named(allowed: Iterable[Allowed], host: str, port: int) -> bool:
    return any(one.names(host, port) for one in allowed)


def is_held(allowed: Iterable[Allowed], address: IP) -> bool:
    return any(one.holds(address) for one in allowed)
