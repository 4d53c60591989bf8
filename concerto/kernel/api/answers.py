"""Answers as JSON."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse

from concerto.kernel.api.problems import PRIVATE


def answer(data: Any, status: int = 200) -> HttpResponse:
    """`data` as JSON."""
    return HttpResponse(orjson.dumps(data), status=status, content_type="application/json", headers=PRIVATE)


def nothing() -> HttpResponse:
    """Done, and there is nothing to say about it."""
    response = HttpResponse(status=204, headers=PRIVATE)
    del response.headers["Content-Type"]
    return response
