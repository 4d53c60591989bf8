"""Puts the actor on the request: from the session for pages, from the bearer token for the API. Nothing else decides who acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from django.http import HttpRequest, HttpResponse

from concerto.kernel.access.actor import API, PAGE, Actor, actor_for
from concerto.kernel.access.signing_in import person_of_session
from concerto.kernel.access.token.keys import person_of_key

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
        person = person_of_key(key)
        return actor_for(person, API) if person else None
    person = person_of_session(request)
    door = API if request.path.startswith("/api/") else PAGE
    return actor_for(person, door) if person else None


def bearer(request: HttpRequest) -> str | None:
    """The key in `Authorization: Bearer …`; None where the header is absent, "" where it holds something else."""
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _space, key = header.partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""
