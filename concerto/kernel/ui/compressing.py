"""Pages go out compressed to an eighth: on a slow line that is felt more than anything else.

What an attacker could guess by lengths is not in them: the proof against forged forms is masked anew for each answer, and
other sites cannot make a browser ask in a person's name, because the session's cookie is for our own pages.
"""

from __future__ import annotations

import gzip

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from concerto.kernel.access.middleware import Respond

LEVEL = 1  # of 9: a page takes half a millisecond, and the next levels longer than they are worth
LEAST = 1400  # bytes, which fit into one packet


def compressed(respond: Respond) -> Respond:
    """Middleware for whatever answers with text that was made for this request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        if is_made_text(response):
            patch_vary_headers(response, ["Accept-Encoding"])
            if takes_gzip(request) and len(response.content) >= LEAST:
                response.content = gzip.compress(response.content, LEVEL, mtime=0)
                response.headers["Content-Encoding"] = "gzip"
        return response

    return middleware


def is_made_text(response: HttpResponse) -> bool:
    """Files stream and carry their own encoding; an ETag names the very bytes."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    named = response.has_header("Content-Encoding") or response.has_header("ETag")
    return not response.streaming and not named and kind in ("text/html", "application/json")


def takes_gzip(request: HttpRequest) -> bool:
    """Whether the client says so, and does not say that it would rather not."""
    said = (each.partition(";") for each in request.headers.get("Accept-Encoding", "").split(","))
    return any(name.strip() == "gzip" and weight.strip() not in ("q=0", "q=0.0") for name, _semicolon, weight in said)
