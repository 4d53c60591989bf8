"""The one place from which sign-in speaks to providers outside. To be replaced by the guarded client that all outbound requests share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PATIENCE = 10.0  # seconds
LARGEST = 1024 * 1024  # bytes of an answer


class Unreachable(Exception):
    """The other side did not answer, or not as it should."""


def fetch(address: str, *, form: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None) -> Any:
    """JSON from `address`, posted to with a form where one is given. Follows no redirect. Raises Unreachable."""
    import httpx

    method = "GET" if form is None else "POST"
    try:
        with (
            httpx.Client(timeout=PATIENCE, follow_redirects=False, trust_env=False) as client,
            client.stream(method, address, data=form, auth=auth, headers={"Accept": "application/json"}) as answer,
        ):
            return _read(answer)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as wrong:
        raise Unreachable(str(wrong)) from wrong


def _read(answer: Any) -> Any:
    import json

    body = bytearray()
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > LARGEST:
            raise ValueError("the answer is too large")
    if answer.status_code != 200:
        raise ValueError(f"the answer has the status {answer.status_code}")
    return json.loads(body)
