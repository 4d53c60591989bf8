"""The page of the second step: a code, a recovery code, or a passkey."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from concerto.kernel.access.credential.actions import living
from concerto.kernel.access.credential.model import Sort
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.sign_in.model import Means, Outcome
from concerto.kernel.access.signing_in import passkeys
from concerto.kernel.access.signing_in.attempts.counting import SECOND_STEP, count, forget
from concerto.kernel.access.signing_in.second import means_of_code
from concerto.kernel.access.signing_in.sessions import note_failure, open_session
from concerto.kernel.access.signing_in.steps import OnTheWay, Step, on_the_way
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.pages.shell import answer
from concerto.kernel.pages.signing_in.again import json, posted_passkey, refused
from concerto.kernel.ui.addresses import SIGN_IN, own
from concerto.kernel.ui.errors import method_not_allowed


def second_page(request: HttpRequest) -> HttpResponse:
    """Whoever comes here without the first step, or too late, begins anew."""
    if request.method not in ("GET", "HEAD", "POST"):
        return method_not_allowed(request, ["GET", "HEAD", "POST"])
    waiting, person = _waiting(request)
    if waiting is None or person is None:
        return HttpResponseRedirect(SIGN_IN)
    if request.method != "POST":
        return _form(request, person)
    try:
        means = _means(request, person)
    except Refused as wrong:
        return _form(request, person, wrong)
    open_session(request, person, means, strong=True)
    return HttpResponseRedirect(own(waiting.wanted))


def second_passkey_begin(request: HttpRequest) -> HttpResponse:
    """The challenge for one of the passkeys of whoever has passed the first step."""
    if request.method != "POST":
        return method_not_allowed(request, ["POST"])
    _waiting_now, person = _waiting(request)
    return json(passkeys.begin(request, person)) if person and passkeys.possible() else json({}, status=404)


def _means(request: HttpRequest, person: Person) -> Means:
    if "passkey" not in request.POST:
        return means_of_code(request, person, request.POST.get("code", "")[:60])
    count(SECOND_STEP, str(person.pk))
    try:
        passkeys.finish(request, posted_passkey(request))
    except passkeys.WrongPasskey:
        note_failure(request, person, Outcome.WRONG_CODE, Means.KEY)
        raise
    forget(SECOND_STEP, str(person.pk))
    return Means.KEY


def _waiting(request: HttpRequest) -> tuple[OnTheWay | None, Person | None]:
    waiting = on_the_way(request, Step.SECOND)
    return waiting, waiting.found if waiting else None


def _form(request: HttpRequest, person: Person, problem: Refused | None = None) -> HttpResponse:
    shown = {
        "problem": problem.message if problem else "",
        "app": living(person.pk, Sort.CODE).exists(),
        "recovery": living(person.pk, Sort.RECOVERY).exists(),
        "passkeys": passkeys.possible() and living(person.pk, Sort.PASSKEY).exists(),
    }
    return refused(answer(request, "sign_in/second.html", shown, status=problem.status if problem else 200), problem)
