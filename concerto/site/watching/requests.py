"""Every request is measured, named, and, where it matters, logged.

The name of a request goes back in X-Request-ID and stands in each of its log lines, so that what a person saw and what
the log says can be laid side by side. Queries of addresses are not logged: people search for people.
"""

from __future__ import annotations

import logging
import re
import secrets
import time

from django.http import HttpRequest, HttpResponse

from concerto.kernel.access.middleware import Respond
from concerto.site.watching.lines import current_request
from concerto.site.watching.numbers import count_request

log = logging.getLogger("concerto.request")
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
SLOW = 1.0  # seconds from which an answer is worth a warning
HEADER = "X-Request-ID"
UNWATCHED = ("/static/", "/healthz", "/readyz", "/metrics")


def watched(respond: Respond) -> Respond:
    """The outermost middleware: it sees every answer, also that to an error nobody foresaw."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(UNWATCHED):
            return respond(request)
        given = request.headers.get(HEADER, "")
        name = given if GIVEN.fullmatch(given) else secrets.token_hex(8)
        named, begun = current_request.set(name), time.perf_counter()
        try:
            response = respond(request)
            _tell(request, response, time.perf_counter() - begun)
        finally:
            current_request.reset(named)
        response.headers[HEADER] = name
        return response

    return middleware


def _tell(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    door = "api" if request.path.startswith("/api/") else "page"
    count_request(door, str(request.method), response.status_code, seconds)
    actor = getattr(request, "actor", None)
    facts = {"method": request.method, "path": request.path, "status": response.status_code,
             "ms": round(seconds * 1000, 1), "person": actor.person if actor else None}  # fmt: skip
    level = logging.ERROR if response.status_code >= 500 else logging.WARNING if seconds >= SLOW else logging.INFO
    log.log(level, "%(method)s %(path)s %(status)s in %(ms)s ms", facts, extra={"facts": facts})
