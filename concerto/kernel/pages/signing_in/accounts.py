"""Signing in by a company account: out to the provider, and back with what it confirms."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from concerto.kernel.access.provider.model import Provider
from concerto.kernel.access.sign_in.model import Means, Outcome
from concerto.kernel.access.signing_in.accounts.flow import begin, finish
from concerto.kernel.access.signing_in.accounts.people import person_of
from concerto.kernel.access.signing_in.attempts.counting import PLACE, count, forgive, network
from concerto.kernel.access.signing_in.sessions import note_failure
from concerto.kernel.access.signing_in.steps import go_on
from concerto.kernel.access.signing_in.visitor import visitor
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.pages.signing_in.again import onward
from concerto.kernel.pages.signing_in.door import form
from concerto.kernel.ui.errors import method_not_allowed


def out(request: HttpRequest, id: int) -> HttpResponse:
    """To the provider's own page. A link, not a form: the policy of our pages sends forms nowhere else."""
    if request.method not in ("GET", "HEAD"):
        return method_not_allowed(request, ["GET", "HEAD"])
    wanted, provider = request.GET.get("next", ""), _provider(id)
    try:
        count(PLACE, network(visitor(request).place))
        return HttpResponseRedirect(begin(request, provider, wanted))
    except Refused as wrong:
        return form(request, wanted, problem=wrong)


def back(request: HttpRequest, id: int) -> HttpResponse:
    """The provider's answer. Whoever is not confirmed or not known here is told so on the sign-in page."""
    if request.method not in ("GET", "HEAD"):
        return method_not_allowed(request, ["GET", "HEAD"])
    provider = _provider(id)
    try:
        claims, wanted = finish(request, provider, request.GET)
        person = person_of(provider, claims)
    except Refused as wrong:
        note_failure(request, None, Outcome.REFUSED, Means.ACCOUNT)
        return form(request, "", problem=wrong)
    forgive(PLACE, network(visitor(request).place))
    return onward(go_on(request, person, Means.ACCOUNT, strong=provider.two_factors, wanted=wanted), wanted)


def _provider(id: int) -> Provider:
    found = Provider.everything.filter(pk=min(id, LARGEST_ID), active=True, trashed_at=None).first()
    if not isinstance(found, Provider):
        raise Http404
    return found
