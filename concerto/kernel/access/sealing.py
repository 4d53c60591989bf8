"""Secrets kept in the database: encrypted under keys derived from the secret key, so that a stolen copy of it tells nothing.

What is sealed names its key. After a change of the secret key (CONCERTO_SECRET_KEY) the former ones, told as
CONCERTO_FORMER_SECRET_KEYS, still open what they sealed; whatever is sealed anew is sealed with the first.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12  # bytes, as AES-GCM wants it
PURPOSE = b"concerto sealed values"


class Unsealable(ValueError):
    """This was not sealed here, for this purpose, with a key that is known."""


def seal(text: str, purpose: str) -> str:
    """`text` encrypted with AES-256-GCM; it opens only for the same purpose, so that no row can pass for another."""
    id, key = next(iter(_keys().items()))
    nonce = secrets.token_bytes(NONCE)
    return f"{id}.{urlsafe_b64encode(nonce + _cipher(key).encrypt(nonce, text.encode(), purpose.encode())).decode()}"


def unseal(sealed: str, purpose: str) -> str:
    """What was sealed. Raises Unsealable."""
    from cryptography.exceptions import InvalidTag

    id, _dot, text = sealed.partition(".")
    try:
        kept = urlsafe_b64decode(text)
        return _cipher(_keys()[id]).decrypt(kept[:NONCE], kept[NONCE:], purpose.encode()).decode()
    except (KeyError, ValueError, InvalidTag) as wrong:
        raise Unsealable(purpose) from wrong


def marks(text: str, purpose: str) -> list[str]:
    """Keyed digests by which a secret is recognised without being kept; the first is the one to keep."""
    said = f"{purpose}\0{text}".encode("utf-8", "replace")
    return [hmac.new(key, said, sha256).hexdigest() for key in _keys().values()]


def _keys() -> Mapping[str, bytes]:
    return _derived((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=4)
def _derived(secret_keys: tuple[str, ...]) -> Mapping[str, bytes]:
    """Key id → 256 bits, by HKDF (RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    keys = [HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(secret.encode()) for secret in secret_keys]
    return {sha256(key).hexdigest()[:8]: key for key in keys}


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)
