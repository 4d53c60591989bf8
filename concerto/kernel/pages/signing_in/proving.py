"""The page that asks once more who one is, and what stands behind it."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from concerto.kernel.access.credential.actions import living
from concerto.kernel.access.credential.model import Sort
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.signing_in import passkeys
from concerto.kernel.access.signing_in.proof import is_proved, prove
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.pages.shell import Asking, View, answer, page
from concerto.kernel.pages.signing_in.again import json, posted_passkey, refused
from concerto.kernel.ui.addresses import own, with_query

AGAIN, MINE = "/me/sign-in/again", "/me/sign-in"


def proved(view: View) -> View:
    """A view for whoever has shown lately who they are; others are asked first, and then brought back."""

    @wraps(view)
    def checked(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
        return view(request, *given, **named) if is_proved(request) else ask_again(request)

    return checked


def ask_again(request: HttpRequest) -> HttpResponse:
    """What was posted is not kept: whoever comes back presses the button once more."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else MINE
    return HttpResponseRedirect(with_query(AGAIN, next=back))


@page("GET", "POST")
def again_page(request: Asking) -> HttpResponse:
    if request.method != "POST":
        return _form(request)
    passkey = posted_passkey(request) if "passkey" in request.POST else None
    code, password = request.POST.get("code", "")[:60], request.POST.get("password", "")
    try:
        prove(request, _myself(request), password=password, code=code, passkey=passkey)
    except Refused as wrong:
        return _form(request, wrong)
    return HttpResponseRedirect(own(request.POST.get("next") or MINE))


@page("POST")
def again_passkey_begin(request: Asking) -> HttpResponse:
    return json(passkeys.begin(request, _myself(request))) if passkeys.possible() else json({}, status=404)


def _form(request: Asking, problem: Refused | None = None) -> HttpResponse:
    me = _myself(request)
    shown = {
        "problem": problem.message if problem else "",
        "username": me.username,
        "password": me.has_usable_password(),
        "app": living(me.pk, Sort.CODE).exists(),
        "passkeys": passkeys.possible() and living(me.pk, Sort.PASSKEY).exists(),
        "next": request.POST.get("next") or request.GET.get("next") or MINE,
    }
    return refused(answer(request, "sign_in/again.html", shown, status=problem.status if problem else 200), problem)


def _myself(request: Asking) -> Person:
    found = Person.everything.get(pk=request.actor.person or 0)
    assert isinstance(found, Person)
    return found
