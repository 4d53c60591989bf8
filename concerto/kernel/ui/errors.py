"""Pages for what went wrong: what happened, what was kept, what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from concerto.kernel.api.problems import document
from concerto.kernel.fields.kind import Label

NOT_FOUND = _("There is nothing at this address, or you may not see it.")
BROKEN = _("Something went wrong on our side. Nothing was half-saved; please try again, and tell your administrator if it stays.")
FORM_EXPIRED = _("This form was open for too long or in another session. Nothing was sent; go back, your text is kept, and send it again.")
TOO_LARGE = _("This is larger than Concerto accepts in one go. Nothing was saved.")


def error_page(request: HttpRequest, status: int, message: Label) -> HttpResponse:
    """A page (or, inside a page, a fragment) with one sentence; a problem document for the API."""
    if request.path.startswith("/api/"):
        return document(status, "error", str(message))
    fragment = "HX-Request" in request.headers
    template = "errors/fragment.html" if fragment else "errors/page.html"
    return render(request, template, {"status": status, "message": message}, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404, NOT_FOUND)


def broken(request: HttpRequest) -> HttpResponse:
    return error_page(request, 500, BROKEN)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 400, TOO_LARGE)


def form_expired(request: HttpRequest, reason: str = "", **_more: Any) -> HttpResponse:
    return error_page(request, 403, FORM_EXPIRED)
