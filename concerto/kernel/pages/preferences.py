"""What one sets for oneself: theme, density, language, time zone. Before signing in only the language, in a cookie."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.actions import set_preferences
from concerto.kernel.access.person.model import Person
from concerto.kernel.actions.inputs import read_inputs
from concerto.kernel.ui.addresses import own
from concerto.kernel.ui.errors import method_not_allowed
from concerto.kernel.ui.reader import LANGUAGE_COOKIE

YEAR = 365 * 24 * 3600  # seconds


def preferences(request: HttpRequest) -> HttpResponse:
    """Save what was given. A form names the page to come back to as `next`; a script gets an empty answer."""
    if request.method != "POST":
        return method_not_allowed(request, ["POST"])
    actor: Actor | None = getattr(request, "actor", None)
    if actor:
        given = {name: request.POST[name] for name in set_preferences.inputs if name in request.POST}
        set_preferences(actor, Person(pk=actor.person), **read_inputs(actor, set_preferences, given))
    back = request.POST.get("next")
    return remembered(request, HttpResponse(status=204) if back is None else HttpResponseRedirect(own(back)))


def remembered(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The language also stays with this browser, so that its sign-in page speaks it."""
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
    return response
