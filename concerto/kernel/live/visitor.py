"""Whose stream it is: the session in the cookie, asked as any request is, and asked again while the stream is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, parse_cookie
from django.utils import timezone

from concerto.kernel.access.actor import PAGE, Actor, actor_for
from concerto.kernel.access.middleware import who

Headers = Iterable[tuple[bytes, bytes]]


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


def visitor(session: str) -> Actor | None:
    """The person of a session with the rights of this moment, as the pages know them; None where it does not hold (any more)."""
    if not session:
        return None
    request = HttpRequest()
    request.path = "/live"
    request.session = _store()(session)
    return who(request)


def still_open(sessions: Iterable[str]) -> set[str]:
    """Those of the sessions that were neither ended nor left to expire, in one query."""
    rows = _store().get_model_class().objects.filter(session_key__in=list(sessions), expire_date__gt=timezone.now())
    return set(rows.values_list("session_key", flat=True))


def actors(people: Iterable[int]) -> Mapping[int, Actor | None]:
    """What each of these people is now; None for whoever has left."""
    return {person: actor_for(person, PAGE) for person in people}


def _store() -> Any:
    """Whichever session backend the settings name."""
    return import_module(settings.SESSION_ENGINE).SessionStore
