"""API keys: made once, kept as a digest, good until they expire, are revoked, or their person leaves."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.token.model import Token
from concerto.kernel.actions.change import add

PREFIX = "concerto_"


def issue(actor: Actor, *, person: int, name: str, expires_at: datetime | None = None) -> str:
    """Make a key for a person and answer it; it cannot be read again."""
    key = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        add(actor.doing("create"), Token(person_id=person, name=name, digest=digest(key), expires_at=expires_at))
    return key


def person_of_key(key: str) -> int | None:
    """Whom a key stands for now; None for a wrong, revoked or expired one."""
    living = Q(revoked_at=None, trashed_at=None) & (Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
    return Token.everything.filter(living, digest=digest(key)).values_list("person_id", flat=True).first()


def digest(key: str) -> str:
    """SHA-256 in hex. A key has 256 random bits, so a slow hash would add nothing."""
    return sha256(key.encode("utf-8", "replace")).hexdigest()
