"""The door for people: name and password in, session out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from concerto.kernel.access.signing_in import WrongPassword, sign_in, sign_out
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.shell import answer
from concerto.kernel.ui.addresses import SIGN_IN, own
from concerto.kernel.ui.errors import method_not_allowed


@dataclass(frozen=True)
class Offer:
    """A login that anybody may use, as demos have them: one click on the sign-in page."""

    username: str
    password: str
    name: str
    label: Label
    hue: str


_offers: list[Callable[[], Sequence[Offer]]] = []


def offer(offers: Callable[[], Sequence[Offer]]) -> None:
    """Show these on the sign-in page; the site does so for a demo."""
    _offers[:] = [offers]


def sign_in_page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _signed_in(request)
    if request.method not in ("GET", "HEAD"):
        return method_not_allowed(request, ["GET", "HEAD", "POST"])
    wanted = request.GET.get("next", "")
    if getattr(request, "actor", None):
        return HttpResponseRedirect(own(wanted))
    return _form(request, wanted)


def _signed_in(request: HttpRequest) -> HttpResponse:
    """On to the page that was wanted, or the form again, which keeps the name."""
    wanted, username = request.POST.get("next", ""), request.POST.get("username", "")
    try:
        sign_in(request, username, request.POST.get("password", ""))
    except WrongPassword as wrong:
        return _form(request, wanted, username, wrong.message)
    return HttpResponseRedirect(own(wanted))


def _form(request: HttpRequest, wanted: str, username: str = "", problem: Label = "") -> HttpResponse:
    offers = [each for offers in _offers for each in offers()]
    shown = {"next": wanted, "username": username, "problem": problem, "offers": offers}
    return answer(request, "sign_in.html", shown, status=WrongPassword.status if problem else 200)


def sign_out_page(request: HttpRequest) -> HttpResponse:
    """POST only: nobody is signed out by a link."""
    if request.method != "POST":
        return method_not_allowed(request, ["POST"])
    sign_out(request)
    return HttpResponseRedirect(SIGN_IN)
