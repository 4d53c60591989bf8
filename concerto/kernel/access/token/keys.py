"""API keys: made once, kept as a digest, good until they expire, are revoked, or their person leaves."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from concerto.kernel.access.actor import Actor, Limits
from concerto.kernel.access.token.model import Token
from concerto.kernel.actions.change import add
from concerto.kernel.entity.record import Record
from concerto.kernel.statements.kept import Kept, Slot

PREFIX = "concerto_"
DAYS = 90  # that a key is good for, unless somebody says otherwise
SEEN_EVERY = timedelta(minutes=1)  # how exactly “last used” is kept


@dataclass(frozen=True)
class Bearer:
    """Whom a key stands for, and how far."""

    person: int
    limits: Limits


def issue(
    actor: Actor,
    *,
    person: int,
    name: str,
    expires_at: datetime | None = None,
    acts: Sequence[str] = (),
    nouns: Sequence[str] = (),
) -> str:
    """Make a key for a person and answer it; it cannot be read again."""
    key = PREFIX + secrets.token_urlsafe(32)
    token = Token(person_id=person, name=name, digest=digest(key), expires_at=expires_at)
    token.acts, token.nouns = list(acts), list(nouns)
    with transaction.atomic():
        add(actor.doing("create"), token)
    return key


def in_days(days: int = DAYS) -> datetime:
    return timezone.now() + timedelta(days=days)


def bearer_of(key: str) -> Bearer | None:
    """Whom a key stands for now; None for a wrong, revoked or expired one.

    The key is looked up by its digest and judged afterwards, so the answer takes as long whatever is wrong with it.
    """
    found = _of_digest().first(digest=digest(key))
    now = timezone.now()
    if not isinstance(found, Token) or found.revoked_at or found.trashed_at:
        return None
    if found.expires_at and found.expires_at <= now:
        return None
    if found.used_at is None or found.used_at < now - SEEN_EVERY:
        Token.everything.filter(pk=found.pk).update(used_at=now)
    return Bearer(found.person_id, Limits.of(found.acts, found.nouns))


@cache
def _of_digest() -> Kept[Record]:
    return Kept(Token.everything.filter(digest=Slot("digest", "text")).defer("search"))


def digest(key: str) -> str:
    """SHA-256 in hex. A key has 256 random bits, so a slow hash would add nothing."""
    return sha256(key.encode("utf-8", "replace")).hexdigest()
