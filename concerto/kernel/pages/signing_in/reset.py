"""A forgotten password: a link by mail, or from an administrator, and the page it leads to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from concerto.kernel.access.signing_in.attempts.counting import LINK_FOR_ACCOUNT, LINK_FROM_PLACE, count, network
from concerto.kernel.access.signing_in.jobs import send_reset_link
from concerto.kernel.access.signing_in.links import mail
from concerto.kernel.access.signing_in.links.links import choose_password, person_of_link
from concerto.kernel.access.signing_in.visitor import visitor
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.pages.shell import answer
from concerto.kernel.pages.signing_in.again import refused
from concerto.kernel.ui import toasts
from concerto.kernel.ui.addresses import SIGN_IN
from concerto.kernel.ui.errors import error_page, method_not_allowed

LONGEST = 254  # characters of a mail address


def forgotten_page(request: HttpRequest) -> HttpResponse:
    """Asks for the mail address and says the same whether anybody has it; a worker finds out."""
    if request.method not in ("GET", "HEAD", "POST"):
        return method_not_allowed(request, ["GET", "HEAD", "POST"])
    shown = {"sent": False, "problem": "", "possible": mail.possible(), "email": ""}
    if request.method != "POST" or not mail.possible():
        return answer(request, "sign_in/forgotten.html", shown)
    email = request.POST.get("email", "").replace("\x00", "").strip()[:LONGEST]
    try:
        count(LINK_FROM_PLACE, network(visitor(request).place))
        count(LINK_FOR_ACCOUNT, email)
    except Refused as wrong:
        page = answer(
            request, "sign_in/forgotten.html", {**shown, "problem": wrong.message, "email": email}, status=wrong.status
        )
        return refused(page, wrong)
    send_reset_link.defer(address=email)
    return answer(request, "sign_in/forgotten.html", {**shown, "sent": True})


def link_page(request: HttpRequest, key: str) -> HttpResponse:
    """Choose a new password; the link is used up by it. Signing in, with a second factor where there is one, comes after."""
    if request.method not in ("GET", "HEAD", "POST"):
        return method_not_allowed(request, ["GET", "HEAD", "POST"])
    try:
        person = person_of_link(key)
        if request.method == "POST":
            choose_password(key, request.POST.get("password", ""))
            return toasts.tell(HttpResponseRedirect(SIGN_IN), _("Your new password is set. Sign in with it."))
    except Invalid as weak:
        shown = {"person": person, "problem": weak.problems["password"]}
        return answer(request, "sign_in/new_password.html", shown, status=weak.status)
    except Refused as dead:
        return error_page(request, dead.status, dead.message)
    return answer(request, "sign_in/new_password.html", {"person": person, "problem": ""})
