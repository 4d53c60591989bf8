"""API tokens of one's own: made, revoked, replaced. The key is shown on the next page, and never again."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from concerto.kernel.access.token.actions import revoke, rotate
from concerto.kernel.access.token.keys import DAYS, in_days, issue
from concerto.kernel.access.token.model import Acts, Token
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.entity.registry import entities
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.pages.signing_in.again import keep_once
from concerto.kernel.pages.signing_in.enrolling import MINE
from concerto.kernel.pages.signing_in.proving import proved
from concerto.kernel.ui import toasts

LIFETIMES = (7, 30, DAYS, 365)  # days
TOKENS = f"{MINE}#tokens"


@page("GET", "POST")
@proved
def new_key(request: Asking) -> HttpResponse:
    """The form of a new token, and its making."""
    if request.method != "POST":
        return _form(request)
    try:
        key = _issued(request)
    except Invalid as wrong:
        return _form(request, wrong)
    keep_once(request, "key", key)
    return HttpResponseRedirect(TOKENS)


def _form(request: Asking, wrong: Invalid | None = None) -> HttpResponse:
    shown = {
        "acts": Acts.choices,
        "nouns": [(entity.id, entity.plural) for entity in entities()],
        "lifetimes": LIFETIMES,
        "usual": DAYS,
        "given": request.POST,
        "problem": next(iter(wrong.problems.values())) if wrong else "",
    }
    return answer(request, "sign_in/key.html", shown, status=wrong.status if wrong else 200)


def _issued(request: Asking) -> str:
    """The key that a form asks for. Raises Invalid for a lifetime or a limit that is not offered."""
    days, acts, nouns = request.POST.get("days", ""), request.POST.getlist("acts"), request.POST.getlist("nouns")
    known = {entity.id for entity in entities()}
    if days not in map(str, LIFETIMES) or not {*acts} <= {*Acts.values} or not {*nouns} <= known:
        raise Invalid({"": _("One of the listed choices is expected here.")})
    name = request.POST.get("name", "").replace("\x00", "").strip()[:200]
    if not name:
        raise Invalid({"name": _("This is needed.")})
    me, lasts = request.actor.person or 0, in_days(int(days))
    return issue(request.actor, person=me, name=name, expires_at=lasts, acts=acts, nouns=nouns)


@page("POST")
def revoke_key(request: Asking, id: int) -> HttpResponse:
    revoke(request.actor, Token(pk=id))
    return toasts.tell(HttpResponseRedirect(TOKENS), _("The token is revoked."))


@page("POST")
@proved
def rotate_key(request: Asking, id: int) -> HttpResponse:
    try:
        keep_once(request, "key", rotate(request.actor, Token(pk=id)))
    except Refused as wrong:
        return toasts.tell(HttpResponseRedirect(TOKENS), wrong.message, kind="bad")
    return HttpResponseRedirect(TOKENS)
