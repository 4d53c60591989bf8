"""“My sign-in”: password, second factors, sessions and API tokens of whoever looks, and what happened lately."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.kernel.access.credential.actions import living, remove
from concerto.kernel.access.credential.model import Credential, Sort
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.person.passwords import change_password
from concerto.kernel.access.sign_in.actions import end, end_all
from concerto.kernel.access.sign_in.model import SignIn
from concerto.kernel.access.signing_in import passkeys
from concerto.kernel.access.signing_in.attempts.counting import ACCOUNT, count, forget
from concerto.kernel.access.signing_in.passwords import fits
from concerto.kernel.access.signing_in.proof import is_proved
from concerto.kernel.access.signing_in.recovery.codes import left
from concerto.kernel.access.signing_in.sessions import session_of
from concerto.kernel.access.token.actions import revoke
from concerto.kernel.access.token.model import Token
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.pages.signing_in.again import refused, shown_once
from concerto.kernel.pages.signing_in.enrolling import MINE
from concerto.kernel.pages.signing_in.proving import proved
from concerto.kernel.pages.signing_in.records import attempts_of, in_words, keys_of, sessions_of
from concerto.kernel.ui import toasts

WRONG_PASSWORD = gettext_lazy("Your present password is another one.")


@page("GET")
def mine(request: Asking) -> HttpResponse:
    return shown(request)


def shown(request: Asking, *, wrong: dict[str, Label] | None = None, problem: Refused | None = None) -> HttpResponse:
    """The page; `wrong` is what is wrong with the form of the password, by field."""
    me, session = request.actor.person or 0, session_of(request)
    context: dict[str, Any] = {
        "ways": list(living(me, Sort.CODE, Sort.PASSKEY, Sort.ACCOUNT).select_related("provider")),
        "app": living(me, Sort.CODE).exists(),
        "username": _myself(request).username,
        "left": left(me),
        "passkeys": passkeys.possible(),
        "proved": is_proved(request),
        "sessions": sessions_of(request.actor, me),
        "here": session.id if session else None,
        "attempts": attempts_of(request.actor, me),
        "tokens": keys_of(request.actor),
        "told_acts": partial(in_words, "acts"),
        "told_nouns": partial(in_words, "nouns"),
        "key": shown_once(request, "key") if request.method == "GET" else None,
        "wrong": wrong or {},
    }
    return refused(answer(request, "sign_in/mine.html", context, status=problem.status if problem else 200), problem)


@page("POST")
def password(request: Asking) -> HttpResponse:
    """Change the password: who knows the present one may; other sessions end, tokens if asked."""
    me, session = _myself(request), session_of(request)
    assert session, "whoever is at a page is in a session"
    try:
        _prove(me, request.POST.get("present", ""))
        change_password(request.actor, me, password=request.POST.get("password", ""), session=session.id)
    except Invalid as wrong:
        return shown(request, wrong=wrong.problems, problem=wrong)
    except Refused as wrong:
        return shown(request, wrong={"present": wrong.message}, problem=wrong)
    forget(ACCOUNT, me.username)
    if request.POST.get("tokens"):
        for token in Token.everything.filter(person=me, revoked_at=None, trashed_at=None):
            revoke(request.actor, token)
    return _done(_("Your password is new. Other sessions have ended."))


def _prove(me: Person, present: str) -> None:
    """Raise Invalid for a wrong present password, and TooMany when it was guessed too often."""
    count(ACCOUNT, me.username)
    if not fits(me, present):
        raise Invalid({"present": WRONG_PASSWORD})


def _myself(request: Asking) -> Person:
    found = Person.everything.get(pk=request.actor.person or 0)
    assert isinstance(found, Person)
    return found


@page("POST")
@proved
def remove_way(request: Asking, id: int) -> HttpResponse:
    remove(request.actor, Credential(pk=id))
    return _done(_("Removed"))


@page("POST")
def end_session(request: Asking, id: int) -> HttpResponse:
    end(request.actor, SignIn(pk=id))
    return _done(_("The session has ended."))


@page("POST")
def end_others(request: Asking) -> HttpResponse:
    """Every session of mine but this one."""
    session = session_of(request)
    ended = end_all(request.actor, request.actor.person or 0, but=session.id if session else None)
    return _done(_("Sessions ended: %(count)s") % {"count": ended})


def _done(text: str) -> HttpResponse:
    return toasts.tell(HttpResponseRedirect(MINE), text)
