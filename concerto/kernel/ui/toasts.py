"""Messages that outlive a redirect: "Customer created", said on the next page. Signed, in a cookie, for that page only."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse

from concerto.kernel.fields.kind import Label

COOKIE = "toasts"
SECONDS = 60
SALT = "concerto.toasts"


def tell(response: HttpResponse, text: Label, *, kind: str = "ok", undo: str = "") -> HttpResponse:
    """Let the next page say `text`; `undo` is the address that takes it back. Kinds: ok, bad, warn, info."""
    message = {"text": str(text), "kind": kind} | ({"undo": {"url": undo}} if undo else {})
    response.set_cookie(COOKIE, signing.dumps([message], salt=SALT), max_age=SECONDS, httponly=True, samesite="Lax")
    return response


def told(request: HttpRequest) -> list[dict[str, Any]]:
    """What the page that answers `request` has to say."""
    text = request.COOKIES.get(COOKIE, "")
    try:
        messages: list[dict[str, Any]] = signing.loads(text, salt=SALT, max_age=SECONDS) if text else []
    except signing.BadSignature:
        return []
    return messages


def forget(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Once a page has said it, the next one does not."""
    if COOKIE in request.COOKIES and COOKIE not in response.cookies:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
