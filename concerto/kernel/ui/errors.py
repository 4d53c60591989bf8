"""Pages for what went wrong: what happened, what was kept, what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.api.problems import document
from concerto.kernel.fields.kind import Label
from concerto.kernel.ui.faults import SOON, fault_of

NOT_FOUND = _("There is nothing at this address, or you may not see it.")
BROKEN = _(
    "Something went wrong on our side. Nothing was half-saved; please try again, and tell your administrator if it stays."
)
FORM_EXPIRED = _(
    "This form was open for too long or in another session. Nothing was sent; go back, your text is kept, and send it again."
)
UNREADABLE = _("This request cannot be read, or is larger than Concerto accepts in one go. Nothing was saved.")
NOT_FOR_THIS = _("This address does not do that. Nothing was changed.")


def error_page(request: HttpRequest, status: int, message: Label) -> HttpResponse:
    """A page with one sentence. Programs, and pages that ask for a part of themselves, get it as a problem document."""
    if request.path.startswith("/api/") or "HX-Request" in request.headers:
        return document(status, "error", str(message))
    shown = {"status": status, "message": message, "stranger": getattr(request, "actor", None) is None, "failed": True}
    return render(request, "errors/page.html", shown, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404, NOT_FOUND)


def broken(request: HttpRequest) -> HttpResponse:
    fault = fault_of(sys.exc_info()[1])
    if fault is None:
        return error_page(request, 500, BROKEN)
    if not fault.answers:
        request.actor = None  # type: ignore[attr-defined]  # the frame around the sentence would ask for too much
    response = error_page(request, fault.status, fault.message)
    response.headers["Retry-After"] = str(SOON)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 400, UNREADABLE)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403, Forbidden().message)


def method_not_allowed(request: HttpRequest, allowed: Iterable[str]) -> HttpResponse:
    """`allowed` methods are named in the header, as HTTP wants it."""
    response = error_page(request, 405, NOT_FOR_THIS)
    response.headers["Allow"] = ", ".join(allowed)
    return response


def form_expired(request: HttpRequest, reason: str = "", **_more: Any) -> HttpResponse:
    return error_page(request, 403, FORM_EXPIRED)
