"""A token by which a customer is known on our sites: in links of mails, and handed to the tracker after signing in there.

It is signed, so that nobody can pass for another customer; it tells nothing but the customer's id.
"""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

_SIGNER = Signer(salt="concerto.customer-on-our-sites")


def token_of(customer: int) -> str:
    return _SIGNER.sign(str(customer))


def customer_in(token: str) -> int | None:
    """The customer's id; None for a token that is not ours."""
    try:
        return int(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
