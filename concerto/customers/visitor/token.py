"""A token by which a customer is known on our sites: in links of mails, and handed to the tracker after signing in there.

It is signed, so that nobody can pass for another customer; it tells nothing but the customer's id and until when it is good.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.core.signing import BadSignature, Signer
from django.utils import timezone

_SIGNER = Signer(salt="concerto.customer-on-our-sites")
LONGEST = 200  # characters of a token that is looked at


def token_of(customer: int, until: datetime) -> str:
    return _SIGNER.sign(f"{customer}.{int(until.timestamp())}")


def customer_in(token: str) -> int | None:
    """The customer's id; None for a token that is not ours, and for one whose time is over."""
    if len(token) > LONGEST:
        return None
    try:
        customer, until = map(int, _SIGNER.unsign(token).split("."))
        return customer if datetime.fromtimestamp(until, UTC) > timezone.now() else None
    except (BadSignature, ValueError, OverflowError):
        return None
