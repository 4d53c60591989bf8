"""How much one may ask: requests a minute, for each token (or session) and for each address.

The count stands in the database, so that it holds for all processes together. A process draws shares of it, a few requests
at a time, and so asks the database once a share; it may count a little more than was asked, never less.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.middleware import Respond, bearer
from concerto.kernel.access.signing_in.attempts.counting import network
from concerto.kernel.access.token.keys import digest
from concerto.kernel.api.problems import problem
from concerto.kernel.api.refusals import TooMany

WINDOW = 60  # seconds
SHARES = 50  # a minute's worth is drawn in so many shares
MOST_KEPT = 10_000  # callers that a process remembers
_DRAW = """
    insert into api_rate (who, minute, drawn) values (%(who)s, %(minute)s, %(share)s)
    on conflict (who, minute) do update set drawn = api_rate.drawn + excluded.drawn returning drawn
"""


@dataclass
class Account:
    """What a process knows of one caller's minute: how many requests it may still let in, and how many are left in all."""

    minute: int
    share: int = 0
    left: int = 0


@dataclass(frozen=True)
class Standing:
    """Where a caller stands after this request."""

    limit: int
    left: int
    resets: int  # seconds
    within: bool


_accounts: dict[str, Account] = {}
_lock = Lock()


def limited(respond: Respond) -> Respond:
    """Middleware: the API counts, everything else passes. Every answer says where the caller stands."""

    def middleware(request: HttpRequest) -> HttpResponse:
        standings = [spend(who, limit) for who, limit in counted(request)] if request.path.startswith("/api/") else []
        if not standings:
            return respond(request)
        tightest = min(standings, key=lambda one: (one.within, one.left))
        response = respond(request) if tightest.within else problem(request, TooMany(tightest.resets))
        for name, value in told(tightest).items():
            response.headers[name] = value
        return response

    return middleware


def counted(request: HttpRequest) -> Iterator[tuple[str, int]]:
    """On whose accounts a request goes: the caller's own, where there is one, and that of the address it comes from."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor and settings.API_RATE:
        yield scope_of(request, actor), settings.API_RATE
    if settings.API_RATE_ADDRESS:
        yield f"address:{network(request.META.get('REMOTE_ADDR', ''))}", settings.API_RATE_ADDRESS


def scope_of(request: HttpRequest, actor: Actor) -> str:
    """The token that a request came with, by its digest; the person where it came with a session."""
    key = bearer(request)
    return f"token:{digest(key)}" if key else f"person:{actor.person}"


def spend(who: str, limit: int) -> Standing:
    """Count one request."""
    now = int(time.time())
    minute, resets = now // WINDOW, WINDOW - now % WINDOW
    with _lock:
        account = _accounts.get(who)
        if account and account.minute == minute and (account.share or not account.left):
            within = account.share > 0
            account.share -= within
            account.left -= within
            return Standing(limit, account.left, resets, within)
    return _drawn(who, limit, minute, resets)


def _drawn(who: str, limit: int, minute: int, resets: int) -> Standing:
    """Draw the next share, and take this request from it."""
    share = max(1, limit // SHARES)
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, {"who": who, "minute": minute, "share": share})
        before = int(cursor.fetchone()[0]) - share
    given = max(0, min(share, limit - before))
    left = max(0, limit - before - 1)
    with _lock:
        if len(_accounts) >= MOST_KEPT:
            _accounts.clear()
        _accounts[who] = Account(minute, max(0, given - 1), left)
    return Standing(limit, left, resets, given > 0)


def told(standing: Standing) -> dict[str, str]:
    return {
        "RateLimit-Limit": str(standing.limit),
        "RateLimit-Remaining": str(standing.left),
        "RateLimit-Reset": str(standing.resets),
        "RateLimit-Policy": f"{standing.limit};w={WINDOW}",
    }


def forget_old() -> None:
    """Delete the counts of minutes that are over."""
    with connection.cursor() as cursor:
        cursor.execute("delete from api_rate where minute < %s", [int(time.time()) // WINDOW - 1])
