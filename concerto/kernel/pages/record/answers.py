"""How a write answers: a plain form is sent on, a page that is open hears it by htmx; both say it in a message with Undo."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect

from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.shell import Asking, is_fragment
from concerto.kernel.ui import toasts

CHANGED = "record-changed"  # heard by the parts of a record page that show more than one field


def go(request: Asking, address: str, text: Label = "", *, undo: str = "") -> HttpResponse:
    """Send the reader to `address`, where `text` is said."""
    response = HttpResponse(headers={"HX-Redirect": address}) if is_fragment(request) else HttpResponseRedirect(address)
    return toasts.tell(response, text, undo=undo) if text else response


def again(request: Asking, address: str, text: Label) -> HttpResponse:
    """Show the open page afresh, or `address` to a plain form, and say `text` there."""
    response = HttpResponse(headers={"HX-Refresh": "true"}) if is_fragment(request) else HttpResponseRedirect(address)
    return toasts.tell(response, text)


def heard(request: Asking, address: str) -> HttpResponse:
    """Let an open page fetch anew what shows the record; send a plain form to `address`."""
    if not is_fragment(request):
        return HttpResponseRedirect(address)
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({CHANGED: {"target": "body"}})})


def saying(response: HttpResponse, text: Label, *, undo: str = "", kind: str = "ok") -> HttpResponse:
    """Let the open page say `text` beside the fragment it is given, and refresh what else shows the record."""
    toast: dict[str, Any] = {"text": str(text), "kind": kind} | ({"undo": {"url": undo}} if undo else {})
    response.headers["HX-Trigger"] = json.dumps({"toast": toast, CHANGED: {"target": "body"}})
    return response
