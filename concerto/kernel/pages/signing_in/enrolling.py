"""Setting up a second factor: by whoever is signed in, or by somebody who may not come in before they have one."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from concerto.kernel.access.actor import PAGE, Actor, actor_for
from concerto.kernel.access.credential.actions import SECOND_FACTORS, living
from concerto.kernel.access.credential.model import Sort
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.sealing import Unsealable, unseal
from concerto.kernel.access.sign_in.model import Means, SignIn
from concerto.kernel.access.signing_in import codes, passkeys
from concerto.kernel.access.signing_in.attempts.counting import SECOND_STEP, count, forget
from concerto.kernel.access.signing_in.proof import is_proved
from concerto.kernel.access.signing_in.recovery.codes import renew
from concerto.kernel.access.signing_in.sessions import open_session, session_of
from concerto.kernel.access.signing_in.steps import OnTheWay, Step, on_the_way
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.shell import answer, ask_to_sign_in
from concerto.kernel.pages.signing_in.again import json, keep_once, posted_passkey, refused, shown_once
from concerto.kernel.pages.signing_in.proving import ask_again
from concerto.kernel.ui import toasts
from concerto.kernel.ui.addresses import own, with_query
from concerto.kernel.ui.errors import method_not_allowed

MINE, CODES = "/me/sign-in", "/me/sign-in/codes"
APP = "app"  # in the session: the secret that is being set up


@dataclass(frozen=True)
class Enroller:
    """Who sets something up. `waiting`: they are not in yet, and will be once it is done."""

    person: Person
    actor: Actor
    waiting: OnTheWay | None


View = Callable[[HttpRequest, Enroller], HttpResponse]


def by_enroller(*methods: str) -> Callable[[View], Callable[[HttpRequest], HttpResponse]]:
    """A view for people who are in or are led to enrol, and show lately who they are; a key of the API does not."""

    def declare(view: View) -> Callable[[HttpRequest], HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest) -> HttpResponse:
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                return method_not_allowed(request, sorted(methods))
            who = enroller(request)
            if who and not who.waiting and not is_proved(request):
                return ask_again(request)
            return view(request, who) if who else ask_to_sign_in(request)

        return checked

    return declare


def enroller(request: HttpRequest) -> Enroller | None:
    session = session_of(request)
    waiting = None if session else on_the_way(request, Step.ENROL)
    id = session.person if session else waiting.person if waiting else None
    actor = actor_for(id, PAGE) if id else None
    person = Person.everything.filter(pk=actor.person or 0).first() if actor else None
    return Enroller(person, actor, waiting) if actor and isinstance(person, Person) else None


@by_enroller("GET")
def enrol_page(request: HttpRequest, who: Enroller) -> HttpResponse:
    """What must be done before anything else, for whoever a rule asks for a second factor."""
    if who.waiting is None:
        return HttpResponseRedirect(MINE)
    return answer(request, "sign_in/enrol.html", {"passkeys": passkeys.possible(), "problem": ""})


@by_enroller("GET", "POST")
def app_page(request: HttpRequest, who: Enroller) -> HttpResponse:
    """The QR code and the key; the code that the app then shows proves that it took them."""
    secret = _secret(request, who.person)
    if request.method != "POST":
        return _app_form(request, who, secret)
    try:
        count(SECOND_STEP, str(who.person.pk))
        codes.enrol_app(who.actor, who.person, secret, request.POST.get("code", "")[:60])
    except Refused as wrong:
        return _app_form(request, who, secret, wrong)
    forget(SECOND_STEP, str(who.person.pk))
    request.session.pop(APP, None)
    return enrolled(request, who)


def _secret(request: HttpRequest, person: Person) -> str:
    """The secret on the page: the same until it is confirmed or forgotten."""
    kept = request.session.get(APP, "")
    try:
        return unseal(kept, codes.purpose(person.pk))
    except Unsealable:
        secret = codes.new_secret()
        request.session[APP] = codes.sealed(secret, person.pk)
        return secret


def _app_form(request: HttpRequest, who: Enroller, secret: str, problem: Refused | None = None) -> HttpResponse:
    shown = {
        "qr": codes.drawn(secret, who.person),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "problem": _told(problem),
        "waiting": who.waiting,
    }
    return refused(answer(request, "sign_in/app.html", shown, status=problem.status if problem else 200), problem)


def _told(problem: Refused | None) -> Label:
    """What is wrong in one sentence."""
    if isinstance(problem, Invalid):
        return next(iter(problem.problems.values()))
    return problem.message if problem else ""


@by_enroller("POST")
def passkey_begin(request: HttpRequest, who: Enroller) -> HttpResponse:
    return json(passkeys.begin_enrolment(request, who.person)) if passkeys.possible() else json({}, status=404)


@by_enroller("POST")
def passkey_made(request: HttpRequest, who: Enroller) -> HttpResponse:
    """Keep the passkey that the browser made."""
    name = request.POST.get("name", "").strip() or _("Passkey of %(day)s") % {"day": time.strftime("%Y-%m-%d")}
    try:
        passkeys.finish_enrolment(request, who.actor, who.person, name, posted_passkey(request))
    except Refused as wrong:
        if who.waiting:
            shown = {"passkeys": True, "problem": wrong.message}
            return answer(request, "sign_in/enrol.html", shown, status=wrong.status)
        return toasts.tell(HttpResponseRedirect(MINE), wrong.message, kind="bad")
    return enrolled(request, who)


def enrolled(request: HttpRequest, who: Enroller) -> HttpResponse:
    """In, if that was all that was missing; with the first second factor come the codes for when it is lost."""
    wanted = who.waiting.wanted if who.waiting else MINE
    if who.waiting:
        open_session(request, who.person, Means.ENROLLED, strong=True)
    elif session := session_of(request):
        SignIn.everything.filter(pk=session.id).update(strong=True)  # the factor was shown in this very session
    if living(who.person.pk, Sort.RECOVERY).exists():
        return toasts.tell(HttpResponseRedirect(own(wanted)), _("Saved"))
    keep_once(request, "codes", renew(who.actor, who.person.pk))
    return HttpResponseRedirect(with_query(CODES, next=own(wanted)))


@by_enroller("GET", "POST")
def codes_page(request: HttpRequest, who: Enroller) -> HttpResponse:
    """POST makes new codes; the page shows them once."""
    if who.waiting or not living(who.person.pk, *SECOND_FACTORS).exists():
        return HttpResponseRedirect(MINE)
    if request.method == "POST":
        keep_once(request, "codes", renew(who.actor, who.person.pk))
        return HttpResponseRedirect(CODES)
    found = shown_once(request, "codes")
    if found is None:
        return HttpResponseRedirect(MINE)
    return answer(request, "sign_in/codes.html", {"codes": found, "next": own(request.GET.get("next", MINE))})
