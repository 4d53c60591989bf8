"""The one place from which sign-in speaks to providers outside. A provider inside must be among the services that may be called."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

PATIENCE = 10.0  # seconds
LARGEST = 1024 * 1024  # bytes of an answer


class Unreachable(Exception):
    """The other side did not answer, or not as it should."""


def fetch(address: str, *, form: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None) -> Any:
    """JSON from `address`, posted to with a form where one is given. Follows no redirect. Raises Unreachable."""
    from concerto.kernel.outbound.refusals import Blocked, NoAnswer
    from concerto.kernel.outbound.sending import send  # brings the client along, which other pages do without

    headers = {"Accept": "application/json"}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    if auth is not None:
        headers["Authorization"] = "Basic " + b64encode(":".join(auth).encode()).decode()
    try:
        answer = send(
            "GET" if form is None else "POST",
            address,
            headers=headers,
            body=urlencode(form or {}).encode(),
            limit=LARGEST,
            timeout=PATIENCE,
            redirects=0,
        )
    except (Blocked, NoAnswer) as wrong:
        raise Unreachable(str(wrong)) from wrong
    return _read(answer.status, answer.body)


def _read(status: int, body: bytes) -> Any:
    if status != 200:
        raise Unreachable(f"the answer has the status {status}")
    try:
        return json.loads(body)
    except ValueError as wrong:
        raise Unreachable(str(wrong)) from wrong
