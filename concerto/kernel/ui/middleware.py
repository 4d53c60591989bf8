"""Language and time zone of the reader, nothing kept on the way, and refusals told in the way the door expects."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from concerto.kernel.access.middleware import Respond
from concerto.kernel.actions.gates import NeedsApproval, Waiting, ask
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.api.problems import problem
from concerto.kernel.fields.kind import Label
from concerto.kernel.query.language import Unclear
from concerto.kernel.text.habits import with_habits
from concerto.kernel.text.unreadable import Unreadable
from concerto.kernel.ui import toasts
from concerto.kernel.ui.errors import error_page
from concerto.kernel.ui.reader import habits_of, language_of, zone_of

DEPENDS_ON = ("Cookie", "Accept-Language", "HX-Request")


def in_their_language(respond: Respond) -> Respond:
    """The person's own choice, else this browser's, else what the browser asks for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with translation.override(language), timezone.override(zone_of(request)), with_habits(habits_of(request)):
            response = respond(request)
        response.headers.setdefault("Content-Language", language)
        response.headers.setdefault("Cache-Control", "private, no-store")
        patch_vary_headers(response, DEPENDS_ON)
        return response

    return middleware


def refusals_as_pages(respond: Respond) -> Respond:
    """A refusal raised anywhere becomes a problem document for programs and a page for people."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return respond(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Unclear):
            error = Refused(error.message)
            error.status, error.kind = 400, "unclear"
        if isinstance(error, Unreadable):  # a file that could be read when it came, and cannot any more
            error = Refused(error.message)
        if not isinstance(error, Refused):
            return None
        waiting = ask(request.actor, error) if isinstance(error, NeedsApproval) else None  # type: ignore[attr-defined]  # ours
        if request.path.startswith("/api/"):
            return problem(request, error)
        if waiting:
            return sent_for_approval(request, waiting, error.message)
        response = error_page(request, error.status, error.message)
        for name, value in error.headers.items():
            response.headers[name] = value
        return response

    vars(middleware)["process_exception"] = process_exception
    return middleware


def sent_for_approval(request: HttpRequest, waiting: Waiting, text: Label) -> HttpResponse:
    """The page that is open again where it is the record's own, which tells of it; else the approval's own page."""
    here = urlsplit(request.headers.get("HX-Current-URL", "")).path
    if waiting.about and here.startswith(waiting.about):
        response = HttpResponse(headers={"HX-Refresh": "true"})
    elif "HX-Request" in request.headers:
        response = HttpResponse(headers={"HX-Redirect": waiting.address})
    else:
        response = HttpResponseRedirect(waiting.about or waiting.address)
    return toasts.tell(response, text, kind="info")
