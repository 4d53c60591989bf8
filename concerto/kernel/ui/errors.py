"""Pages for what went wrong: what happened, what was kept, what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.api.problems import document
from concerto.kernel.fields.kind import Label
from concerto.kernel.ui.faults import SOON, fault_of
from concerto.kernel.ui.reader import language_of

NOT_FOUND = _("There is nothing at this address, or you may not see it.")
BROKEN = _(
    "Something went wrong on our side. Nothing was half-saved; please try again, and tell your administrator if it stays."
)
FORM_EXPIRED = _(
    "This form was open for too long or in another session. Nothing was sent; go back, your text is kept, and send it again."
)
UNREADABLE = _("This request cannot be read, or is larger than Concerto accepts in one go. Nothing was saved.")
NOT_FOR_THIS = _("This address does not do that. Nothing was changed.")


PASSING = frozenset({429, 500, 503, 507})  # what may be gone at the next try
TOO_LARGE = _("This is more than Concerto takes in one go. Nothing was saved.")

# What a page says above its sentence, and below it what to do; by status.
HEADS: Mapping[int, Label] = {
    400: _("This cannot be read"),
    403: _("You do not have this right"),
    404: _("There is nothing here"),
    409: _("This does not go with what is there now"),
    412: _("Somebody was quicker"),
    413: _("This is too large"),
    429: _("One moment, please"),
    500: _("Something broke on our side"),
    503: _("Not there at the moment"),
    507: _("The disk is full"),
}
ADVICE: Mapping[int, Label] = {
    403: _("If you need it for your work, ask your administrator for the right: they see who may do what, and why."),
    404: _("Look for it by its name, or in the trash; whoever looks after it may share it with you."),
    409: _("Go back: what you typed is still there. Look at how things are now, then send it again."),
    412: _("Go back: what you typed is still there. Open the record anew beside it, then decide whose words stay."),
    413: _("Go back and send less at once. Long texts fit better into a file, and many rows into an import."),
    429: _("Nothing is lost. Wait as long as it says, then try again."),
    500: _("The log of the server tells your administrator what happened."),
    503: _("Nothing that was saved is lost."),
}


def error_page(request: HttpRequest, status: int, message: Label) -> HttpResponse:
    """A page with one sentence. Programs, and pages that ask for a part of themselves, get it as a problem document."""
    if request.path.startswith("/api/") or "HX-Request" in request.headers:
        return document(status, "error", str(message))
    shown = {
        "status": status,
        "message": message,
        "head": HEADS.get(status, _("This did not work")),
        "advice": ADVICE.get(status, ""),
        "again": request.get_full_path() if request.method == "GET" and status in PASSING else "",
        "stranger": getattr(request, "actor", None) is None,
        "failed": True,
    }
    with translation.override(language_of(request)):  # it may be gone wrong before anybody asked for the language
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
    if isinstance(exception, RequestDataTooBig):
        return error_page(request, 413, TOO_LARGE)
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
