"""Refusals as RFC 9457 problem documents: the same sentence a person would read, and what a program needs."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

from concerto.kernel.actions.gates import NeedsApproval
from concerto.kernel.actions.refusal import Invalid, Refused, Stale
from concerto.kernel.actions.undo import Conflict
from concerto.kernel.api.refusals import ItemsRefused

MEDIA_TYPE = "application/problem+json"
PRIVATE = {"Cache-Control": "no-store, private"}  # nothing on the way may keep what one person may see


def problem(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The response to a refused request."""
    headers = PRIVATE | dict(refused.headers)
    body = orjson.dumps(told(refused))
    return HttpResponse(body, status=refused.status, content_type=MEDIA_TYPE, headers=headers)


def told(refused: Refused) -> dict[str, Any]:
    """A refusal as a problem document."""
    more: dict[str, Any] = {"ask_for": list(refused.ask_for)} if refused.ask_for else {}
    if isinstance(refused, Invalid):
        more["problems"] = {id: str(message) for id, message in refused.problems.items()}
    if isinstance(refused, Stale):
        more |= {"read": refused.read, "current": refused.current}
    if isinstance(refused, Conflict):
        more |= {"moved": refused.moved, "possible": refused.possible}
    if isinstance(refused, NeedsApproval) and refused.waiting:
        more["approval"] = {"code": refused.waiting.code, "url": refused.waiting.address}
    if isinstance(refused, ItemsRefused):
        more["items"] = refused.items
    return written(refused.status, refused.kind, str(refused.message)) | more


def written(status: int, kind: str, detail: str) -> dict[str, Any]:
    """`type` names the kind of refusal, `detail` is for people, in their language."""
    return {"type": f"/api/docs#{kind}", "title": kind, "status": status, "detail": detail}


def document(status: int, kind: str, detail: str) -> HttpResponse:
    """A problem document of what no Refused stands for."""
    return HttpResponse(
        orjson.dumps(written(status, kind, detail)), status=status, content_type=MEDIA_TYPE, headers=PRIVATE
    )
