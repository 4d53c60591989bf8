"""Refusals as RFC 9457 problem documents: the same sentence a person would read, and what a program needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

from concerto.kernel.actions.refusal import Invalid, Refused, Stale

MEDIA_TYPE = "application/problem+json"
PRIVATE = {"Cache-Control": "no-store, private"}  # nothing on the way may keep what one person may see


def problem(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The response to a refused request."""
    more: dict[str, Any] = {"ask_for": list(refused.ask_for)} if refused.ask_for else {}
    if isinstance(refused, Invalid):
        more["problems"] = {id: str(message) for id, message in refused.problems.items()}
    if isinstance(refused, Stale):
        more |= {"read": refused.read, "current": refused.current}
    headers = refused.headers
    return document(refused.status, refused.kind, str(refused.message), headers=headers, **more)


def document(
    status: int, kind: str, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any
) -> HttpResponse:
    """A problem document: `type` names the kind of refusal, `detail` is for people, in their language."""
    body = {"type": f"/api/docs#{kind}", "title": kind, "status": status, "detail": detail} | more
    return HttpResponse(
        orjson.dumps(body), status=status, content_type=MEDIA_TYPE, headers=PRIVATE | dict(headers or {})
    )
