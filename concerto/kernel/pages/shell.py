"""What the view of any page stands in: who may ask, by which methods, and how it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeAlias

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import is_off
from concerto.kernel.ui import toasts
from concerto.kernel.ui.addresses import HOME, SIGN_IN, with_query
from concerto.kernel.ui.errors import method_not_allowed

View: TypeAlias = Callable[..., HttpResponseBase]
Context: TypeAlias = Mapping[str, Any]
SIGNED_OUT = _("You were signed out. Nothing was lost; sign in and send it again.")


class Asking(HttpRequest):
    """A request whose actor is known, as every view made with `page` is given."""

    actor: Actor


def page(*methods: str) -> Callable[[View], View]:
    """Make a function the view of a page for people who are signed in: strangers are asked to sign in first."""
    allowed = {*methods, "HEAD"} if "GET" in methods else {*methods}

    def declare(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
            if request.method not in allowed:
                return method_not_allowed(request, sorted(allowed))
            if getattr(request, "actor", None) is None:
                return ask_to_sign_in(request)
            if "entity" in named and is_off(request.actor, named["entity"]):  # type: ignore[attr-defined]  # ours
                raise Http404
            return view(request, *given, **named)

        return checked

    return declare


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a stranger to the sign-in page and then back. A fragment answers 401: the page it belongs to keeps what was typed."""
    if is_fragment(request):
        return HttpResponse(str(SIGNED_OUT), status=401, content_type="text/plain; charset=utf-8")
    wanted = request.get_full_path() if request.method in ("GET", "HEAD") else HOME
    return HttpResponseRedirect(with_query(SIGN_IN, next="" if wanted == HOME else wanted))


def is_fragment(request: HttpRequest) -> bool:
    """Whether a page that is open already asks for a part of itself."""
    return "HX-Request" in request.headers


def answer(request: HttpRequest, template: str, context: Context | None = None, *, status: int = 200) -> HttpResponse:
    """A page or a fragment; the messages that a redirect left behind are said with a page."""
    response = render(request, template, dict(context or {}), status=status)
    return response if is_fragment(request) else toasts.forget(request, response)
