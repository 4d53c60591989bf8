"""The rows that the pages of signing in show: sessions, attempts and keys, as far as the reader may see them."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.sign_in.model import Outcome, SignIn
from concerto.kernel.access.token.model import Token
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.registry import entity_of

LATELY = 10  # attempts shown


def sessions_of(actor: Actor, person: int) -> list[SignIn]:
    """Sessions that are still open, the one seen last first."""
    idle = timezone.now() - timedelta(hours=settings.SESSION_IDLE_HOURS)
    open_ones = visible_to(actor, SignIn).filter(
        person=person, outcome=Outcome.SIGNED_IN, ended_at=None, seen_at__gt=idle
    )
    return list(open_ones.defer("search").order_by("-seen_at")[:50])


def attempts_of(actor: Actor, person: int) -> list[SignIn]:
    """Who came or tried to come in as this person lately."""
    return list(visible_to(actor, SignIn).filter(person=person).defer("search").order_by("-id")[:LATELY])


def keys_of(actor: Actor) -> list[Token]:
    """One's own keys: those that are good, then those that ended in the last month."""
    month = timezone.now() - timedelta(days=30)
    mine = visible_to(actor, Token).filter(person=actor.person)
    lately = mine.filter(Q(revoked_at=None) | Q(revoked_at__gt=month))
    return list(lately.defer("search").order_by("-revoked_at", "-id")[:50])


def in_words(field: str, token: Token) -> str:
    """A field of a key as its own page shows it."""
    described = entity_of(token).fields[field]
    return described.kind.show(described, described.value(token))
