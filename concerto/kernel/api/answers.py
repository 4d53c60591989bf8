"""Answers as JSON. Nothing on the way may keep them: they hold what one person may see."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse

HEADERS = {"Cache-Control": "no-store, private"}


def answer(data: Any, status: int = 200, **headers: str) -> HttpResponse:
    """`data` as JSON; `headers` are written with underscores, as `ETag=…` or `Content_Location=…`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse(orjson.dumps(data), status=status, content_type="application/json", headers=HEADERS | named)


def nothing() -> HttpResponse:
    """Done, and there is nothing to say about it."""
    response = HttpResponse(status=204, headers=HEADERS)
    del response.headers["Content-Type"]
    return response
