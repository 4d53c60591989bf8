"""Which network addresses are out in the world. Everything that is not plainly so counts as inside.

Lists: the IANA special-purpose address registries for IPv4 and IPv6. Of IPv6 only the global unicast block 2000::/3 is
outside, without those of its parts in which an IPv4 address can hide (6to4, Teredo) or nobody lives.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TypeAlias

IP: TypeAlias = IPv4Address | IPv6Address

_INSIDE = tuple(map(ip_network, (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "224.0.0.0/4", "240.0.0.0/4",
    "168.63.129.16/32",  # public in form, but it is the host machine of a virtual one at Azure
    "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
)))  # fmt: skip
_GLOBAL = ip_network("2000::/3")


def is_outside(address: IP) -> bool:
    """Whether anybody on the Internet may be reached at this address, and nobody in our own network."""
    if isinstance(address, IPv6Address) and (address not in _GLOBAL or address.scope_id):
        return False
    return not any(address in network for network in _INSIDE)


def literal(host: str) -> IP | None:
    """The address that a host spells out in its usual form; None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None
