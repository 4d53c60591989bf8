"""What a provider tells of itself (OpenID Connect Discovery 1.0): its addresses and its keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from concerto.kernel.access.provider.model import Provider
from concerto.kernel.access.signing_in.accounts.outward import Unreachable, fetch

WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class Addresses:
    """Where to send the browser, and whom to ask."""

    issuer: str
    authorize: str
    token: str
    keys: str


def addresses(provider: Provider) -> Addresses:
    """Raises Unreachable where the document is missing or speaks of another issuer, as a forged one would."""
    told = fetch(provider.issuer.rstrip("/") + WELL_KNOWN)
    try:
        found = Addresses(told["issuer"], told["authorization_endpoint"], told["token_endpoint"], told["jwks_uri"])
    except (KeyError, TypeError) as missing:
        raise Unreachable("the discovery document is not complete") from missing
    if found.issuer.rstrip("/") != provider.issuer.rstrip("/"):
        raise Unreachable("the discovery document is another issuer's")
    secure = provider.issuer.startswith("https://")
    if any(not isinstance(each, str) or (secure and not each.startswith("https://")) for each in vars(found).values()):
        raise Unreachable("the discovery document names an address that is not encrypted")
    return found


def keys(found: Addresses) -> Any:
    """The provider's public keys. Raises Unreachable."""
    from jwt import PyJWKSet
    from jwt.exceptions import PyJWKSetError

    try:
        return PyJWKSet.from_dict(fetch(found.keys))
    except (PyJWKSetError, AttributeError, TypeError) as wrong:
        raise Unreachable("the provider's keys cannot be read") from wrong
