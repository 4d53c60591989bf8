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
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor, Limits, actor_for
from concerto.kernel.access.token.model import Token
from concerto.kernel.actions.change import add
from concerto.kernel.actions.refusal import Refused
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
    key: int  # the token's id


class NobodyToAct(Refused):
    """Work in the background cannot go on: nobody stands behind it any more."""


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
    if not isinstance(found, Token) or not is_good(found):
        return None
    if found.used_at is None or found.used_at < now - SEEN_EVERY:
        Token.everything.filter(pk=found.pk).update(used_at=now)
    return Bearer(found.person_id, Limits.of(found.acts, found.nouns), found.pk)


def is_good(token: Token) -> bool:
    """Whether a key opens anything at this moment."""
    ended = token.revoked_at or token.trashed_at
    return not ended and (token.expires_at is None or token.expires_at > timezone.now())


def going_on(person: int | None, key: int | None, door: str) -> Actor:
    """Who does in the background what a person began: with the rights of today, and no further than the key reaches by
    which it was begun. Raises NobodyToAct."""
    actor = actor_for(person, door) if person else None
    if actor is None:
        raise NobodyToAct(_("The person who began this has left."))
    return actor if key is None else actor.limited(limits_of(key), key)


def limits_of(key: int) -> Limits:
    """How far a key reaches at this moment. Raises NobodyToAct where it is good no more."""
    token = Token.everything.filter(pk=key).first()
    if not isinstance(token, Token) or not is_good(token):
        raise NobodyToAct(_("The API token with which this was begun was revoked or has expired."))
    return Limits.of(token.acts, token.nouns)


@cache
def _of_digest() -> Kept[Record]:
    return Kept(Token.everything.filter(digest=Slot("digest", "text")).defer("search"))


def digest(key: str) -> str:
    """SHA-256 in hex. A key has 256 random bits, so a slow hash would add nothing."""
    return sha256(key.encode("utf-8", "replace")).hexdigest()
