"""Whose stream it is: the session in the cookie, asked as any request is, and asked again while the stream is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, parse_cookie
from django.utils import timezone

from concerto.kernel.access.actor import PAGE, Actor, actor_for
from concerto.kernel.access.signing_in.sessions import known_session, living_sessions

Headers = Iterable[tuple[bytes, bytes]]


class Ticket(NamedTuple):
    """What lets a stream in: the cookie of the browser, and the session that it named then."""

    cookie: str
    session: int


class NotHere(Exception):
    """The request comes from another site, or names a host that is not ours."""


def session_in(headers: Headers) -> str:
    """The key of the session in the cookies; "" where there is none. Raises NotHere."""
    sent = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}
    request = HttpRequest()
    request.META = {"HTTP_HOST": sent.get("host", "")}
    try:
        request.get_host()
    except DisallowedHost as foreign:
        raise NotHere from foreign
    if sent.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise NotHere
    return parse_cookie(sent.get("cookie", "")).get(settings.SESSION_COOKIE_NAME, "")


def visitor(cookie: str) -> tuple[Actor, Ticket] | None:
    """Whose session a cookie names, with the rights of this moment, as the pages know them; None where it does not hold.

    A page that stands open is not somebody at work: it lets a session grow idle.
    """
    session = known_session(_store()(cookie)) if cookie else None
    actor = actor_for(session.person, PAGE) if session else None
    return (actor, Ticket(cookie, session.id)) if session and actor else None


def still_open(tickets: Iterable[Ticket]) -> set[Ticket]:
    """Those that hold: the session lives, and the browser's own has not been taken away."""
    asked = set(tickets)
    rows = (
        _store()
        .get_model_class()
        .objects.filter(session_key__in=[ticket.cookie for ticket in asked], expire_date__gt=timezone.now())
    )
    kept, living = set(rows.values_list("session_key", flat=True)), living_sessions(ticket.session for ticket in asked)
    return {ticket for ticket in asked if ticket.cookie in kept and ticket.session in living}


def actors(people: Iterable[int]) -> Mapping[int, Actor | None]:
    """What each of these people is now; None for whoever has left."""
    return {person: actor_for(person, PAGE) for person in people}


def _store() -> Any:
    """Whichever session backend the settings name."""
    return import_module(settings.SESSION_ENGINE).SessionStore
