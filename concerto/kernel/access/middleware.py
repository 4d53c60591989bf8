"""Puts the actor on the request: from the session for pages, from the bearer token for the API. Nothing else decides who acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from django.http import HttpRequest, HttpResponse

from concerto.kernel.access.actor import API, PAGE, Actor, actor_for
from concerto.kernel.access.signing_in.attempts.counting import KEY_FROM_PLACE, TooMany, count, network
from concerto.kernel.access.signing_in.proof import is_proved
from concerto.kernel.access.signing_in.sessions import session_of
from concerto.kernel.access.signing_in.visitor import visitor
from concerto.kernel.access.token.keys import bearer_of

Respond: TypeAlias = Callable[[HttpRequest], HttpResponse]
OPEN = ("/static/", "/healthz", "/readyz", "/metrics")


def with_actor(respond: Respond) -> Respond:
    """`request.actor` is the Actor, or None for a stranger."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = None if request.path.startswith(OPEN) else who(request)  # type: ignore[attr-defined]  # ours
        return respond(request)

    return middleware


def who(request: HttpRequest) -> Actor | None:
    """The person behind a request, with the rights of this very moment."""
    key = bearer(request)
    if key is not None:
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # a key is sent on purpose, a cookie is not
        return _by_key(request, key)
    session = session_of(request)
    door = API if request.path.startswith("/api/") else PAGE
    actor = actor_for(session.person, door) if session else None
    return replace(actor, proved=is_proved(request)) if actor else None


def _by_key(request: HttpRequest, key: str) -> Actor | None:
    """Whoever a key stands for. Wrong ones are counted; after too many, `request.too_many` says how long to wait."""
    found = bearer_of(key)
    actor = actor_for(found.person, API) if found else None
    if found and actor:
        return actor.limited(found.limits, found.key)
    try:
        count(KEY_FROM_PLACE, network(visitor(request).place))
    except TooMany as refused:
        request.too_many = refused  # type: ignore[attr-defined]  # ours
    return None


def bearer(request: HttpRequest) -> str | None:
    """The key in `Authorization: Bearer …`; None where the header is absent, "" where it holds something else."""
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _space, key = header.partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""
