"""The page on which people get their private calendar address, and the address itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from concerto.collaboration.meetings.calendar.feed import addresses_of, end_addresses, feed_of, new_address
from concerto.collaboration.meetings.meeting.entity import meeting as described
from concerto.kernel.access.actor import API, actor_for
from concerto.kernel.access.rights import is_off, may
from concerto.kernel.access.signing_in.attempts.counting import KEY_FROM_PLACE, TooMany, count, network
from concerto.kernel.access.signing_in.visitor import visitor
from concerto.kernel.access.token.keys import bearer_of
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.entity.policy import Act
from concerto.kernel.pages.own_settings import also_set
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.pages.signing_in.again import keep_once, shown_once
from concerto.kernel.ui import toasts

MINE = "/me/calendar"
SHOWN = "calendar"

also_set(MINE, gettext_lazy("My calendar address"), "calendar-event")


@page("GET", "POST")
def my_calendar(request: Asking) -> HttpResponse:
    """Whether there is an address; it is shown once, when it is made. POST: `make` a fresh one, or `end` it."""
    if not may(request.actor, described, Act.READ):
        raise Forbidden()
    if request.method != "POST":
        shown = {"address": shown_once(request, SHOWN), "known": addresses_of(request.actor.person)}
        return answer(request, "meetings/calendar.html", shown)
    if "end" in request.POST:
        end_addresses(request.actor)
        return toasts.tell(HttpResponseRedirect(MINE), _("The address opens nothing any more."))
    keep_once(request, SHOWN, new_address(request.actor))
    return HttpResponseRedirect(MINE)


@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar behind an address. A wrong, closed or expired one is no page at all, and is counted."""
    found = bearer_of(key)
    actor = actor_for(found.person, API) if found else None
    if found is None or actor is None:
        try:
            count(KEY_FROM_PLACE, network(visitor(request).place))
        except TooMany as refused:
            return HttpResponse(status=refused.status, headers=refused.headers)
        raise Http404
    actor = actor.limited(found.limits, found.key)
    if is_off(actor, described):
        raise Http404
    response = HttpResponse(feed_of(actor), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


urlpatterns: list[URLPattern] = [path(MINE.removeprefix("/"), my_calendar), path("feed/<str:key>.ics", feed)]
