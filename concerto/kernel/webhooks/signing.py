"""Signatures as the Standard Webhooks specification has them, so that its ready-made verifiers fit.

    webhook-id         the same for every try of a message
    webhook-timestamp  seconds since 1970, of this try
    webhook-signature  v1,BASE64(HMAC-SHA256(secret, "{id}.{timestamp}.{body}")), several with spaces between

A secret is `whsec_` and the Base64 of 32 bytes. They are made of this installation's secret key, the hook and the number
of its secret; whoever reads the database alone cannot sign.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils.crypto import salted_hmac

from concerto.kernel.webhooks.hook.model import Webhook

BOTH_VALID = timedelta(hours=24)  # after a change of secret the one before is signed with as well
PREFIX = "whsec_"


def secret(hook: Webhook, generation: int) -> bytes:
    return salted_hmac("concerto.webhooks", f"{hook.pk}.{generation}", algorithm="sha256").digest()


def written(secret: bytes) -> str:
    return PREFIX + b64encode(secret).decode()


def valid(hook: Webhook, now: datetime) -> Iterator[bytes]:
    """The secrets that count at this moment, the newest first."""
    newest = hook.generation or 1
    yield secret(hook, newest)
    if newest > 1 and hook.rotated_at and now < hook.rotated_at + BOTH_VALID:
        yield secret(hook, newest - 1)


def headers(hook: Webhook, id: str, now: datetime, body: bytes) -> dict[str, str]:
    """What a message bears."""
    timestamp = int(now.timestamp())
    signed = f"{id}.{timestamp}.".encode() + body
    signatures = (b64encode(hmac.new(key, signed, sha256).digest()).decode() for key in valid(hook, now))
    return {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }
