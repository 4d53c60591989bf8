"""What the tracker on our sites tells: from strangers' browsers, so little is believed and none of it costs much.

A browser may tell what was looked at, never what was paid. Whose site it is says the page's own address, which browsers
do not let scripts forge; who the visitor is, only a token that we signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from concerto.customers.customer.model import Customer
from concerto.customers.event.storing import keep
from concerto.customers.event.told import Told, name_of, read
from concerto.customers.tracked_site.model import TrackedSite
from concerto.customers.tracked_site.rules import origins_of
from concerto.customers.visitor.token import customer_in
from concerto.kernel.access.signing_in.attempts.counting import network
from concerto.kernel.access.signing_in.visitor import visitor as caller
from concerto.kernel.api.limits import spend
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.redirects.finding import survivor

LARGEST = 16 * 1024  # bytes of one telling
MOST = 50  # events in one telling
OF_A_NETWORK, OF_A_SITE = 600, 120_000  # tellings a minute
LONGEST_AGO = timedelta(hours=1)
FROM_BROWSERS = frozenset({"id", "kind", "about", "page"})
HEARD = timedelta(minutes=1)  # how exactly a site says when it was heard


@cache
def script() -> bytes:
    return (Path(__file__).parent / "tracker.js").read_bytes()


def tracker(request: HttpRequest) -> HttpResponse:
    """The script for the company's sites."""
    headers = {"Cache-Control": "public, max-age=3600", "Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(script(), content_type="text/javascript; charset=utf-8", headers=headers)


@csrf_exempt  # no cookie is looked at here
def track(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what a browser tells. The answer says nothing, whatever was told; only what came too often or too large is refused."""
    origin = request.headers.get("Origin", "")
    if request.method != "POST":
        return _answer(204 if request.method == "OPTIONS" else 405, origin)
    if not _within_limits(request, key):
        return _answer(429, origin)
    try:
        raw = request.body
    except RequestDataTooBig:
        return _answer(413, origin)
    if len(raw) > LARGEST:
        return _answer(413, origin)
    site = _site(key, origin)
    told = understood(raw, site) if site else []
    if site and told:
        keep(told, site.pk)
        _heard(site)
    return _answer(204 if site else 403, origin)


def _answer(status: int, origin: str) -> HttpResponse:
    headers = {
        "Access-Control-Allow-Origin": origin or "*",
        "Access-Control-Allow-Headers": "Content-Type",
        "Vary": "Origin",
    }
    return HttpResponse(status=status, headers=headers)


def _within_limits(request: HttpRequest, key: str) -> bool:
    place = network(caller(request).place)
    return spend(f"track:{place}", OF_A_NETWORK).within and spend(f"site:{key[:40]}", OF_A_SITE).within


def _site(key: str, origin: str) -> TrackedSite | None:
    site = TrackedSite.everything.filter(key=key[:40], active=True, trashed_at=None).defer("search").first()
    return site if isinstance(site, TrackedSite) and origin.lower() in origins_of(site) else None


def _heard(site: TrackedSite) -> None:
    now = timezone.now()
    if site.heard_at is None or site.heard_at < now - HEARD:
        TrackedSite.everything.filter(pk=site.pk).update(heard_at=now)


def understood(raw: bytes, site: TrackedSite) -> list[Told]:
    """What can be kept of a telling; the rest is passed over, for nobody is there to be told."""
    try:
        given = orjson.loads(raw)
        events = given["events"]
        visitor, person = name_of(given.get("visitor"), "visitor"), _person(given.get("person"))
    except (ValueError, TypeError, KeyError, AttributeError, Unreadable):
        return []
    if not isinstance(events, list):
        return []
    return [told for event in events[:MOST] if (told := _event(event, site, visitor, person))]


def _person(token: Any) -> int | None:
    customer = customer_in(token) if isinstance(token, str) else None
    known = survivor("customer", customer) if customer else None
    found = Customer.everything.filter(pk=known, trashed_at=None).values_list("pk", flat=True) if known else ()
    return next(iter(found), None)


def _event(raw: Any, site: TrackedSite, visitor: Any, person: int | None) -> Told | None:
    if not isinstance(raw, Mapping):
        return None
    try:
        told = read({id: raw[id] for id in FROM_BROWSERS & raw.keys()}, f"site {site.pk}")
    except Unreadable:
        return None
    return Told(**{**vars(told), "visitor": visitor, "customer": person, "at": _at(raw.get("ago"))})


def _at(ago: Any) -> datetime:
    """When it was, by our clock: browsers' are wrong, but know how long ago something was."""
    milliseconds = ago if isinstance(ago, int | float) and not isinstance(ago, bool) and 0 <= ago < 10**9 else 0
    return timezone.now() - min(timedelta(milliseconds=milliseconds), LONGEST_AGO)
