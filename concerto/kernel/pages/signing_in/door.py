"""The door for people: name and password, or a passkey, in; session out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from concerto.kernel.access.provider.model import Provider
from concerto.kernel.access.sign_in.model import Means, Outcome
from concerto.kernel.access.signing_in import passkeys
from concerto.kernel.access.signing_in.attempts.counting import PLACE, count, forgive, network
from concerto.kernel.access.signing_in.passwords import person_with
from concerto.kernel.access.signing_in.sessions import leave, note_failure
from concerto.kernel.access.signing_in.steps import go_on
from concerto.kernel.access.signing_in.visitor import visitor
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.pages.shell import answer
from concerto.kernel.pages.signing_in.again import json, onward, posted_passkey, refused
from concerto.kernel.pages.signing_in.offers import offered
from concerto.kernel.ui.addresses import SIGN_IN, own
from concerto.kernel.ui.errors import method_not_allowed


def sign_in_page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _signed_in(request)
    if request.method not in ("GET", "HEAD"):
        return method_not_allowed(request, ["GET", "HEAD", "POST"])
    wanted = request.GET.get("next", "")
    if getattr(request, "actor", None):
        return HttpResponseRedirect(own(wanted))
    return form(request, wanted)


def _signed_in(request: HttpRequest) -> HttpResponse:
    """On to the page that was wanted or to the second step, or the form again, which keeps the name."""
    wanted, username = request.POST.get("next", ""), request.POST.get("username", "")
    try:
        person = person_with(request, username, request.POST.get("password", ""))
    except Refused as wrong:
        return form(request, wanted, username, wrong)
    return onward(go_on(request, person, Means.PASSWORD, strong=False, wanted=wanted), wanted)


def form(request: HttpRequest, wanted: str, username: str = "", problem: Refused | None = None) -> HttpResponse:
    """The sign-in page, with whatever ways in there are."""
    shown = {
        "next": wanted,
        "username": username,
        "problem": problem.message if problem else "",
        "offers": offered(),
        "providers": list(Provider.everything.filter(active=True, trashed_at=None).order_by("name")),
        "passkeys": passkeys.possible(),
    }
    return refused(answer(request, "sign_in/page.html", shown, status=problem.status if problem else 200), problem)


def passkey_begin(request: HttpRequest) -> HttpResponse:
    """The challenge for whoever has a passkey of this site."""
    if request.method != "POST":
        return method_not_allowed(request, ["POST"])
    return json(passkeys.begin(request)) if passkeys.possible() else json({}, status=404)


def passkey_page(request: HttpRequest) -> HttpResponse:
    """Signing in by a passkey alone: it is something one has and, as it asks for finger, face or PIN, a second thing too."""
    if request.method != "POST":
        return method_not_allowed(request, ["POST"])
    wanted, place = request.POST.get("next", ""), network(visitor(request).place)
    try:
        count(PLACE, place)
        person = passkeys.finish(request, posted_passkey(request))
    except passkeys.WrongPasskey as wrong:
        note_failure(request, None, Outcome.REFUSED, Means.PASSKEY)
        return form(request, wanted, problem=wrong)
    except Refused as wrong:
        return form(request, wanted, problem=wrong)
    forgive(PLACE, place)
    return onward(go_on(request, person, Means.PASSKEY, strong=True, wanted=wanted), wanted)


def sign_out_page(request: HttpRequest) -> HttpResponse:
    """POST only: nobody is signed out by a link."""
    if request.method != "POST":
        return method_not_allowed(request, ["POST"])
    leave(request)
    return HttpResponseRedirect(SIGN_IN)
